"""Which sequence flows a token takes out of an element: BPMN 2.0, 13.3.1 and 13.4."""

from service.states import ElementType as Type
from tests.engine_reference.frames import Act


def chosen_flows(act: Act) -> list[str] | None:
    """The flows to take; None if there is none to take, though there are some."""
    node, flows = act.node, act.box.scope.flows
    if node.type is Type.PARALLEL_GATEWAY:
        return list(node.outgoing)
    bag = act.bag
    conditions = {flow: flows[flow].condition for flow in node.outgoing}
    true = [flow for flow, text in conditions.items() if text is not None and bag.evaluate(text) is True]
    free = [flow for flow, text in conditions.items() if text is None and flow != node.default]
    if node.type in (Type.EXCLUSIVE_GATEWAY, Type.INCLUSIVE_GATEWAY):
        usable = [flow for flow in node.outgoing if flow in true or flow in free]
        found = usable[:1] if node.type is Type.EXCLUSIVE_GATEWAY else usable
    else:
        by_condition = true or ([node.default] if node.default else [])
        return [flow for flow in node.outgoing if flow in by_condition or flow in free]
    if not found and node.default:
        return [node.default]
    return found if found or not node.outgoing else None
