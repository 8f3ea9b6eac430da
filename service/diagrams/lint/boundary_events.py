"""Boundary events: what they sit on."""

from collections.abc import Iterator

from service.diagrams.diagram import attribute, children, flag, tag
from service.diagrams.elements.event_definitions import definitions
from service.diagrams.lint.containers import is_event_sub_process
from service.diagrams.lint.flows import WITH_DEFAULT
from service.diagrams.lint.rule import Finding, Sheet, rule

ACTIVITIES = frozenset(WITH_DEFAULT) - {"exclusiveGateway", "inclusiveGateway"}


@rule("boundary-event-attached")
def attached(sheet: Sheet) -> Iterator[Finding]:
    """A boundary event sits on an activity beside it."""
    for event in sheet.all("boundaryEvent"):
        host = sheet.diagram.referenced(event, "attachedToRef")
        stands = host is not None and tag(host) in ACTIVITIES and not is_event_sub_process(host)
        if host is None or not stands or host.getparent() is not event.getparent():
            named = attribute(event, "attachedToRef")
            yield Finding(
                event,
                f"Expected a boundary event on an activity of the same scope, but {named or 'it'} is none."
                if named
                else "Expected a boundary event on an activity, but it is attached to nothing.",
                "Attach it to an activity, or make it an intermediate event.",
            )


@rule("boundary-event-waits")
def host_waits(sheet: Sheet) -> Iterator[Finding]:
    """A boundary event on a plain or manual task never fires, since those never wait."""
    for event in sheet.all("boundaryEvent"):
        host = sheet.diagram.referenced(event, "attachedToRef")
        compensates = any(tag(found) == "compensateEventDefinition" for found in definitions(event))
        if host is not None and tag(host) in ("task", "manualTask") and not compensates:
            yield Finding(
                event,
                f"Expected a boundary event on something that waits, but a {tag(host)} is done at once.",
                "Make the task a user task or a service task, or remove the event.",
            )


@rule("error-boundary-event-interrupts")
def error_interrupts(sheet: Sheet) -> Iterator[Finding]:
    """An error ends the activity: its boundary event interrupts."""
    for event in sheet.all("boundaryEvent"):
        throws = any(tag(found) == "errorEventDefinition" for found in definitions(event))
        if throws and not flag(event, "cancelActivity", default=True):
            yield Finding(
                event,
                "Expected an error boundary event to interrupt its activity, but it is drawn as non-interrupting.",
                "Make it interrupting.",
            )


@rule("boundary-event-twice")
def caught_once(sheet: Sheet) -> Iterator[Finding]:
    """An activity catches each error and each escalation once."""
    for container in sheet.containers():
        seen: set[tuple[str | None, str, str | None]] = set()
        for event in children(container, "boundaryEvent"):
            for found in definitions(event):
                kind = tag(found).removesuffix("EventDefinition")
                if kind not in ("error", "escalation"):
                    continue
                caught = sheet.diagram.referenced(found, f"{kind}Ref")
                key = (event.get("attachedToRef"), kind, attribute(caught, f"{kind}Code"))
                if key in seen:
                    yield Finding(
                        event,
                        f"Expected one boundary event for {kind} {key[2] or '(any)'} on {key[0]}, but this is another.",
                        "Remove one of them, or give them different codes.",
                    )
                seen.add(key)


@rule("escalation-boundary-event-attached-to-ref")
def escalation_host(sheet: Sheet) -> Iterator[Finding]:
    """Only sub-processes and call activities escalate."""
    for event in sheet.all("boundaryEvent"):
        host = sheet.diagram.referenced(event, "attachedToRef")
        escalates = any(tag(found) == "escalationEventDefinition" for found in definitions(event))
        if escalates and host is not None and tag(host) not in ("subProcess", "callActivity"):
            yield Finding(
                event,
                f"Expected an escalation event on a sub-process or call activity, but it sits on a {tag(host)}.",
                "Attach it to the sub-process that throws the escalation.",
            )
