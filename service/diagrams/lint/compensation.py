"""Compensation: what undoes an activity, and who asks for it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.diagrams.diagram import attribute, flag, tag
from service.diagrams.elements.event_definitions import definitions
from service.diagrams.elements.events import compensation_handlers
from service.diagrams.lint.boundary_events import ACTIVITIES
from service.diagrams.lint.containers import is_event_sub_process
from service.diagrams.lint.rule import Finding, Sheet, rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def _boundaries(sheet: Sheet) -> Iterator[tuple["Element", "Element"]]:
    """Compensation boundary events with their definition."""
    for definition in sheet.all("compensateEventDefinition"):
        event = definition.getparent()
        if event is not None and tag(event) == "boundaryEvent":
            yield event, definition


def _is_handler(activity: "Element") -> bool:
    return flag(activity, "isForCompensation", default=False)


@rule("compensation-boundary-event")
def boundaries(sheet: Sheet) -> Iterator[Finding]:
    """A compensation boundary event leads to one handler, by an association; an activity has one at most."""
    hosts: set[str | None] = set()
    for event, definition in _boundaries(sheet):
        found = len(compensation_handlers(event, sheet.diagram))
        if found != 1:
            yield Finding(
                event,
                f"Expected one association from {event.get('id')} to the activity that undoes, but it has {found}.",
                "Draw an association from the event to its compensation handler.",
            )
        if attribute(definition, "activityRef") is not None:
            yield Finding(
                event,
                "Expected a boundary event to compensate the activity that it sits on, but it names another.",
                "Remove the activityRef; only events that throw have one.",
            )
        if (host := event.get("attachedToRef")) in hosts:
            yield Finding(
                event,
                f"Expected one compensation boundary event on {host}, but this is another.",
                "Remove it; let one handler, such as a sub-process, do everything.",
            )
        hosts.add(host)


@rule("compensation-flow")
def flows(sheet: Sheet) -> Iterator[Finding]:
    """No sequence flow is connected to a compensation boundary event or to a handler."""
    events = {event.get("id") for event, _ in _boundaries(sheet)}
    for flow in sheet.all("sequenceFlow"):
        for end in ("sourceRef", "targetRef"):
            node = sheet.diagram.referenced(flow, end)
            if node is not None and (node.get("id") in events or _is_handler(node)):
                yield Finding(
                    flow,
                    f"Expected no sequence flow at what compensates, but this one is connected to {node.get('id')}.",
                    "Remove the flow; an association leads from the compensation boundary event to its handler.",
                )


@rule("compensation-handler")
def handlers(sheet: Sheet) -> Iterator[Finding]:
    """A handler is an activity that is marked so and lies in the scope of what it undoes."""
    known = set()
    for event, _ in _boundaries(sheet):
        for name in compensation_handlers(event, sheet.diagram):
            known.add(name)
            if (what := _no_handler(sheet.diagram.by_id[name], event)) is not None:
                yield Finding(
                    event,
                    f"Expected {event.get('id')} to lead to a compensation handler beside it, but {name} {what}.",
                    "Draw the association to a task, call activity or sub-process marked as compensation.",
                )
    for activity in sheet.all(*sorted(ACTIVITIES)):
        if _is_handler(activity) and activity.get("id") not in known:
            yield Finding(
                activity,
                f"Expected a compensation boundary event that leads to {activity.get('id')}, but there is none.",
                "Draw an association from such an event to it, or remove its compensation marker.",
            )


def _no_handler(node: "Element", event: "Element") -> str | None:
    if tag(node) not in ACTIVITIES or is_event_sub_process(node):
        return f"is no activity ({'event sub-process' if is_event_sub_process(node) else tag(node)})"
    if not _is_handler(node):
        return "is not marked as one"
    return None if node.getparent() is event.getparent() else "lies in another scope"


@rule("compensation-handler-boundary")
def handlers_without_events(sheet: Sheet) -> Iterator[Finding]:
    """Nothing is attached to a handler: it has no flow that could go on from there, and is not itself undone."""
    for event in sheet.all("boundaryEvent"):
        host = sheet.diagram.referenced(event, "attachedToRef")
        if host is not None and _is_handler(host):
            yield Finding(
                event,
                f"Expected no event at a compensation handler, but {event.get('id')} sits on {host.get('id')}.",
                "Make the handler a sub-process, and put the task with its event inside.",
            )


@rule("compensation-reference")
def references(sheet: Sheet) -> Iterator[Finding]:
    """An event that compensates one activity names one of its scope that can be compensated."""
    hosts = {event.get("attachedToRef") for event, _ in _boundaries(sheet)}
    for event in sheet.all("intermediateThrowEvent", "endEvent"):
        for definition in definitions(event):
            name = attribute(definition, "activityRef")
            activity = sheet.diagram.referenced(definition, "activityRef")
            if name is None or tag(definition) != "compensateEventDefinition":
                continue
            if (what := _not_compensated(activity, event, hosts)) is not None:
                yield Finding(
                    event,
                    f"Expected {event.get('id')} to name what it compensates, but {name} {what}.",
                    "Choose an activity of its scope, with a compensation boundary event or compensated inside, or "
                    "none to compensate all.",
                )


def _not_compensated(activity: "Element | None", event: "Element", hosts: set[str | None]) -> str | None:
    if activity is None or tag(activity) not in ACTIVITIES or is_event_sub_process(activity):
        return "is no activity of this file"
    if not any(activity.getparent() is scope for scope in _covered(event)):
        return "lies in another scope"
    within = {each.get("id") for each in activity.iter("{*}*")}
    return None if hosts & within else "has nothing that undoes it"


def _covered(event: "Element") -> Iterator["Element"]:
    """The scope of an event, and those around as long as it lies in event sub-processes."""
    scope = event.getparent()
    while scope is not None:
        yield scope
        scope = scope.getparent() if is_event_sub_process(scope) else None
