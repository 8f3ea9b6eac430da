"""Ways through a diagram: what is never reached, what never ends, what never waits."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from service.diagrams.diagram import tag
from service.diagrams.elements.registry import kinds
from service.diagrams.lint.rule import Finding, Sheet, rule
from service.diagrams.model import Node, Scope
from service.diagrams.vocabulary.refused import REFUSED
from service.states import ElementType

#: reached by an event or with their scope, not by a flow
ENTRIES = frozenset({ElementType.START_EVENT, ElementType.EVENT_SUB_PROCESS})
#: passed without waiting and without changing any variable
PASSING = frozenset(
    {
        ElementType.TASK,
        ElementType.MANUAL_TASK,
        ElementType.EXCLUSIVE_GATEWAY,
        ElementType.INCLUSIVE_GATEWAY,
        ElementType.PARALLEL_GATEWAY,
    }
)


def _scopes(sheet: Sheet) -> Iterator[Scope]:
    """The processes and sub-processes whose ways are known: with a start, and without refused elements."""
    stack = [(element, process.scope) for element, process in sheet.processes]
    while stack:
        element, scope = stack.pop()
        known = all(tag(child) not in REFUSED and (child.get("id") or tag(child) not in kinds()) for child in element)
        if known and any(node.type is ElementType.START_EVENT for node in scope.nodes.values()):
            yield scope
        stack += [
            (sheet.diagram.by_id[name], node.scope) for name, node in scope.nodes.items() if node.scope is not None
        ]


def _closure(starts: Iterable[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    """Everything that can be reached from the starts, they included."""
    found = set(starts)
    stack = list(found)
    while stack:
        new = set(following(stack.pop())) - found
        found |= new
        stack += new
    return found


def _targets(scope: Scope, node: Node) -> Iterator[str]:
    """Where the flows of a node lead to."""
    for flow in node.outgoing:
        if (target := scope.flows[flow].target) in scope.nodes:
            yield target


def _onward(scope: Scope) -> Mapping[str, set[str]]:
    """Where a token or an event can go to from each node: along flows and links, to boundary events and handlers."""
    edges = {name: set(_targets(scope, node)) for name, node in scope.nodes.items()}
    links = [(node, node.event.name) for node in scope.nodes.values() if node.event and node.event.kind == "link"]
    catches = {name: node.id for node, name in links if node.type is ElementType.INTERMEDIATE_CATCH_EVENT}
    for node, name in links:
        if node.type is ElementType.INTERMEDIATE_THROW_EVENT and name in catches:
            edges[node.id].add(catches[name])
    for node in scope.nodes.values():
        if node.attached_to in edges:
            edges[node.attached_to].add(node.id)
        if node.compensation_handler in edges:
            edges[node.id].add(node.compensation_handler)
    return edges


def _reached(scope: Scope) -> set[str]:
    """The nodes that a start event, or an event sub-process, leads to."""
    starts = [node.id for node in scope.nodes.values() if node.type in ENTRIES]
    return _closure(starts, _onward(scope).__getitem__)


@rule("unreachable", "warning")
def unreachable(sheet: Sheet) -> Iterator[Finding]:
    """Every node can be reached from a start event."""
    for scope in _scopes(sheet):
        for name in scope.nodes.keys() - _reached(scope):
            yield Finding(
                sheet.diagram.by_id[name],
                f"Expected a way from the start event to {name}, but there is none.",
                "Connect it, or remove it: it is never reached.",
            )


@rule("no-way-to-an-end", "warning")
def endless(sheet: Sheet) -> Iterator[Finding]:
    """From every node an end can be reached."""
    for scope in _scopes(sheet):
        edges = _onward(scope)
        backward: dict[str, set[str]] = {name: set() for name in edges}
        for source, targets in edges.items():
            for target in targets:
                backward[target].add(source)
        ends = _closure((name for name, targets in edges.items() if not targets), backward.__getitem__)
        for name in scope.nodes.keys() - ends:
            yield Finding(
                sheet.diagram.by_id[name],
                f"Expected a way from {name} to an end, but there is none.",
                "Add a way out of the loop.",
            )


@rule("dead-end", "warning")
def dead_ends(sheet: Sheet) -> Iterator[Finding]:
    """Ways end in end events."""
    ending = (ElementType.END_EVENT, ElementType.EVENT_SUB_PROCESS)
    for scope in _scopes(sheet):
        for node in map(scope.nodes.__getitem__, _reached(scope)):
            aside = node.for_compensation or (node.event is not None and node.event.kind in ("link", "compensation"))
            if not node.outgoing and node.type not in ending and not aside:
                yield Finding(
                    sheet.diagram.by_id[node.id],
                    f"Expected the way to end in an end event, but it ends in {node.id}.",
                    "Connect it to an end event.",
                )


@rule("no-loop")
def loops_without_wait(sheet: Sheet) -> Iterator[Finding]:
    """A loop contains something that waits or computes: else it runs for ever at once."""
    for scope in _scopes(sheet):
        passing = {node.id for node in scope.nodes.values() if node.type in PASSING and not node.outputs}
        edges = {name: set(_targets(scope, scope.nodes[name])) & passing for name in passing}
        if circle := _circle(edges):
            yield Finding(
                sheet.diagram.by_id[circle[0]],
                f"Expected a loop to wait or compute somewhere, but this one never does: {' → '.join(circle)}.",
                "Put a user task, a timer, a message or a job into the loop.",
            )


def _circle(edges: Mapping[str, set[str]]) -> list[str]:
    """Some circle, if there is any: what is left when all that leads nowhere is taken away, and again."""
    backward: dict[str, set[str]] = {name: set() for name in edges}
    for source, targets in edges.items():
        for target in targets:
            backward[target].add(source)
    remaining = {name: len(targets) for name, targets in edges.items()}
    leaves = [name for name, targets in remaining.items() if not targets]
    while leaves:
        name = leaves.pop()
        del remaining[name]
        for source in backward[name]:
            remaining[source] -= 1
            if not remaining[source]:
                leaves.append(source)
    path: dict[str, None] = {}
    name = min(remaining, default="")
    while remaining and name not in path:
        path[name] = None
        name = min(edges[name] & remaining.keys())
    found = list(path)
    return found[found.index(name) :] if found else []
