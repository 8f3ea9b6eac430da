"""A process instance at a glance: call hierarchy, sequence flows, element statistics."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.schemas import Body, Key
from service.api.searching import answers
from service.identity.permissions import Permission
from service.queries import instance_overview

router = APIRouter(prefix="/v2/process-instances", tags=["Process instance"], route_class=ExactRoute)
Reader = Annotated[Edge, admit(Permission.READ_INSTANCES)]


class Caller(Body):
    """An instance of the hierarchy."""

    process_instance_key: Key
    process_definition_key: Key
    process_definition_name: str


class TakenFlow(Body):
    """A sequence flow that was taken; `elementId` is its id in the diagram."""

    sequence_flow_id: str
    process_instance_key: Key
    root_process_instance_key: Key | None
    process_definition_key: Key | None
    process_definition_id: str | None
    element_id: str
    tenant_id: str


class TakenFlows(Body):
    """The flows."""

    items: list[TakenFlow]


class ElementFigures(Body):
    """How often an element is in which state."""

    element_id: str
    active: int
    canceled: int
    incidents: int
    completed: int


class ElementStatistics(Body):
    """The figures of each element."""

    items: list[ElementFigures]


@router.get("/{processInstanceKey}/call-hierarchy", **answers(list[Caller], 404, description="The root first."))
def get_call_hierarchy(processInstanceKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's spelling
    """Get an instance and those that called it."""
    return JsonAnswer(edge.read(instance_overview.call_hierarchy, processInstanceKey))


@router.get("/{processInstanceKey}/sequence-flows", **answers(TakenFlows, description="The flows."))
def get_sequence_flows(processInstanceKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's spelling
    """Get the sequence flows that an instance took."""
    return JsonAnswer({"items": edge.read(instance_overview.sequence_flows, processInstanceKey)})


@router.get(
    "/{processInstanceKey}/statistics/element-instances", **answers(ElementStatistics, description="The figures.")
)
def get_element_statistics(processInstanceKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's
    """Get how often each element of an instance is active, was completed or cancelled, and has an incident."""
    return JsonAnswer({"items": edge.read(instance_overview.element_statistics, processInstanceKey)})
