"""Embedded and event sub-processes."""

from typing import TYPE_CHECKING

from service.diagrams.diagram import flag
from service.diagrams.elements.kind import Details, ElementKind
from service.diagrams.vocabulary.disposition import Entry, members
from service.diagrams.vocabulary.shared import ACTIVITY, MAPPINGS
from service.states import ElementType

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from service.diagrams.build import Builder


def read(element: "Element", builder: "Builder") -> Details:
    """What the sub-process contains."""
    event = flag(element, "triggeredByEvent", default=False)
    return {
        "type": ElementType.EVENT_SUB_PROCESS if event else ElementType.SUB_PROCESS,
        "scope": builder.scope(element),
    }


SUB_PROCESS = members(ACTIVITY, executed="@triggeredByEvent laneSet")

KINDS = (ElementKind("subProcess", ElementType.SUB_PROCESS, Entry(SUB_PROCESS, MAPPINGS, container=True), read),)
