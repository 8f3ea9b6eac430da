"""Where processes and sub-processes start and end."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.diagrams.diagram import child, children, flag, tag
from service.diagrams.elements.event_definitions import definitions
from service.diagrams.elements.registry import kinds
from service.diagrams.lint.rule import Finding, Sheet, rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def is_event_sub_process(element: "Element") -> bool:
    """Whether an event starts it, not a token."""
    return tag(element) == "subProcess" and flag(element, "triggeredByEvent", default=False)


def _blank_starts(container: "Element") -> list["Element"]:
    return [start for start in children(container, "startEvent") if not definitions(start)]


@rule("start-event-required")
def start_event(sheet: Sheet) -> Iterator[Finding]:
    """A process or sub-process has a start event."""
    for container in sheet.containers():
        if next(children(container, "startEvent"), None) is None:
            yield Finding(
                container,
                f"Expected a start event, but this {tag(container)} has none.",
                "Add one, and connect it to the first step.",
            )


@rule("single-blank-start-event")
def single_blank_start(sheet: Sheet) -> Iterator[Finding]:
    """A process or sub-process starts at one place when it is simply started."""
    for container in sheet.containers():
        for start in _blank_starts(container)[1:]:
            yield Finding(
                start,
                "Expected one start event without definition, but this is another.",
                "Join the beginnings in one start event and a gateway.",
            )


@rule("sub-process-blank-start-event")
def sub_process_start(sheet: Sheet) -> Iterator[Finding]:
    """An embedded sub-process starts when a token arrives, not by an event."""
    for container in sheet.all("subProcess"):
        for start in children(container, "startEvent"):
            if not is_event_sub_process(container) and definitions(start):
                yield Finding(
                    start,
                    "Expected a start event without definition, but the one of this sub-process has one.",
                    "Remove its definition, or make the sub-process an event sub-process.",
                )


@rule("event-sub-process-typed-start-event")
def event_sub_process_start(sheet: Sheet) -> Iterator[Finding]:
    """An event sub-process has exactly one start event, and that says which event starts it."""
    for container in filter(is_event_sub_process, sheet.all("subProcess")):
        starts = list(children(container, "startEvent"))
        for start in _blank_starts(container):
            yield Finding(
                start,
                "Expected a start event with a definition, since an event starts this sub-process, but it has none.",
                "Choose the event in the modeler.",
            )
        for start in starts[1:]:
            yield Finding(
                start,
                "Expected one start event in an event sub-process, but this is another.",
                "Draw one event sub-process for each event.",
            )


@rule("event-sub-process-flows")
def event_sub_process_apart(sheet: Sheet) -> Iterator[Finding]:
    """No sequence flow leads to or from an event sub-process."""
    for flow in sheet.all("sequenceFlow"):
        for end in ("sourceRef", "targetRef"):
            node = sheet.diagram.referenced(flow, end)
            if node is not None and is_event_sub_process(node):
                yield Finding(
                    flow,
                    f"Expected no flow at an event sub-process, but this one is connected to {node.get('id')}.",
                    "Remove the flow.",
                )


@rule("event-sub-process-once")
def event_sub_process_not_repeated(sheet: Sheet) -> Iterator[Finding]:
    """An event sub-process is started by its event, not once for each item of a list."""
    for container in filter(is_event_sub_process, sheet.all("subProcess")):
        if child(container, "multiInstanceLoopCharacteristics") is not None:
            yield Finding(
                container,
                "Expected an event sub-process without a multi-instance marker, but it has one.",
                "Put the repetition into a sub-process inside of it.",
            )


@rule("end-event-required", "warning")
def end_event(sheet: Sheet) -> Iterator[Finding]:
    """A process or sub-process has an end event."""
    for container in sheet.containers():
        if next(children(container, "endEvent"), None) is None and any(tag(node) in kinds() for node in container):
            yield Finding(
                container,
                f"Expected an end event, but this {tag(container)} has none.",
                "Add one, so that readers see where it ends.",
            )
