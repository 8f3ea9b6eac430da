"""From the checked model to specs: built once per definition, then read only."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from service.diagrams.model import Node, Process, Scope, SequenceFlow
from service.engine import spiff
from service.engine.containers import ScopeStartSpec, SubProcessSpec
from service.engine.events import BoundarySpec, CompensationBoundarySpec, EventSubProcessStartSpec
from service.engine.expressions import optional
from service.engine.kinds import node_spec
from service.engine.multi_instance import BodySpec
from service.engine.node import Flow, NodeSpec
from service.states import ElementType

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


class ScopeSpec(spiff.SpiffScopeSpec):
    """The nodes of a process or of one of its sub-processes."""

    if TYPE_CHECKING:
        start: ScopeStartSpec

    def __init__(self, name: str, nodes: dict[str, NodeSpec]) -> None:
        super().__init__(name)
        #: nodes of the whole process by name: the element's id, with a suffix for internal ones
        self.nodes = nodes
        self._reachable: dict[tuple[str, str], frozenset[str]] = {}

    def reachable(self, place: str, gateway: NodeSpec) -> "AbstractSet[str]":
        """Incoming flows of a gateway that a token at a node can reach without passing the gateway."""
        key = (place, gateway.name)
        found = self._reachable.get(key)
        if found is None:
            found = self._reachable[key] = _search(self.nodes[place], gateway)
        return found

    def entries(self, element_ids: Sequence[str]) -> "list[tuple[NodeSpec, list[str]]]":
        """Where tokens begin so as to arrive at the elements: each an own node, or a sub-process with its inside."""
        entries: list[tuple[NodeSpec, list[str]]] = []
        inner: dict[str, list[str]] = {}
        for element_id in element_ids:
            spec = self.nodes[element_id]
            around = _enclosing(spec, self)
            if around is None:
                entries.append((spec, []))
            else:
                inner.setdefault(around.name, []).append(element_id)
        return entries + [(self.nodes[name], ids) for name, ids in inner.items()]


class Spec:
    """A process as specs. Immutable, shared between instances and threads."""

    def __init__(self, process: Process, definition_key: int) -> None:
        self.definition_key = definition_key
        self.process_id = process.id
        #: all nodes by name
        self.nodes: dict[str, NodeSpec] = {}
        #: all scopes by id of the process or sub-process
        self.scopes: dict[str, ScopeSpec] = {}
        around = Node(process.id, process.name, ElementType.PROCESS, process.line)
        self.scope = _Builder(self).scope(process.scope, around)

    @cached_property
    def element_ids(self) -> frozenset[str]:
        """Ids of all elements at which an instance may start."""
        return frozenset(name for name, spec in self.nodes.items() if name == spec.element_id)


def build(process: Process, definition_key: int) -> Spec:
    """Build the specs of a process once; every expression is compiled here.

    Raises nothing for a model that was linted.
    """
    return Spec(process, definition_key)


class _Builder:
    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._nodes = spec.nodes

    def scope(self, scope: Scope, around: Node) -> ScopeSpec:
        """Specs of everything within a scope. `$` and `#` occur in no XML id: internal names cannot clash."""
        spec = ScopeSpec(around.id, self._nodes)
        self._spec.scopes[around.id] = spec
        start = Node(around.id, around.name, around.type, around.line)
        spec.start = ScopeStartSpec(spec, f"${around.id}", start)
        self._nodes[spec.start.name] = spec.start
        for node in scope.nodes.values():
            self._node(spec, node)
        for node in scope.nodes.values():
            self._wire(node, scope.flows)
        self._links(scope)
        starts = [node for node in scope.nodes.values() if node.type is ElementType.START_EVENT]
        spec.start.flows = tuple(Flow(f"${node.id}", self._nodes[node.id], drawn=False) for node in starts)
        spec.start.start_triggers = tuple(self._start_triggers(spec, scope))
        return spec

    def _node(self, scope: ScopeSpec, node: Node) -> None:
        name = node.id
        if node.multi_instance is None:
            self._nodes[name] = node_spec(scope, name, node)
        else:
            body = self._nodes[name] = BodySpec(scope, name, node, node.multi_instance)
            name = f"{node.id}#item"
            body.item = self._nodes[name] = node_spec(scope, name, node)
            body.item.body = body
        spec = self._nodes[name]
        if isinstance(spec, SubProcessSpec) and node.scope is not None:
            spec.inner = self.scope(node.scope, node)

    def _wire(self, node: Node, flows: Mapping[str, SequenceFlow]) -> None:
        spec = self._nodes[node.id]
        spec.incoming = node.incoming
        spec.flows = tuple(self._flow(flows[flow_id]) for flow_id in node.outgoing)
        spec.default = next((flow for flow in spec.flows if flow.id == node.default), None)
        for flow in spec.flows:
            spec.connect(flow.target)
        if node.attached_to is not None and isinstance(spec, BoundarySpec):
            self._nodes[node.attached_to].boundaries += (spec,)
        elif node.attached_to is not None and isinstance(spec, CompensationBoundarySpec):
            spec.handler = self._nodes[node.compensation_handler or ""]
            self._nodes[node.attached_to].compensation = spec

    def _flow(self, flow: SequenceFlow) -> Flow:
        return Flow(flow.id, self._nodes[flow.target], optional(flow.condition))

    def _links(self, scope: Scope) -> None:
        """A link is a flow that is not drawn."""
        links = [node for node in scope.nodes.values() if node.event and node.event.kind == "link"]
        catches = {node.event and node.event.name: node.id for node in links if not node.incoming}
        for node in links:
            name = node.event and node.event.name
            if node.incoming and name in catches:
                target = self._nodes[catches[name]]
                self._nodes[node.id].flows = (Flow(f"{node.id}#link", target, drawn=False),)

    def _start_triggers(self, spec: ScopeSpec, scope: Scope) -> Iterator[EventSubProcessStartSpec]:
        for node in scope.nodes.values():
            if node.type is ElementType.EVENT_SUB_PROCESS and node.scope is not None:
                start = next(n for n in node.scope.nodes.values() if n.type is ElementType.START_EVENT)
                name = f"{node.id}#start"
                trigger = EventSubProcessStartSpec(spec, name, start, self._nodes[node.id])
                self._nodes[name] = trigger
                yield trigger


def _search(start: NodeSpec, gateway: NodeSpec) -> frozenset[str]:
    found: set[str] = set()
    seen, todo = {start.name}, [start]
    while todo:
        node = todo.pop()
        targets = [(flow.id, flow.target) for flow in node.flows]
        targets += [("", boundary) for boundary in node.boundaries]
        for flow_id, target in targets:
            if target is gateway:
                found.add(flow_id)
            elif target.name not in seen:
                seen.add(target.name)
                todo.append(target)
    return frozenset(found)


def _enclosing(spec: NodeSpec, scope: ScopeSpec) -> NodeSpec | None:
    """The sub-process directly within `scope` that holds a node; None if the scope itself does."""
    at = spec
    around = None
    while at.scope is not scope:
        around = at.scope.nodes[at.scope.name]
        at = around
    return around
