"""Gateways that choose or join: their flows say it all."""

from service.diagrams.elements.kind import ElementKind
from service.diagrams.vocabulary.disposition import Entry, members
from service.diagrams.vocabulary.shared import FLOW_NODE, PROPERTIES
from service.states import ElementType

GATEWAY = members(FLOW_NODE, annotation="@gatewayDirection")
BRANCHING = Entry(members(GATEWAY, executed="@default"), PROPERTIES)

KINDS = (
    ElementKind("exclusiveGateway", ElementType.EXCLUSIVE_GATEWAY, BRANCHING),
    ElementKind("inclusiveGateway", ElementType.INCLUSIVE_GATEWAY, BRANCHING),
    ElementKind("parallelGateway", ElementType.PARALLEL_GATEWAY, Entry(GATEWAY, PROPERTIES)),
)
