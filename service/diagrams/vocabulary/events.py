"""Which event may stand where: BPMN's table of positions and kinds, and what becomes of each."""

from collections.abc import Mapping
from typing import Literal

from service.diagrams.model import EventKind
from service.diagrams.vocabulary.disposition import Disposition, Refusal

Position = Literal[
    "start event", "start event of an event sub-process", "catch event", "throw event", "boundary event", "end event"
]

CONDITIONAL = Refusal("conditional-event", "Wait for a message, or ask with an exclusive gateway.")
COMPENSATION = Refusal(
    "compensation", "Attach a compensation boundary event to the activity, and associate it with a handler."
)
SIGNAL = Refusal("signal-event", "Use a message, or a job that tells the others.")
TRIGGERED_START = Refusal(
    "start-event-definition", "Use a start event without definition; whoever knows the trigger starts the process."
)

#: combinations that are missing here do not exist in BPMN
EVENTS: Mapping[Position, Mapping[EventKind, Disposition]] = {
    "start event": {
        "none": "executed",
        "message": TRIGGERED_START,
        "timer": TRIGGERED_START,
        "conditional": TRIGGERED_START,
        "signal": TRIGGERED_START,
    },
    "start event of an event sub-process": {
        "message": "executed",
        "timer": "executed",
        "conditional": CONDITIONAL,
        "signal": SIGNAL,
        "error": "executed",
        "escalation": "executed",
        "compensation": COMPENSATION,
    },
    "catch event": {
        "message": "executed",
        "timer": "executed",
        "conditional": CONDITIONAL,
        "signal": SIGNAL,
        "link": "executed",
    },
    "throw event": {
        "none": "executed",
        "message": "executed",
        "signal": SIGNAL,
        "escalation": "executed",
        "link": "executed",
        "compensation": "executed",
    },
    "boundary event": {
        "message": "executed",
        "timer": "executed",
        "conditional": CONDITIONAL,
        "signal": SIGNAL,
        "error": "executed",
        "escalation": "executed",
        "compensation": "executed",
    },
    "end event": {
        "none": "executed",
        "message": "executed",
        "signal": SIGNAL,
        "error": "executed",
        "escalation": "executed",
        "compensation": "executed",
        "terminate": "executed",
    },
}
