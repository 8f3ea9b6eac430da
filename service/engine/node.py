"""The spec of a flow node: hooks on SpiffWorkflow's life cycle of a task, which move a token and nothing else.

A token exists only once it has arrived. Whatever may fail comes before whatever has an effect, so that a phase can
be tried again as a whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.engine import compensation, spiff
from service.engine.expressions import Expression, Failure
from service.engine.mappings import NONE as NO_MAPPINGS
from service.engine.mappings import Mappings
from service.engine.token import Phase
from service.states import ElementType, IncidentType, InstanceState

if TYPE_CHECKING:
    from service.diagrams.model import Node
    from service.engine.build import ScopeSpec
    from service.engine.events import CompensationBoundarySpec, EventSpec
    from service.engine.flow_scope import FlowScope
    from service.engine.multi_instance import BodySpec
    from service.engine.token import Token

#: Has the effects of an activation whose expressions have all been evaluated; True if the element now waits.
Begin = Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """A sequence flow, with its condition compiled. One that is not drawn leads into a scope, or joins a link."""

    id: str
    target: "NodeSpec"
    condition: Expression | None = None
    drawn: bool = True


def passes() -> bool:
    """The beginning of what has nothing to do."""
    return False


def waits() -> bool:
    """The beginning of what only waits."""
    return True


class NodeSpec(spiff.SpiffSpec):
    """A node without behaviour of its own: none events, manual and plain tasks. Others say what differs."""

    #: True for the start of an event sub-process while it waits: it keeps no scope from ending
    is_start_trigger = False

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node") -> None:
        super().__init__(scope, name)
        self.scope = scope
        self.node = node
        self.element_id: str = node.id
        self.element_type: ElementType = node.type
        self.input_mappings = Mappings(node.inputs) if node.inputs else NO_MAPPINGS
        self.output_mappings = Mappings(node.outputs) if node.outputs else NO_MAPPINGS
        #: wired by `build`, in document order
        self.flows: tuple[Flow, ...] = ()
        self.default: Flow | None = None
        self.boundaries: tuple[EventSpec, ...] = ()
        #: where its handler is attached, of an activity that can be compensated
        self.compensation: CompensationBoundarySpec | None = None
        self.incoming: tuple[str, ...] = ()
        #: of the item of a multi-instance
        self.body: BodySpec | None = None

    # --- hooks of the library ---------------------------------------------------------------------------

    def _predict(self, *_args: Any, **_kwargs: Any) -> None:
        """No tokens are predicted."""

    def _update(self, token: "Token") -> None:
        token._ready()  # noqa: SLF001 - the library's life cycle

    def _on_ready(self, token: "Token") -> None:
        token.execution.ready.append(token)

    def _run(self, token: "Token") -> bool | None:
        try:
            return self._run_hook(token)
        except Failure as failure:
            token.execution.hold(token, failure.type, failure.message)
            return None

    def _run_hook(self, token: "Token") -> bool | None:
        """Go through the phases. None leaves the token STARTED: it waits."""
        if token.phase == Phase.ENTER:
            self.apply_inputs(token)
            token.phase = Phase.ACTIVATE
        if token.phase == Phase.ACTIVATE:
            waiting = self.activate(token)
            token.phase = Phase.COMPLETE
            if waiting:
                return None
        if token.phase == Phase.COMPLETE:
            self.apply_outputs(token)
            token.phase = Phase.COLLECT
        if token.phase == Phase.COLLECT:
            if self.body is not None:
                self.body.collect(token)
            token.phase = Phase.LEAVE
        token.facts.update(self.choice(token))
        return True

    def _on_complete(self, token: "Token") -> None:
        """The token is COMPLETED: only now may it interrupt its own scope."""
        execution, scope = token.execution, token.workflow
        chosen = token.facts.pop("take", None)
        for dependent in token.dependents:
            execution.terminate(dependent)
        execution.leave(token, InstanceState.COMPLETED)
        if self.compensation is not None or compensation.INSIDE in token.facts:
            compensation.record(token)
        self.throw(token)
        if not token.interrupted:
            for flow in self.flows if chosen is None else [self.flows[index] for index in chosen]:
                execution.take(scope, flow)
        if token.is_item:
            token.host.task_spec.item_done(token.host, token)
        elif self.node.for_compensation:
            token.host.task_spec.handler_done(token.host, token)
        execution.remove(token)

    # --- what differs per kind of node ---------------------------------------------------------------------

    def receive(self, scope: "FlowScope", flow_id: str) -> None:  # noqa: ARG002 - joins count per flow
        """A token comes along a sequence flow."""
        scope.execution.spawn(scope, self)

    def prepare(self, token: "Token") -> Begin:  # noqa: ARG002 - of subclasses
        """Evaluate whatever the activation needs. Raises `Failure`; has no effect but through what it answers."""
        return passes

    def choose(self, token: "Token") -> Sequence[Flow]:
        """Of an activity: all flows without condition, and those whose condition holds or else the default."""
        if all(flow.condition is None for flow in self.flows):
            return self.flows
        view = token.view()
        holding = {flow.id for flow in self.flows if flow.condition is not None and flow.condition.boolean(view)}
        plain = {flow.id for flow in self.flows if flow.condition is None and flow is not self.default}
        if not holding and self.default is not None:
            holding = {self.default.id}
        if not holding and not plain:
            raise self.no_flow()
        return [flow for flow in self.flows if flow.id in holding or flow.id in plain]

    def throw(self, token: "Token") -> None:
        """What a completed event throws; it may end the token's own scope."""

    def inside_ended(self, token: "Token", inside: "FlowScope") -> None:
        """What runs inside has no token left; its variables are still there."""

    def item_done(self, token: "Token", item: "Token") -> None:
        """An item of this multi-instance body has left."""

    def handler_done(self, token: "Token", handler: "Token") -> None:
        """A compensation handler that this event started has left."""

    def fire_if_unreachable(self, scope: "FlowScope") -> bool:  # noqa: ARG002 - of inclusive joins
        """Fire a join that nothing else can reach any more; True if it fired."""
        return False

    # --- phases ------------------------------------------------------------------------------------------------

    def apply_inputs(self, token: "Token") -> None:
        """Phase ENTER."""
        if self.input_mappings:
            values = self.input_mappings.inputs(token.view())
            token.execution.variables.write(token.workflow.instance_key, token.key, values)

    def activate(self, token: "Token") -> bool:
        """Phase ACTIVATE; True if the element waits."""
        begin = self.prepare(token)
        armed = [(event, event.trigger.evaluate(token, outer=True)) for event in self.boundaries]
        for event, arming in armed:
            event.arm(token, arming)
        return begin()

    def apply_outputs(self, token: "Token") -> None:
        """Phase COMPLETE."""
        if self.output_mappings:
            values = self.output_mappings.outputs(token.view())
            token.execution.variables.merge(token.outer_chain(), values)

    def choice(self, token: "Token") -> dict[str, Any]:
        """Phase LEAVE: positions of the chosen flows, if not all."""
        chosen = self.choose(token)
        if len(chosen) == len(self.flows):
            return {}
        return {"take": [index for index, flow in enumerate(self.flows) if flow in chosen]}

    def no_flow(self) -> Failure:
        """The failure of a choice in which nothing holds."""
        return Failure(
            IncidentType.CONDITION_ERROR,
            f"Expected at least one condition of the flows out of '{self.element_id}' to be true, or a default "
            "flow, but there is none.",
        )
