"""Gateways: their flows say it all."""

from service.diagrams.elements.kind import ElementKind
from service.diagrams.vocabulary.disposition import Entry, Members, Refusal, members
from service.diagrams.vocabulary.shared import FLOW_NODE, INSTANTIATE, PROPERTIES
from service.states import ElementType

GATEWAY = members(FLOW_NODE, annotation="@gatewayDirection")
BRANCHING = Entry(members(GATEWAY, executed="@default"), PROPERTIES)

EVENT_BASED: Members = {
    "@instantiate": INSTANTIATE,
    "@eventGatewayType": Refusal(
        "event-gateway-type", "Leave it at Exclusive: the first event decides.", ("Exclusive",)
    ),
}

KINDS = (
    ElementKind("exclusiveGateway", ElementType.EXCLUSIVE_GATEWAY, BRANCHING),
    ElementKind("inclusiveGateway", ElementType.INCLUSIVE_GATEWAY, BRANCHING),
    ElementKind("parallelGateway", ElementType.PARALLEL_GATEWAY, Entry(GATEWAY, PROPERTIES)),
    ElementKind("eventBasedGateway", ElementType.EVENT_BASED_GATEWAY, Entry(members(GATEWAY, EVENT_BASED), PROPERTIES)),
)
