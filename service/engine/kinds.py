"""Which spec an element gets. A new kind of element is a class and a line here."""

from typing import TYPE_CHECKING

from service.engine.activities import BusinessRuleSpec, JobSpec, ScriptSpec, UserTaskSpec
from service.engine.containers import CallActivitySpec, SubProcessSpec
from service.engine.events import BoundarySpec, CatchSpec, CompensationBoundarySpec, EventGatewaySpec
from service.engine.gateways import ExclusiveSpec, InclusiveSpec, ParallelSpec
from service.engine.node import NodeSpec
from service.engine.throwing import (
    CompensationThrowSpec,
    ErrorEndSpec,
    EscalationThrowSpec,
    SignalThrowSpec,
    TerminateEndSpec,
)
from service.states import ElementType

if TYPE_CHECKING:
    from service.diagrams.model import EventKind, Node
    from service.engine.build import ScopeSpec

_BY_TYPE: dict[ElementType, type[NodeSpec]] = {
    ElementType.EXCLUSIVE_GATEWAY: ExclusiveSpec,
    ElementType.PARALLEL_GATEWAY: ParallelSpec,
    ElementType.INCLUSIVE_GATEWAY: InclusiveSpec,
    ElementType.EVENT_BASED_GATEWAY: EventGatewaySpec,
    ElementType.SUB_PROCESS: SubProcessSpec,
    ElementType.EVENT_SUB_PROCESS: SubProcessSpec,
    ElementType.RECEIVE_TASK: CatchSpec,
    ElementType.BOUNDARY_EVENT: BoundarySpec,
}
_BY_THROWN: "dict[EventKind, type[NodeSpec]]" = {
    "terminate": TerminateEndSpec,
    "error": ErrorEndSpec,
    "escalation": EscalationThrowSpec,
    "signal": SignalThrowSpec,
    "compensation": CompensationThrowSpec,
}
_THROWING = (ElementType.END_EVENT, ElementType.INTERMEDIATE_THROW_EVENT)


def node_spec(scope: "ScopeSpec", name: str, node: "Node") -> NodeSpec:
    """The spec of a node: by what it carries, else by its type; what is left has no behaviour of its own."""
    if node.job is not None:
        return JobSpec(scope, name, node, node.job)
    if node.user_task is not None:
        return UserTaskSpec(scope, name, node, node.user_task)
    if node.script is not None:
        return ScriptSpec(scope, name, node, node.script)
    if node.called_decision is not None:
        return BusinessRuleSpec(scope, name, node, node.called_decision)
    if node.called_element is not None:
        return CallActivitySpec(scope, name, node, node.called_element)
    return _plain(node)(scope, name, node)


def _plain(node: "Node") -> type[NodeSpec]:
    if node.event is not None and node.type in _THROWING:
        return _BY_THROWN.get(node.event.kind, NodeSpec)
    if node.type is ElementType.INTERMEDIATE_CATCH_EVENT:
        linked = node.event is not None and node.event.kind == "link"
        return NodeSpec if linked else CatchSpec
    if node.compensation_handler is not None:
        return CompensationBoundarySpec
    return _BY_TYPE.get(node.type, NodeSpec)
