"""Event definitions: what an event throws or catches."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from service.diagrams.diagram import Diagram, attribute, child, child_text, extension, tag
from service.diagrams.model import EventDefinition

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NONE = EventDefinition("none")


def definitions(event: "Element") -> list["Element"]:
    """The event definitions of an event."""
    return [element for element in event if tag(element).endswith("EventDefinition")]


def event_definition(event: "Element", diagram: Diagram) -> EventDefinition:
    """The (first) event definition of an event; lint refuses more than one and those not in the table."""
    for definition in definitions(event):
        reader = READERS.get(tag(definition))
        return NONE if reader is None else reader(definition, diagram)
    return NONE


def timer(definition: "Element", _diagram: Diagram) -> EventDefinition:
    """A timer: a date, a duration or a cycle."""
    if (text := child_text(definition, "timeDate")) is not None:
        return EventDefinition("timer", timer="date", expression=text)
    if (text := child_text(definition, "timeCycle")) is not None:
        return EventDefinition("timer", timer="cycle", expression=text)
    return EventDefinition("timer", timer="duration", expression=child_text(definition, "timeDuration"))


def message(definition: "Element", diagram: Diagram) -> EventDefinition:
    """A message by name, and for catching ones the key that it correlates by."""
    referenced = diagram.referenced(definition, "messageRef")
    subscription = None if referenced is None else extension(referenced, "subscription")
    return EventDefinition(
        "message", name=attribute(referenced, "name"), correlation_key=attribute(subscription, "correlationKey")
    )


def signal(definition: "Element", diagram: Diagram) -> EventDefinition:
    """A signal by name."""
    return EventDefinition("signal", name=attribute(diagram.referenced(definition, "signalRef"), "name"))


def error(definition: "Element", diagram: Diagram) -> EventDefinition:
    """An error by code."""
    return EventDefinition("error", name=attribute(diagram.referenced(definition, "errorRef"), "errorCode"))


def escalation(definition: "Element", diagram: Diagram) -> EventDefinition:
    """An escalation by code."""
    referenced = diagram.referenced(definition, "escalationRef")
    return EventDefinition("escalation", name=attribute(referenced, "escalationCode"))


def link(definition: "Element", _diagram: Diagram) -> EventDefinition:
    """A link by name."""
    return EventDefinition("link", name=attribute(definition, "name"))


def conditional(definition: "Element", _diagram: Diagram) -> EventDefinition:
    """A condition on variables."""
    found = child(definition, "condition")
    return EventDefinition("conditional", expression=None if found is None else (found.text or "").strip())


def compensation(definition: "Element", _diagram: Diagram) -> EventDefinition:
    """Compensation of one activity, or of all."""
    activity = attribute(definition, "activityRef")
    return EventDefinition("compensation", name=activity and activity.rpartition(":")[2])


def terminate(_definition: "Element", _diagram: Diagram) -> EventDefinition:
    """The end of everything else in the scope."""
    return EventDefinition("terminate")


READERS: dict[str, Callable[["Element", Diagram], EventDefinition]] = {
    "timerEventDefinition": timer,
    "messageEventDefinition": message,
    "signalEventDefinition": signal,
    "errorEventDefinition": error,
    "escalationEventDefinition": escalation,
    "linkEventDefinition": link,
    "conditionalEventDefinition": conditional,
    "compensateEventDefinition": compensation,
    "terminateEventDefinition": terminate,
}
