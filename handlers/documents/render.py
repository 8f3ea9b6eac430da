"""From content to PDF/A-2b, by one long-lived Typst compiler per process."""

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

    Raises typst.TypstError if the template does not compile."""
    inputs = {"content": content.canonical(), "digest": content.digest()[:16]}
    if content.verify_url:
        inputs["qr"] = segno.make_qr(content.verify_url, error="m").svg_inline(border=2, omitsize=True)
    made_at = datetime.combine(content.made_on, time(), UTC)
    with _one_at_a_time:  # the compiler keeps the inputs of its last run
        pdf = _compiler().compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-2b"], timestamp=made_at)
    if not isinstance(pdf, bytes):
        raise TypeError(f"Expected one PDF of {content.number}, but Typst gave {type(pdf).__name__}.")
    return pdf
