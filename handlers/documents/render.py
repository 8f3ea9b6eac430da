"""From content to PDF/A-2b, by one long-lived Typst compiler per process."""

import re
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
def _compiler() -> typst.Compiler:
    return typst.Compiler(TEMPLATES / "document.typ", root=TEMPLATES, font_paths=fonts())


def render_pdf(content: Content) -> bytes:
    """The document as PDF/A-2b. The same content gives the same bytes.

    PDF/A allows no character that the fonts lack: such a one is shown by the mark for a missing character and its code
    point. Raises typst.TypstError if the template does not compile."""
    inputs = {"content": content.canonical(), "digest": content.digest()[:16]}
    if content.verify_url:
        inputs["qr"] = segno.make_qr(content.verify_url, error="m", mask=0).svg_inline(border=2, omitsize=True)
    made_at = datetime.combine(content.made_on, time(), UTC)
    with _one_at_a_time:  # the compiler keeps the inputs of its last run
        pdf = _compiled(inputs, made_at)
    if not isinstance(pdf, bytes):
        raise TypeError(f"Expected one PDF of {content.number}, but Typst gave {type(pdf).__name__}.")
    return pdf


def _compiled(inputs: dict[str, str], made_at: datetime) -> object:
    while True:
        try:
            return _compiler().compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-2b"], timestamp=made_at)
        except typst.TypstError as error:
            lacking = {sign for text in LACKING.findall(str(error)) for sign in text if sign in inputs["content"]}
            if not lacking:
                raise
            for sign in lacking:
                inputs["content"] = inputs["content"].replace(sign, f"〓(U+{ord(sign):04X})")
