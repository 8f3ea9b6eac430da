"""A copy of a paper that is no longer good, with a stamp across each page.

The original stays as it is: its hash is what was signed. The copy is for reading and no longer claims to be PDF/A."""

import io
import threading
from functools import cache

import pypdf
import typst

from handlers.documents.render import TEMPLATES, fonts

_one_at_a_time = threading.Lock()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(TEMPLATES / "stamp.typ", root=TEMPLATES, font_paths=fonts())


def stamped(pdf: bytes, mark: str, reason: str) -> bytes:
    """The PDF with `mark` across each page and `reason` at its top. Raises pypdf.errors.PdfReadError if it is none."""
    with _one_at_a_time:  # the compiler keeps the inputs of its last run
        made = _compiler().compile(format="pdf", sys_inputs={"mark": mark, "reason": reason})
    if not isinstance(made, bytes):
        raise TypeError(f"Expected one PDF of the stamp, but Typst gave {type(made).__name__}.")
    stamp = pypdf.PdfReader(io.BytesIO(made)).pages[0]
    copy = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    for page in copy.pages:
        page.merge_page(stamp)
    copy.root_object.pop("/Metadata", None)
    copy.compress_identical_objects(remove_unreferenced=True)
    target = io.BytesIO()
    copy.write(target)
    return target.getvalue()
