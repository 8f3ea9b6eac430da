"""From XML to the model: the parts that all flow nodes have in common, scopes and processes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.diagrams.diagram import (
    BPMN,
    ZEEBE,
    Diagram,
    attribute,
    child,
    child_text,
    children,
    extension,
    flag,
    properties,
    tag,
)
from service.diagrams.elements.kind import ElementKind
from service.diagrams.elements.registry import kinds
from service.diagrams.elements.user_task import form
from service.diagrams.lanes import roles
from service.diagrams.model import MultiInstance, Node, Process, Scope, SequenceFlow, VariableMapping
from service.diagrams.problems import line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def executable_processes(diagram: Diagram) -> list["Element"]:
    """The processes of a file that are meant to run."""
    found = diagram.root.iterchildren(f"{{{BPMN}}}process")
    return [element for element in found if flag(element, "isExecutable", default=False)]


def build_process(element: "Element", diagram: Diagram) -> Process:
    """The model of one executable process."""
    scope = Builder(diagram, {}, None).scope(element)
    starts = children(element, "startEvent")
    return Process(
        id=element.get("id", ""),
        name=attribute(element, "name"),
        file=diagram.file,
        line=line(element),
        version_tag=attribute(extension(element, "versionTag"), "value"),
        scope=scope,
        properties=properties(element),
        documentation=child_text(element, "documentation"),
        start_form=next((found for start in starts if (found := form(start)) is not None), None),
    )


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds one scope: `lanes` are the roles by node id, `lane` is that of the sub-process around."""

    diagram: Diagram
    lanes: Mapping[str, str]
    lane: str | None

    def scope(self, container: "Element") -> Scope:
        """What a process or sub-process contains."""
        inner = Builder(self.diagram, roles(container), self.lanes.get(container.get("id", ""), self.lane))
        flows = {found.id: found for found in map(_flow, children(container, "sequenceFlow"))}
        incoming, outgoing = defaultdict(list), defaultdict(list)
        for flow in flows.values():
            incoming[flow.target].append(flow.id)
            outgoing[flow.source].append(flow.id)
        nodes: dict[str, Node] = {}
        for element in container:
            if (kind := kinds().get(tag(element))) is not None:
                name = element.get("id", "")
                nodes[name] = inner.node(element, kind, tuple(incoming[name]), tuple(outgoing[name]))
        return Scope(nodes=nodes, flows=flows)

    def node(self, element: "Element", kind: ElementKind, incoming: tuple[str, ...], outgoing: tuple[str, ...]) -> Node:
        """One flow node with the ids of its flows: those are found by their ends, in document order."""
        name = element.get("id", "")
        common = Node(
            id=name,
            name=attribute(element, "name"),
            type=kind.type,
            line=line(element),
            incoming=incoming,
            outgoing=outgoing,
            default=attribute(element, "default"),
            inputs=_mappings(element, "input"),
            outputs=_mappings(element, "output"),
            properties=properties(element),
            documentation=child_text(element, "documentation"),
            multi_instance=_multi_instance(element),
            lane=self.lanes.get(name, self.lane),
            for_compensation=flag(element, "isForCompensation", default=False),
        )
        details = kind.read(element, self)
        return replace(common, **details) if details else common


def _flow(element: "Element") -> SequenceFlow:
    return SequenceFlow(
        id=element.get("id", ""),
        name=attribute(element, "name"),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        condition=child_text(element, "conditionExpression"),
    )


def _mappings(element: "Element", name: str) -> tuple[VariableMapping, ...]:
    holder = extension(element, "ioMapping")
    if holder is None:
        return ()
    found = holder.iterchildren(f"{{{ZEEBE}}}{name}")
    return tuple(VariableMapping(attribute(entry, "source"), attribute(entry, "target") or "") for entry in found)


def _multi_instance(element: "Element") -> MultiInstance | None:
    loop = child(element, "multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    characteristics = extension(loop, "loopCharacteristics")
    return MultiInstance(
        sequential=flag(loop, "isSequential", default=False),
        input_collection=attribute(characteristics, "inputCollection") or "",
        input_element=attribute(characteristics, "inputElement"),
        output_collection=attribute(characteristics, "outputCollection"),
        output_element=attribute(characteristics, "outputElement"),
        completion_condition=child_text(loop, "completionCondition"),
    )
