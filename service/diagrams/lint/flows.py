"""Sequence flows: their ends, conditions and defaults."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.diagrams.diagram import attribute, child, child_text, children, tag
from service.diagrams.elements.registry import kinds
from service.diagrams.lint.rule import Finding, Sheet, rule
from service.diagrams.vocabulary.refused import REFUSED

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CHOOSING = ("exclusiveGateway", "inclusiveGateway")
#: may have a default flow: gateways that choose, and activities whose flows have conditions
WITH_DEFAULT = (
    *CHOOSING,
    "task",
    "manualTask",
    "userTask",
    "serviceTask",
    "sendTask",
    "receiveTask",
    "scriptTask",
    "businessRuleTask",
    "callActivity",
    "subProcess",
)


@rule("sequence-flow-ends")
def flow_ends(sheet: Sheet) -> Iterator[Finding]:
    """A flow connects two flow nodes of the process or sub-process that it is drawn in."""
    for flow in sheet.all("sequenceFlow"):
        for end in ("sourceRef", "targetRef"):
            node = sheet.diagram.referenced(flow, end)
            if node is not None and tag(node) in REFUSED:
                continue  # told of there
            if node is None or tag(node) not in kinds():
                message = f"Expected {end} to name a flow node, but {flow.get(end) or 'it is missing'}{_is(flow, end)}."
                yield Finding(flow, message, "Draw the flow again.")
            elif node.getparent() is not flow.getparent():
                yield Finding(
                    flow,
                    f"Expected a flow within one process or sub-process, but {node.get('id')} lies in another.",
                    "End the flow at the border; use a boundary event or an end event to get out.",
                )


def _is(flow: "Element", end: str) -> str:
    return " is none" if flow.get(end) else ""


@rule("sequence-flow-references")
def flow_references(sheet: Sheet) -> Iterator[Finding]:
    """The incoming and outgoing entries of a node name flows that do end there."""
    for node in sheet.all(*sorted(kinds())):
        for entry, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
            for reference in children(node, entry):
                name = (reference.text or "").strip().rpartition(":")[2]
                flow = sheet.diagram.by_id.get(name)
                if flow is None or tag(flow) != "sequenceFlow" or flow.get(end) != node.get("id"):
                    yield Finding(
                        reference,
                        f"Expected {entry} to name a flow with this node as its {end}, but {name} is none.",
                        "Save the diagram again in the modeler, or remove the entry.",
                    )


@rule("start-event-incoming")
def nothing_before_start(sheet: Sheet) -> Iterator[Finding]:
    """No flow leads to a start event or to a boundary event."""
    for flow in sheet.all("sequenceFlow"):
        node = sheet.diagram.referenced(flow, "targetRef")
        if node is not None and tag(node) in ("startEvent", "boundaryEvent"):
            yield Finding(
                flow,
                f"Expected no flow to a {tag(node)}, but this one leads to {node.get('id')}.",
                "Let it end at the step after it.",
            )


@rule("end-event-outgoing")
def nothing_after_end(sheet: Sheet) -> Iterator[Finding]:
    """No flow leaves an end event."""
    for flow in sheet.all("sequenceFlow"):
        node = sheet.diagram.referenced(flow, "sourceRef")
        if node is not None and tag(node) == "endEvent":
            yield Finding(
                flow,
                f"Expected no flow after an end event, but this one leaves {node.get('id')}.",
                "Make the event an intermediate one.",
            )


@rule("sequence-flow-condition")
def conditions(sheet: Sheet) -> Iterator[Finding]:
    """Where a gateway chooses, each flow but the default has a condition; elsewhere they may not have one."""
    outgoing = Counter(flow.get("sourceRef") for flow in sheet.all("sequenceFlow"))
    for flow in sheet.all("sequenceFlow"):
        source = sheet.diagram.referenced(flow, "sourceRef")
        if source is None:
            continue
        has_condition = child(flow, "conditionExpression") is not None
        is_default = source.get("default") == flow.get("id")
        chooses = tag(source) in CHOOSING and outgoing[source.get("id")] > 1
        if chooses and not is_default and child_text(flow, "conditionExpression") is None:
            yield Finding(
                flow,
                "Expected a condition, since the gateway chooses between its flows, but this flow has none.",
                "Write a condition, or make it the default flow.",
            )
        elif has_condition and tag(source) not in WITH_DEFAULT:
            yield Finding(
                flow,
                f"Expected no condition on a flow that leaves a {tag(source)}, but this one has one.",
                "Remove it, or put an exclusive gateway in between.",
            )


@rule("default-flow")
def defaults(sheet: Sheet) -> Iterator[Finding]:
    """A default flow leaves its element, has no condition, and has an alternative."""
    for node in sheet.all(*WITH_DEFAULT):
        name = attribute(node, "default")
        if name is None:
            continue
        flow = sheet.diagram.referenced(node, "default")
        if flow is None or tag(flow) != "sequenceFlow" or flow.get("sourceRef") != node.get("id"):
            yield Finding(
                node,
                f"Expected the default flow to leave this {tag(node)}, but {name} does not.",
                "Choose the default flow again.",
            )
        elif child(flow, "conditionExpression") is not None:
            yield Finding(
                flow,
                "Expected no condition on a default flow, but this one has one.",
                "Remove the condition: the default is taken when no other condition is true.",
            )


@rule("no-duplicate-sequence-flows", "warning")
def duplicates(sheet: Sheet) -> Iterator[Finding]:
    """Two nodes are connected by one flow: two make two tokens."""
    seen: set[tuple[str | None, str | None]] = set()
    for flow in sheet.all("sequenceFlow"):
        ends = (flow.get("sourceRef"), flow.get("targetRef"))
        if ends in seen:
            yield Finding(
                flow,
                f"Expected one flow from {ends[0]} to {ends[1]}, but this is another.",
                "Remove one of them.",
            )
        seen.add(ends)
