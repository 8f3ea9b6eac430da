"""What is signed, and what still has to be, in the order of D21. Pure functions over what the case remembers.

A signature is good for the paper that was signed: as long as that version is the newest, and every paper that it rests
on is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from handlers.documents.validity import is_current
from handlers.topics import IssuedDocument

Capacity = Literal["APPLICANT", "INSURED", "SELLER"]


class Step(BaseModel):
    """One row of D21: a paper's place in the order, and in which capacities it is signed."""

    step: int
    type: str
    capacities: list[Capacity]


class EarlierPaper(BaseModel):
    """A paper that was signed before, and the SHA-256 of its file."""

    type: str
    sha256: str


class RecordedSignature(BaseModel):
    """What the case remembers of a signature."""

    number: str
    document_id: str
    sha256: str
    signer: str
    capacity: Capacity
    method: str
    provider: str
    evidence: dict[str, Any]
    envelope_id: str
    signed_at: datetime
    earlier: list[EarlierPaper]


Documents = Mapping[str, IssuedDocument]
Signatures = Mapping[str, Sequence[RecordedSignature]]


def valid_signatures(kind: str, documents: Documents, signatures: Signatures) -> list[RecordedSignature]:
    """The signatures on a paper that are still good."""
    if not is_current(kind, documents):
        return []
    newest = documents[kind]
    return [each for each in signatures.get(kind, ()) if (each.number, each.sha256) == (newest.number, newest.sha256)]


def unsigned_capacities(step: Step, documents: Documents, signatures: Signatures) -> list[Capacity]:
    """In which capacities the paper of a step has yet to be signed."""
    signed = {each.capacity for each in valid_signatures(step.type, documents, signatures)}
    return [each for each in step.capacities if each not in signed]


def outstanding(
    order: Sequence[Step], scope: Sequence[str], documents: Documents, signatures: Signatures
) -> Iterator[tuple[Step, Capacity]]:
    """What of the scope is not validly signed, in the order of D21. What D21 does not name is not signed."""
    for step in sorted(order, key=lambda each: each.step):
        if step.type in scope:
            yield from ((step, capacity) for capacity in unsigned_capacities(step, documents, signatures))


def earlier_steps(step: Step, order: Sequence[Step]) -> list[Step]:
    """The steps that come before one, the first one first."""
    return sorted((each for each in order if each.step < step.step), key=lambda each: each.step)


def missing(kinds: Sequence[str], order: Sequence[Step], documents: Documents, signatures: Signatures) -> list[str]:
    """Which of these papers are not good: not current, or to be signed by D21 and not validly signed."""
    steps = {each.type: each for each in order}
    return [
        kind
        for kind in kinds
        if not is_current(kind, documents)
        or (kind in steps and unsigned_capacities(steps[kind], documents, signatures))
    ]
