"""Events that wait: catch events, boundary events, starts of event sub-processes."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from service.diagrams.model import EventDefinition
from service.engine import spiff
from service.engine.node import Begin, Flow, NodeSpec
from service.engine.triggers import Arming, Trigger

if TYPE_CHECKING:
    from service.diagrams.model import Node
    from service.engine.build import ScopeSpec
    from service.engine.token import Token

_NONE = EventDefinition("none")


class CatchSpec(NodeSpec):
    """Intermediate catch event or receive task."""

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node") -> None:
        super().__init__(scope, name, node)
        self.trigger = Trigger(node.event or _NONE)

    def prepare(self, token: "Token") -> Begin:
        """Evaluate due time, or name and correlation key."""
        arming = self.trigger.evaluate(token)

        def begin() -> bool:
            self.trigger.open(token, arming)
            return True

        return begin

    def fire(self, token: "Token", values: Mapping[str, Any]) -> None:
        """What it waits for has come; behind an event-based gateway that is when the event is entered."""
        if token.is_armed:
            EventGatewaySpec.won_by(token)
        token.execution.proceed(token, values)


class EventGatewaySpec(NodeSpec):
    """Waits for the first of the events behind it, whose tokens are WAITING and depend on the gateway's."""

    def prepare(self, token: "Token") -> Begin:
        """Evaluate what each event waits for."""
        events = [flow.target for flow in self.flows if isinstance(flow.target, CatchSpec)]
        armed = [(event, event.trigger.evaluate(token)) for event in events]

        def begin() -> bool:
            for event, arming in armed:
                waiting = token.execution.create(token.workflow, event, token, spiff.WAITING)
                event.trigger.open(waiting, arming)
            return True

        return begin

    def choose(self, token: "Token") -> Sequence[Flow]:  # noqa: ARG002 - the flow was taken when the event came
        """Nothing is left to choose."""
        return ()

    @staticmethod
    def won_by(token: "Token") -> None:
        """The event has come: the others are withdrawn, the gateway is left along this event's flow."""
        execution, gateway = token.execution, token.host
        token.move_to(token.workflow.root)
        for other in gateway.dependents:
            execution.terminate(other)
        flow = next(flow for flow in gateway.task_spec.flows if flow.target is token.task_spec)
        execution.take_to(token, flow)
        execution.wake(gateway)


class EventSpec(NodeSpec):
    """An event that depends on a host: its token is WAITING, and no element instance, until it fires."""

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node") -> None:
        super().__init__(scope, name, node)
        self.trigger = Trigger(node.event or _NONE)
        self.interrupting = node.interrupting

    def arm(self, host: "Token", arming: Arming) -> None:
        """Begin to wait."""
        token = host.execution.create(host.workflow, self, host, spiff.WAITING)
        self.trigger.open(token, arming)

    def arm_again(self, token: "Token", host: "Token") -> None:
        """After a firing that did not interrupt."""
        arming = self.trigger.again(token)
        if arming is not None:
            self.arm(host, arming)

    def fire(self, token: "Token", values: Mapping[str, Any]) -> None:
        """It happens."""
        raise NotImplementedError


class BoundarySpec(EventSpec):
    """An event at the boundary of an activity."""

    def fire(self, token: "Token", values: Mapping[str, Any]) -> None:
        """Leave the host at once, so that a host which ends in the same step does not take the event along."""
        execution, host = token.execution, token.host
        token.move_to(token.workflow.root)
        execution.close_wait(token)
        if self.interrupting:
            execution.terminate(host)
        else:
            self.arm_again(token, host)
        execution.enter(token)
        if self.trigger.kind == "error" and not self.output_mappings:
            values = {}  # stays local to the event, which ends now
        execution.proceed(token, values)


class CompensationBoundarySpec(NodeSpec):
    """Joins an activity to its compensation handler. It never waits: its token is there when a throw event says so,
    in the scope of that event, on which it and the handler depend.
    """

    #: wired by `build`
    handler: NodeSpec

    def throw(self, token: "Token") -> None:
        """Start the handler."""
        token.execution.spawn(token.workflow, self.handler, token.host)


class EventSubProcessStartSpec(EventSpec):
    """The trigger of an event sub-process; it hangs under the root of the scope around it."""

    is_start_trigger = True

    def __init__(self, scope: "ScopeSpec", name: str, start: "Node", sub_process: NodeSpec) -> None:
        super().__init__(scope, name, start)
        self._sub_process = sub_process

    def fire(self, token: "Token", values: Mapping[str, Any]) -> None:
        """Start the event sub-process, after everything else in the scope has ended if it interrupts."""
        execution, scope = token.execution, token.workflow
        execution.close_wait(token)
        if self.interrupting:
            execution.clear(scope, but=token)
        else:
            self.arm_again(token, scope.root)
        execution.spawn(scope, self._sub_process, facts={"payload": dict(values)})
        token.set_state(spiff.COMPLETED)
        execution.remove(token)
