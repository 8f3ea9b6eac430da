"""Compensation in the reference: every completed activity is remembered as a node of a tree, searched when needed."""

from dataclasses import dataclass, field

from service.diagrams.model import Node
from service.states import ElementType as Type
from tests.engine_reference.frames import Act, Box


@dataclass(eq=False)
class Done:
    """An activity that completed: the boundary event at which it is compensated, and what completed inside of it."""

    node: Node
    boundary: Node | None
    inside: list["Done"] = field(default_factory=list)


def remember(act: Act) -> None:
    """An activity, or one item of it, completed."""
    if act.node.for_compensation:
        return
    if act.body is not None:
        act.body.inside += act.inside
        return
    events = [node for node in act.box.scope.nodes.values() if node.attached_to == act.node.id]
    boundary = next((node for node in events if node.compensation_handler), None)
    if boundary is not None or act.inside:
        act.box.done.append(Done(act.node, boundary, act.inside))


def to_compensate(act: Act) -> list[tuple[Node, Node]]:
    """Boundary events and handlers of what a throw event covers, which is forgotten where it was remembered."""
    assert act.node.event
    found: list[Done] = []
    for box in _covered(act.box):
        named = [done for done in box.done if act.node.event.name in (None, done.node.id)]
        box.done = [done for done in box.done if done not in named]
        found += named
    for done in found:
        found += done.inside
    return [(done.boundary, _handler(act.box, done.boundary)) for done in found if done.boundary is not None]


def relieved(act: Act) -> Act | None:
    """An element is done: the throw event that it was the last handler of, if any."""
    if act.thrower is None:
        return None
    return None if any(other.thrower is act.thrower for other in act.box.acts) else act.thrower


def _covered(box: Box) -> list[Box]:
    owner = box.owner
    around = _covered(owner.box) if owner is not None and owner.node.type is Type.EVENT_SUB_PROCESS else []
    return [box, *around]


def _handler(box: Box, boundary: Node) -> Node:
    """The handler stands beside the activity, which may be in a scope that is over."""
    while box.owner is not None and not box.called:
        box = box.owner.box
    return _search(box, boundary.compensation_handler or "")


def _search(box: Box, name: str) -> Node:
    scopes = [box.scope]
    for scope in scopes:
        if name in scope.nodes:
            return scope.nodes[name]
        scopes += [node.scope for node in scope.nodes.values() if node.scope is not None]
    raise AssertionError(name)
