"""Elements that contain others: sub-processes, event sub-processes, call activities; and how a scope starts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from service.changes import InstanceStarted
from service.engine import compensation
from service.engine.expressions import Expression, Failure
from service.engine.node import Begin, Flow, NodeSpec
from service.states import ElementType, IncidentType

if TYPE_CHECKING:
    from service.diagrams.model import CalledElement, Node
    from service.engine.build import ScopeSpec
    from service.engine.events import EventSubProcessStartSpec
    from service.engine.flow_scope import FlowScope
    from service.engine.token import Token


class ScopeStartSpec(NodeSpec):
    """The internal root of a scope: opens its event sub-processes, then its start event or where it is told to.

    It is no element instance: its key is that of the scope.
    """

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node") -> None:
        super().__init__(scope, name, node)
        self.start_triggers: tuple[EventSubProcessStartSpec, ...] = ()

    def prepare(self, token: "Token") -> Begin:
        """Evaluate what event sub-processes wait for."""
        armed = [(event, event.trigger.evaluate(token)) for event in self.start_triggers]

        def begin() -> bool:
            for event, arming in armed:
                event.arm(token, arming)
            return False

        return begin

    def _on_complete(self, token: "Token") -> None:
        """Spawn the first tokens; a payload belongs to the start event of an event sub-process."""
        execution, scope = token.execution, token.workflow
        start_at = token.facts.pop("start_at", None)
        payload = token.facts.pop("payload", None)
        if start_at is None:
            for flow in self.flows:
                started = execution.spawn(scope, flow.target)
                if payload:
                    execution.deliver(started, payload)
        else:
            for spec, inside in self.scope.entries(start_at):
                execution.spawn(scope, spec, facts={"start_at": inside} if inside else None)
        execution.root_done(token)

    def choose(self, token: "Token") -> Sequence[Flow]:  # noqa: ARG002 - chooses nothing
        """Its flows are no sequence flows."""
        return self.flows


class SubProcessSpec(NodeSpec):
    """Embedded and event sub-process: their scope's key is that of their element instance."""

    #: wired by `build`
    inner: "ScopeSpec"

    def prepare(self, token: "Token") -> Begin:
        """Begin the scope inside."""

        def begin() -> bool:
            facts: dict[str, Any] = {
                name: token.facts.pop(name) for name in ("payload", "start_at") if name in token.facts
            }
            scope = token.workflow
            token.execution.open_scope(
                token,
                self.inner,
                scope.definition,
                key=token.key,
                instance_key=scope.instance_key,
                facts=facts,
            )
            return True

        return begin

    def inside_ended(self, token: "Token", inside: "FlowScope") -> None:
        """What completed inside can be compensated from outside, but not what an event started."""
        if self.element_type is ElementType.SUB_PROCESS:
            compensation.keep_inside(token, inside)


class CallActivitySpec(NodeSpec):
    """Runs another process as an instance of its own, with variables of its own."""

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node", called: "CalledElement") -> None:
        super().__init__(scope, name, node)
        self._called = called
        self._process_id = Expression(called.process_id)

    def prepare(self, token: "Token") -> Begin:
        """Find the process."""
        execution, scope, called = token.execution, token.workflow, self._called
        process_id = self._process_id.string(token.view())
        definition_key = execution.definitions.called_process(
            process_id, called.binding, called.version_tag, scope.definition.definition_key
        )
        if definition_key is None:
            raise Failure(
                IncidentType.CALLED_ELEMENT_ERROR,
                f"Expected process '{process_id}' (binding {called.binding}) to be deployed, but it is not. Deploy "
                "it, then resolve the incident.",
            )
        if _call_depth(scope) >= execution.limits.call_depth:
            raise Failure(
                IncidentType.CALLED_ELEMENT_ERROR,
                f"Expected at most {execution.limits.call_depth} calls within calls, but '{process_id}' would be "
                "one more.",
            )
        definition = execution.definitions.process(definition_key)
        given = self._given(token)

        def begin() -> bool:
            key = execution.keys()
            execution.note(InstanceStarted(key, definition_key, execution.root.key, scope.instance_key, token.key))
            execution.variables.write(key, key, given)
            execution.open_scope(token, definition.scope, definition, key=key, instance_key=key, facts={})
            return True

        return begin

    def _given(self, token: "Token") -> dict[str, Any]:
        if self._called.propagate_all_parent_variables:
            return token.view().visible()
        return dict(token.execution.variables.local(token.key))

    def inside_ended(self, token: "Token", inside: "FlowScope") -> None:
        """With output mappings the child's variables are local to them; else the flag decides."""
        if self.output_mappings or self._called.propagate_all_child_variables:
            token.execution.deliver(token, dict(token.execution.variables.local(inside.key)))


def _call_depth(scope: "FlowScope") -> int:
    depth, at = 0, scope
    while at.owner is not None:
        depth += at.is_process
        at = at.owner.workflow
    return depth
