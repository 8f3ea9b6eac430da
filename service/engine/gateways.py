"""Gateways. Joins count arrivals per sequence flow in their scope and never look for finished tokens."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from service.engine.node import Flow, NodeSpec

if TYPE_CHECKING:
    from service.engine.flow_scope import FlowScope
    from service.engine.token import Token


class ExclusiveSpec(NodeSpec):
    """The first flow whose condition holds, in document order, else the default."""

    def choose(self, token: "Token") -> Sequence[Flow]:
        """Exactly one flow."""
        view = token.view()
        for flow in self.flows:
            if flow is not self.default and (flow.condition is None or flow.condition.boolean(view)):
                return [flow]
        return _default(self)


class JoinSpec(NodeSpec):
    """What parallel and inclusive gateways have in common: an arriving token is absorbed into a count."""

    def receive(self, scope: "FlowScope", flow_id: str) -> None:
        """Count the arrival, and fire if it was the last."""
        if len(self.incoming) < 2:  # noqa: PLR2004 - nothing to join
            super().receive(scope, flow_id)
            return
        seen = scope.arrivals.setdefault(self.name, {})
        seen[flow_id] = seen.get(flow_id, 0) + 1
        scope.execution.parked[scope.key] = scope
        if len(seen) == len(self.incoming):
            self.fire(scope)

    def fire(self, scope: "FlowScope") -> None:
        """Consume one arrival of each flow that has any; surplus ones stay for the next round."""
        seen = scope.arrivals[self.name]
        for flow_id in list(seen):
            seen[flow_id] -= 1
            if not seen[flow_id]:
                del seen[flow_id]
        if not seen:
            del scope.arrivals[self.name]
        if not scope.arrivals:
            scope.execution.parked.pop(scope.key, None)
        scope.execution.spawn(scope, self)


class ParallelSpec(JoinSpec):
    """Waits for all incoming flows, takes all outgoing ones."""

    def choose(self, token: "Token") -> Sequence[Flow]:  # noqa: ARG002 - looks at nothing
        """All flows."""
        return self.flows


class InclusiveSpec(JoinSpec):
    """Waits for what can still come; takes all flows whose condition holds, else the default."""

    def choose(self, token: "Token") -> Sequence[Flow]:
        """At least one flow."""
        view = token.view()
        chosen = [
            flow
            for flow in self.flows
            if flow is not self.default and (flow.condition is None or flow.condition.boolean(view))
        ]
        return chosen or _default(self)

    def fire_if_unreachable(self, scope: "FlowScope") -> bool:
        """Fire if no token of the scope can reach an empty incoming flow, but those that reach a taken one too.

        BPMN 2.0, 13.4.3. Called when nothing else can move. Arrivals parked at other joins count as tokens there; an
        event that has not happened is none, its host is.
        """
        taken = set(scope.arrivals[self.name])
        empty = set(self.incoming) - taken
        places = {token.task_spec.name for token in scope.tokens() if not (token.is_root or token.is_armed)}
        places |= scope.arrivals.keys() - {self.name}
        for place in places:
            reached = self.scope.reachable(place, self)
            if reached & empty and not reached & taken:
                return False
        self.fire(scope)
        return True


def _default(spec: NodeSpec) -> Sequence[Flow]:
    if spec.default is None and spec.flows:
        raise spec.no_flow()
    return [] if spec.default is None else [spec.default]
