"""Whether a paper is still good, from what the case remembers of its papers. Pure functions."""

from collections.abc import Mapping

from handlers.topics import IssuedDocument


def is_current(kind: str, documents: Mapping[str, IssuedDocument]) -> bool:
    """Whether a paper was issued and every paper of its basis, transitively, is still the newest of its type."""
    paper = documents.get(kind)
    return paper is not None and all(
        below in documents and documents[below].number == number and is_current(below, documents)
        for below, number in paper.basis.items()
    )
