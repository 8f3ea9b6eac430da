"""The guide as PDF/A-2b, set by Typst like the papers, in a layout of its own."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import typst

from handlers.documents.render import fonts
from service import exact_json
from service.presales.guide.contents import Guide

_TEMPLATE = Path(__file__).with_name("guide.typ")
#: the guide has no day of its own: the same files give the same bytes
_TIMESTAMP = datetime(2000, 1, 1, tzinfo=UTC)


def paper(guide: Guide) -> bytes:
    """The guide as PDF. Raises typst.TypstError if the template does not compile."""
    compiler = typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts())
    inputs = {"guide": exact_json.encode_text(asdict(guide))}
    pdf = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-2b"], timestamp=_TIMESTAMP)
    if not isinstance(pdf, bytes):
        raise TypeError(f"Expected one PDF, but Typst gave {type(pdf).__name__}.")
    return pdf
