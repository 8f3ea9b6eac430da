"""Events: which may stand where, and what they refer to."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.diagrams.diagram import attribute, extension, tag
from service.diagrams.elements.event_definitions import definitions
from service.diagrams.lint.containers import is_event_sub_process
from service.diagrams.lint.rule import Finding, Sheet, rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

THROWING = ("intermediateThrowEvent", "endEvent")
CATCHING = ("startEvent", "intermediateCatchEvent", "boundaryEvent")


@rule("multiple-event")
def one_definition(sheet: Sheet) -> Iterator[Finding]:
    """An event has at most one definition."""
    for event in sheet.all(*CATCHING, *THROWING):
        if len(definitions(event)) > 1:
            yield Finding(
                event,
                f"Expected one event definition, but this event has {len(definitions(event))}.",
                "Draw one event for each.",
            )


def _events(sheet: Sheet, kind: str) -> Iterator[tuple["Element", "Element"]]:
    """Events with their definition of a kind."""
    for definition in sheet.all(f"{kind}EventDefinition"):
        event = definition.getparent()
        if event is not None:
            yield event, definition


@rule("message-reference")
def messages(sheet: Sheet) -> Iterator[Finding]:
    """A message event or receive task names a message, and that has a name."""
    owners = [(event, found) for event, found in _events(sheet, "message") if tag(event) not in THROWING]
    owners += [(task, task) for task in sheet.all("receiveTask")]
    for owner, holder in owners:
        yield from _named(sheet, owner, holder, "message")


@rule("signal-reference")
def signals(sheet: Sheet) -> Iterator[Finding]:
    """A signal event names a signal, and that has a name."""
    for event, definition in _events(sheet, "signal"):
        yield from _named(sheet, event, definition, "signal")


def _named(sheet: Sheet, event: "Element", holder: "Element", kind: str) -> Iterator[Finding]:
    found = sheet.diagram.referenced(holder, f"{kind}Ref")
    if found is None or tag(found) != kind:
        yield Finding(
            event,
            f"Expected {event.get('id')} to name a {kind} of this file, but {holder.get(f'{kind}Ref') or 'it'}"
            f"{' is none' if holder.get(f'{kind}Ref') else ' names none'}.",
            f"Choose or create the {kind} in the modeler.",
        )
    elif attribute(found, "name") is None:
        yield Finding(found, f"Expected the {kind} to have a name, but it has none.", "Give it a name.")


@rule("subscription")
def correlation(sheet: Sheet) -> Iterator[Finding]:
    """A message that is waited for has a correlation key, unless it starts a process."""
    waiting = [(event, found) for event, found in _events(sheet, "message") if tag(event) not in THROWING]
    waiting += [(task, task) for task in sheet.all("receiveTask")]
    for event, holder in waiting:
        message = sheet.diagram.referenced(holder, "messageRef")
        scope = event.getparent()
        if message is None or (tag(event) == "startEvent" and scope is not None and tag(scope) == "process"):
            continue
        if attribute(extension(message, "subscription"), "correlationKey") is None:
            yield Finding(
                message,
                f"Expected a correlation key, since {event.get('id')} waits for this message, but it has none.",
                "Write the key as an expression, such as =caseId.",
            )


@rule("error-reference")
def errors(sheet: Sheet) -> Iterator[Finding]:
    """An error that is thrown has a code; one that is caught by name exists."""
    yield from _codes(sheet, "error")


@rule("escalation-reference")
def escalations(sheet: Sheet) -> Iterator[Finding]:
    """An escalation that is thrown has a code; one that is caught by name exists."""
    yield from _codes(sheet, "escalation")


def _codes(sheet: Sheet, kind: str) -> Iterator[Finding]:
    for event, definition in _events(sheet, kind):
        named = attribute(definition, f"{kind}Ref")
        found = sheet.diagram.referenced(definition, f"{kind}Ref")
        exists = found is not None and tag(found) == kind
        throws = tag(event) in THROWING
        if (named is not None and not exists) or (throws and named is None):
            yield Finding(
                event,
                f"Expected {event.get('id')} to name an {kind} of this file, but {named or 'it'}"
                f"{' is none' if named else ' names none'}.",
                f"Choose or create the {kind} in the modeler.",
            )
        elif throws and found is not None and attribute(found, f"{kind}Code") is None:
            yield Finding(found, f"Expected the {kind} to have a code, but it has none.", "Give it a code.")
        elif not throws and found is not None and (attribute(found, f"{kind}Code") or "").startswith("="):
            yield Finding(
                event,
                f"Expected a fixed code of the {kind} that {event.get('id')} catches, but it is an expression.",
                "Write the code, or catch every one by naming none.",
            )


@rule("event-sub-process-start-kind")
def trigger_of_sub_process(sheet: Sheet) -> Iterator[Finding]:
    """An error interrupts: the start event that catches it is drawn so."""
    for event, _ in _events(sheet, "error"):
        scope = event.getparent()
        inside = tag(event) == "startEvent" and scope is not None and is_event_sub_process(scope)
        if inside and event.get("isInterrupting") == "false":
            yield Finding(
                event,
                "Expected an error start event to interrupt its scope, but it is drawn as non-interrupting.",
                "Make it interrupting.",
            )
