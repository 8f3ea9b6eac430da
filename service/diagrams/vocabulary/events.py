"""Which event may stand where: BPMN's table of positions and kinds, and what becomes of each."""

from collections.abc import Mapping
from typing import Literal

from service.diagrams.model import EventKind
from service.diagrams.vocabulary.disposition import Disposition, Refusal

Position = Literal[
    "start event", "start event of an event sub-process", "catch event", "throw event", "boundary event", "end event"
]

CONDITIONAL = Refusal("conditional-event", "Wait for a message, or ask with an exclusive gateway.")
COMPENSATION = Refusal("compensation", "Undo in ordinary tasks behind an error boundary event.")
SIGNAL = Refusal("signal-event", "Use a message, or a job that tells the others.")
ESCALATION = Refusal("escalation-event", "Use a non-interrupting timer or message boundary event.")
LINK = Refusal("link-event", "Draw a sequence flow.")
TRIGGERED_START = Refusal(
    "start-event-definition", "Use a start event without definition; whoever knows the trigger starts the process."
)
EVENT_SUB_PROCESS = Refusal("event-sub-process", "Use a boundary event on a sub-process around the tasks.")

#: combinations that are missing here do not exist in BPMN
EVENTS: Mapping[Position, Mapping[EventKind, Disposition]] = {
    "start event": {
        "none": "executed",
        "message": TRIGGERED_START,
        "timer": TRIGGERED_START,
        "conditional": TRIGGERED_START,
        "signal": TRIGGERED_START,
    },
    "start event of an event sub-process": dict.fromkeys(
        ("message", "timer", "conditional", "signal", "error", "escalation", "compensation"), EVENT_SUB_PROCESS
    ),
    "catch event": {
        "message": "executed",
        "timer": "executed",
        "conditional": CONDITIONAL,
        "signal": SIGNAL,
        "link": LINK,
    },
    "throw event": {
        "none": "executed",
        "message": "executed",
        "signal": SIGNAL,
        "escalation": ESCALATION,
        "link": LINK,
        "compensation": COMPENSATION,
    },
    "boundary event": {
        "message": "executed",
        "timer": "executed",
        "conditional": CONDITIONAL,
        "signal": SIGNAL,
        "error": "executed",
        "escalation": ESCALATION,
        "compensation": COMPENSATION,
    },
    "end event": {
        "none": "executed",
        "message": "executed",
        "signal": SIGNAL,
        "error": "executed",
        "escalation": ESCALATION,
        "compensation": COMPENSATION,
        "terminate": "executed",
    },
}
