"""When an inclusive join fires: BPMN 2.0, 13.4.3, word for word, on paths of sequence flows."""

from service.diagrams.model import Node, Scope
from tests.engine_reference.frames import Box


def may_fire(box: Box, join: Node) -> bool:
    """No token may still come to an empty incoming flow, except one that may come to a full one as well."""
    full = {flow for gateway, flow in box.parked if gateway == join.id}
    empty = set(join.incoming) - full
    places = [act.node.id for act in box.acts] + [gateway for gateway, _ in box.parked if gateway != join.id]
    for place in places:
        ways = _ways(box.scope, place, join.id)
        if ways & empty and not ways & full:
            return False
    return True


def _ways(scope: Scope, start: str, join: str) -> set[str]:
    """Incoming flows of the join at which paths from a node end that do not visit the join before."""
    found: set[str] = set()
    visited: set[str] = set()

    def walk(node_id: str) -> None:
        if node_id in visited:
            return
        visited.add(node_id)
        for flow in scope.flows.values():
            if flow.source != node_id:
                continue
            if flow.target == join:
                found.add(flow.id)
            else:
                walk(flow.target)
        for node in scope.nodes.values():
            if node.attached_to == node_id:
                walk(node.id)

    walk(start)
    return found
