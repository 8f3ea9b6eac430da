"""Handlers for the tests: found by name, also by the processes that slow ones run in."""

import hashlib
import os
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from handlers.ports import HandlerContext, SigningAct
from handlers.registry import BpmnError, Registry, handler


class Amount(BaseModel):
    amount: Decimal


class Total(BaseModel):
    total: Decimal


class Anything(BaseModel):
    value: str = ""


@handler("test.double")
def double(inputs: Amount) -> Total:
    """Doubles."""
    return Total(total=inputs.amount * 2)


@handler("test.reject")
def reject(inputs: Amount) -> Total:
    """Finds every amount too large."""
    raise BpmnError("TOO_LARGE", f"{inputs.amount} is too large", {"limit": Decimal("10.50")})


@handler("test.break")
def break_down() -> Total:
    """Breaks."""
    raise RuntimeError("out of order")


@handler("test.paper")
def paper(context: HandlerContext) -> None:
    """Hands a document over."""
    context.add_document("paper.txt", b"paper", content_type="text/plain", metadata={"type": "note", "language": "en"})


@handler("test.slow", queue="slow", deadline_seconds=5)
def slow(inputs: Amount) -> Total:
    """Takes its time."""
    return Total(total=inputs.amount * 2)


@handler("test.hang", queue="slow", deadline_seconds=1)
def hang() -> None:
    """Never returns."""
    time.sleep(3600)


@handler("test.large", queue="slow", deadline_seconds=5)
def large() -> Anything:
    """Returns five megabytes."""
    return Anything(value="x" * 5_000_000)


@handler("test.misfit", queue="slow", deadline_seconds=5)
def misfit() -> Total:
    """Returns what does not fit its outputs."""
    return {"total": "much"}  # type: ignore[return-value]  # the point of the test


@handler("test.slow_break", queue="slow", deadline_seconds=5)
def slow_break() -> None:
    """Breaks, slowly."""
    raise RuntimeError("out of order")


@handler("test.die", queue="slow", deadline_seconds=5)
def die() -> None:
    """Takes its process down."""
    os._exit(3)


class Diary(BaseModel):
    path: str


@handler("test.hang_once", queue="slow", deadline_seconds=600)
def hang_once(inputs: Diary) -> None:
    """Hangs in its first run; each run leaves the number of its process."""
    diary = Path(inputs.path)
    is_first = not diary.exists()
    with diary.open("a") as page:
        page.write(f"{os.getpid()}\n")
    if is_first:
        time.sleep(3600)


class ToIssue(BaseModel):
    number: str
    type: str
    basis: dict[str, str] = {}
    voids_signed: bool = False


@handler("test.issue")
def issue(inputs: ToIssue, context: HandlerContext) -> None:
    """Hands a paper over."""
    metadata = inputs.model_dump() | {"made_from": inputs.basis}
    context.add_document(f"{inputs.number}.pdf", inputs.number.encode(), metadata=metadata)


class Seal:
    """A provider that attests anything."""

    name = "test"

    def sign(self, act: SigningAct) -> dict[str, Any]:
        return {"sealed": act.number}


class ToSign(BaseModel):
    number: str
    type: str
    document_id: str


@handler("test.sign")
def sign(inputs: ToSign, context: HandlerContext) -> None:
    """Records a signing."""
    context.signature_provider = Seal()
    act = SigningAct(
        case_no="PS-1",
        type=inputs.type,
        number=inputs.number,
        document_id=inputs.document_id,
        sha256=hashlib.sha256(inputs.number.encode()).hexdigest(),
        signer="陳志明",
        capacity="APPLICANT",
        method="E_SIGNATURE",
        envelope_id="E-1",
        signed_at=context.now,
        earlier=({"type": "quote", "sha256": "00"},),
    )
    context.add_signature(act)


REGISTRY = Registry(
    [issue, sign, double, reject, break_down, paper, slow, hang, large, misfit, slow_break, die, hang_once]
)
