"""Gateways: their flows say it all."""

from service.diagrams.elements.kind import ElementKind
from service.states import ElementType

KINDS = (
    ElementKind("exclusiveGateway", ElementType.EXCLUSIVE_GATEWAY),
    ElementKind("inclusiveGateway", ElementType.INCLUSIVE_GATEWAY),
    ElementKind("parallelGateway", ElementType.PARALLEL_GATEWAY),
    ElementKind("eventBasedGateway", ElementType.EVENT_BASED_GATEWAY),
)
