"""The lot that decides which cases a lead looks at: drawn by nobody, the same whenever it is looked at again."""

import hashlib

from pydantic import BaseModel

from handlers.ports import HandlerContext
from handlers.registry import handler
from handlers.topics import Case


class DrawInputs(BaseModel):
    """The case that is drawn for, and the lots that were drawn before, by stage."""

    case: Case
    sampling: dict[str, int] | None = None


class DrawOutputs(BaseModel):
    """The lot, 0 to 99: a review of 10 % takes those under 10."""

    draw: int


@handler("presales.sample.draw")
def draw_sample(inputs: DrawInputs, context: HandlerContext) -> DrawOutputs:
    """Draw the lot of this case and stage, 0 to 99, for reviews of a sample.

    It follows from the case number, the process instance and the header `stage` (SHA-256), so it can be checked later.
    A stage that runs again keeps its lot: nobody can draw twice."""
    stage = context.headers["stage"]
    if inputs.sampling is not None and stage in inputs.sampling:
        return DrawOutputs(draw=inputs.sampling[stage])
    drawn_for = f"{inputs.case.case_no}/{context.process_instance_key}/{stage}"
    digest = hashlib.sha256(drawn_for.encode()).digest()
    return DrawOutputs(draw=int.from_bytes(digest[:8], "big") % 100)


HANDLERS = (draw_sample,)
