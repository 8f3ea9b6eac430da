"""Start, intermediate, boundary and end events, and the receive task, which waits as they do."""

from typing import TYPE_CHECKING

from service.diagrams.diagram import attribute, flag
from service.diagrams.elements.event_definitions import event_definition, message
from service.diagrams.elements.job_tasks import job
from service.diagrams.elements.kind import Details, ElementKind
from service.states import ElementType

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from service.diagrams.build import Builder


def read_start(element: "Element", builder: "Builder") -> Details:
    """What starts it, and whether it interrupts its scope (in event sub-processes)."""
    return {
        "event": event_definition(element, builder.diagram),
        "interrupting": flag(element, "isInterrupting", default=True),
    }


def read_catch(element: "Element", builder: "Builder") -> Details:
    """What it waits for."""
    return {"event": event_definition(element, builder.diagram)}


def read_throw(element: "Element", builder: "Builder") -> Details:
    """What it throws; a message is sent by a job."""
    return {"event": event_definition(element, builder.diagram), "job": job(element)}


def read_boundary(element: "Element", builder: "Builder") -> Details:
    """What it waits for, on which activity, and whether it interrupts it."""
    return {
        "event": event_definition(element, builder.diagram),
        "attached_to": attribute(element, "attachedToRef"),
        "interrupting": flag(element, "cancelActivity", default=True),
    }


def read_receive(element: "Element", builder: "Builder") -> Details:
    """The message that the task waits for."""
    return {"event": message(element, builder.diagram)}


KINDS = (
    ElementKind("startEvent", ElementType.START_EVENT, read_start),
    ElementKind("intermediateCatchEvent", ElementType.INTERMEDIATE_CATCH_EVENT, read_catch),
    ElementKind("intermediateThrowEvent", ElementType.INTERMEDIATE_THROW_EVENT, read_throw),
    ElementKind("boundaryEvent", ElementType.BOUNDARY_EVENT, read_boundary),
    ElementKind("endEvent", ElementType.END_EVENT, read_throw),
    ElementKind("receiveTask", ElementType.RECEIVE_TASK, read_receive),
)
