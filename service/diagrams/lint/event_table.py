"""Events hold against the table of what is executed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.diagrams.diagram import tag
from service.diagrams.elements.event_definitions import definitions, event_definition
from service.diagrams.lint.containers import is_event_sub_process
from service.diagrams.lint.rule import Finding, Sheet, rule
from service.diagrams.model import Problem
from service.diagrams.problems import at
from service.diagrams.vocabulary.disposition import Refusal
from service.diagrams.vocabulary.events import EVENTS, Position

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

POSITIONS: dict[str, Position] = {
    "startEvent": "start event",
    "intermediateCatchEvent": "catch event",
    "intermediateThrowEvent": "throw event",
    "boundaryEvent": "boundary event",
    "endEvent": "end event",
}


def _position(event: "Element") -> Position:
    scope = event.getparent()
    if tag(event) == "startEvent" and scope is not None and is_event_sub_process(scope):
        return "start event of an event sub-process"
    return POSITIONS[tag(event)]


def refused_events(sheet: Sheet) -> Iterator[Problem]:
    """Events that BPMN knows there but that are not executed."""
    for event in sheet.all(*POSITIONS):
        position, kind = _position(event), event_definition(event, sheet.diagram).kind
        refusal = EVENTS[position].get(kind)
        if isinstance(refusal, Refusal):
            yield at(
                sheet.diagram.file,
                event,
                rule=refusal.rule,
                message=f"Expected what this service executes, but found a {kind} {position}.",
                remedy=refusal.remedy,
            )


@rule("event-definition")
def impossible_events(sheet: Sheet) -> Iterator[Finding]:
    """The definition of an event is one that BPMN allows in its place."""
    for event in sheet.all(*POSITIONS):
        position, kind = _position(event), event_definition(event, sheet.diagram).kind
        nothing = kind == "none" and position == "start event of an event sub-process"
        if kind not in EVENTS[position] and not nothing and (kind != "none" or not definitions(event)):
            yield Finding(
                event,
                f"Expected an event that BPMN knows, but found a {kind} {position}.",
                "Choose another definition, or another kind of event.",
            )
