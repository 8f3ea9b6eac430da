"""From content to PDF/A-2b, by one long-lived Typst compiler per process."""

import atexit
import re
import shutil
import tempfile
import threading
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import justmytype_intl_cjk
import segno
import typst

from handlers.documents.content import Content

TEMPLATES = Path(__file__).parent / "templates"
#: Noto Sans TC and SC (OFL); the Traditional one lacks common Simplified forms, so both are always listed
FONTS = Path(justmytype_intl_cjk.__file__).parent / "fonts" / "ofl"

#: how Typst names a text that no font can show
LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')

_one_at_a_time = threading.Lock()


def fonts() -> typst.Fonts:
    """The fonts of all papers, and no others."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[FONTS / "notosanstc", FONTS / "notosanssc"],
    )


@cache
def _compiler(house_style: Path | None) -> typst.Compiler:
    root = TEMPLATES if house_style is None else _overlaid(house_style)
    return typst.Compiler(root / "document.typ", root=root, font_paths=fonts())


def _overlaid(house_style: Path) -> Path:
    """The bundled templates in a folder of their own, those of the house style in their place."""
    root = Path(tempfile.mkdtemp(prefix="house-style-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    for folder in (TEMPLATES, house_style):
        shutil.copytree(folder, root, dirs_exist_ok=True)
    return root


def render_pdf(content: Content, house_style: Path | None = None) -> bytes:
    """The document as PDF/A-2b; the same content gives the same bytes in the same style.

    The files of `house_style`, a folder, replace the bundled templates of the same name.

    PDF/A allows no character that the fonts lack: such a one is shown by the mark for a missing character and its code
    point. Raises typst.TypstError if the template does not compile."""
    inputs = {"content": content.canonical(), "digest": content.digest()[:16]}
    if content.verify_url:
        inputs["qr"] = segno.make_qr(content.verify_url, error="m", mask=0).svg_inline(border=2, omitsize=True)
    made_at = datetime.combine(content.made_on, time(), UTC)
    with _one_at_a_time:  # the compiler keeps the inputs of its last run
        pdf = _compiled(_compiler(house_style), inputs, made_at)
    if not isinstance(pdf, bytes):
        raise TypeError(f"Expected one PDF of {content.number}, but Typst gave {type(pdf).__name__}.")
    return pdf


def _compiled(compiler: typst.Compiler, inputs: dict[str, str], made_at: datetime) -> object:
    while True:
        try:
            return compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-2b"], timestamp=made_at)
        except typst.TypstError as error:
            lacking = {sign for text in LACKING.findall(str(error)) for sign in text if sign in inputs["content"]}
            if not lacking:
                raise
            for sign in lacking:
                inputs["content"] = inputs["content"].replace(sign, f"〓(U+{ord(sign):04X})")
