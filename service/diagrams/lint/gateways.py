"""Event-based gateways."""

from collections import Counter
from collections.abc import Iterator

from service.diagrams.diagram import tag
from service.diagrams.elements.event_definitions import definitions
from service.diagrams.lint.rule import Finding, Sheet, rule

TRIGGERS = ("messageEventDefinition", "timerEventDefinition", "signalEventDefinition", "conditionalEventDefinition")


@rule("event-based-gateway")
def enough_events(sheet: Sheet) -> Iterator[Finding]:
    """An event-based gateway waits for at least two events."""
    outgoing = Counter(flow.get("sourceRef") for flow in sheet.all("sequenceFlow"))
    for gateway in sheet.all("eventBasedGateway"):
        if (flows := outgoing[gateway.get("id")]) in (0, 1):
            yield Finding(
                gateway,
                f"Expected at least two flows to events, but the event-based gateway has {flows}.",
                "Add the other event, or replace the gateway by the event.",
            )


@rule("event-based-gateway-target")
def only_events(sheet: Sheet) -> Iterator[Finding]:
    """After an event-based gateway come catch events only, reached by no other flow."""
    incoming = Counter(flow.get("targetRef") for flow in sheet.all("sequenceFlow"))
    for flow in sheet.all("sequenceFlow"):
        source = sheet.diagram.referenced(flow, "sourceRef")
        target = sheet.diagram.referenced(flow, "targetRef")
        if source is None or target is None or tag(source) != "eventBasedGateway":
            continue
        catches = tag(target) == "intermediateCatchEvent" and any(tag(d) in TRIGGERS for d in definitions(target))
        if not catches:
            yield Finding(
                flow,
                f"Expected a message, timer or signal catch event after the gateway, but found {tag(target)}.",
                "Put the event right after the gateway.",
            )
        elif incoming[target.get("id")] > 1:
            yield Finding(
                target,
                "Expected the event to be reached from the event-based gateway only, but other flows lead to it.",
                "Join the ways before the gateway.",
            )
