"""Start, intermediate, boundary and end events, and the receive task, which waits as they do."""

from typing import TYPE_CHECKING

from service.diagrams.diagram import attribute, flag, tag
from service.diagrams.elements.event_definitions import READERS, event_definition, message
from service.diagrams.elements.job_tasks import job
from service.diagrams.elements.kind import Details, ElementKind
from service.diagrams.elements.registry import kinds
from service.diagrams.vocabulary.disposition import Entry, Members, Refusal, members
from service.diagrams.vocabulary.shared import (
    DATA_FLOW_MEMBERS,
    FLOW_NODE,
    INSTANTIATE,
    JOB,
    MAPPINGS,
    OPERATION_MEMBERS,
    TASK,
)
from service.states import ElementType

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from service.diagrams.build import Builder
    from service.diagrams.diagram import Diagram


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
    """What it waits for, on which activity, and whether it interrupts it; for compensation, where it leads to."""
    event = event_definition(element, builder.diagram)
    handlers = compensation_handlers(element, builder.diagram) if event.kind == "compensation" else []
    return {
        "event": event,
        "compensation_handler": next(iter(handlers), None),
        "attached_to": attribute(element, "attachedToRef"),
        "interrupting": flag(element, "cancelActivity", default=True),
    }


def compensation_handlers(event: "Element", diagram: "Diagram") -> list[str]:
    """The flow nodes, not notes, to which associations lead from a boundary event."""
    found = diagram.associated.get(event.get("id", ""), ())
    return [name for name in found if name in diagram.by_id and tag(diagram.by_id[name]) in kinds()]


def read_receive(element: "Element", builder: "Builder") -> Details:
    """The message that the task waits for."""
    return {"event": message(element, builder.diagram)}


MULTIPLE: Members = {
    "@parallelMultiple": Refusal("multiple-event", "Wait for each event with one of its own.", ("false",)),
    "eventDefinitionRef": Refusal("event-definition-ref", "Put the event definition into the event."),
}
EVENT = members(FLOW_NODE, MULTIPLE, DATA_FLOW_MEMBERS, executed=" ".join(READERS), annotation="property")
CATCH = members(EVENT, annotation="dataOutputAssociation")
THROW = Entry(members(EVENT, annotation="dataInputAssociation"), JOB)
START = Entry(members(CATCH, executed="@isInterrupting"), MAPPINGS | {"formDefinition"})
BOUNDARY = Entry(members(CATCH, executed="@cancelActivity @attachedToRef"), MAPPINGS)
INSTANTIATING: Members = {"@instantiate": INSTANTIATE}
RECEIVE = Entry(members(TASK, OPERATION_MEMBERS, INSTANTIATING, executed="@messageRef"), MAPPINGS)

KINDS = (
    ElementKind("startEvent", ElementType.START_EVENT, START, read_start),
    ElementKind("intermediateCatchEvent", ElementType.INTERMEDIATE_CATCH_EVENT, Entry(CATCH, MAPPINGS), read_catch),
    ElementKind("intermediateThrowEvent", ElementType.INTERMEDIATE_THROW_EVENT, THROW, read_throw),
    ElementKind("boundaryEvent", ElementType.BOUNDARY_EVENT, BOUNDARY, read_boundary),
    ElementKind("endEvent", ElementType.END_EVENT, THROW, read_throw),
    ElementKind("receiveTask", ElementType.RECEIVE_TASK, RECEIVE, read_receive),
)
