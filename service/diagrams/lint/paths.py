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


def _targets(scope: Scope, node: str) -> Iterator[str]:
    """Where a token or an event can go to from a node: along flows, links and to its boundary events."""
    found = scope.nodes[node]
    for flow in found.outgoing:
        if (target := scope.flows[flow].target) in scope.nodes:
            yield target
    if found.event is not None and found.event.kind == "link" and found.type is ElementType.INTERMEDIATE_THROW_EVENT:
        yield from _link_catches(scope, found.event.name)


def _link_catches(scope: Scope, name: str | None) -> Iterator[str]:
    for node in scope.nodes.values():
        event = node.event
        is_catch = node.type is ElementType.INTERMEDIATE_CATCH_EVENT
        if is_catch and event is not None and event.kind == "link" and event.name == name:
            yield node.id


def _onward(scope: Scope) -> Mapping[str, set[str]]:
    edges = {node: set(_targets(scope, node)) for node in scope.nodes}
    for node in scope.nodes.values():
        if node.attached_to in edges:
            edges[node.attached_to].add(node.id)
    return edges


def _is_handler(node: Node) -> bool:
    """A compensation handler is reached by an association, not by a flow."""
    return not node.incoming and not node.outgoing


@rule("unreachable", "warning")
def unreachable(sheet: Sheet) -> Iterator[Finding]:
    """Every node can be reached from a start event."""
    for scope in _scopes(sheet):
        edges = _onward(scope)
        starts = [node.id for node in scope.nodes.values() if node.type in ENTRIES]
        reached = _closure(starts, edges.__getitem__)
        for name in scope.nodes.keys() - reached:
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
        for node in scope.nodes.values():
            is_link = node.event is not None and node.event.kind in ("link", "compensation")
            if not node.outgoing and node.type not in ending and not is_link and not _is_handler(node):
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
        edges = {name: set(_targets(scope, name)) & passing for name in passing}
        if circle := _circle(edges):
            yield Finding(
                sheet.diagram.by_id[circle[0]],
                f"Expected a loop to wait or compute somewhere, but this one never does: {' → '.join(circle)}.",
                "Put a user task, a timer, a message or a job into the loop.",
            )


def _circle(edges: Mapping[str, set[str]]) -> list[str]:
    """A shortest circle through some node, in document order of the first; empty if there is none."""
    remaining = dict(edges)
    while True:
        leaves = [name for name, targets in remaining.items() if not targets & remaining.keys()]
        if not leaves:
            break
        for name in leaves:
            del remaining[name]
    if not remaining:
        return []
    name = min(remaining)
    path: list[str] = []
    while name not in path:
        path.append(name)
        name = min(remaining[name] & remaining.keys())
    return path[path.index(name) :]
