"""Events that throw. What may interrupt their own scope happens once the token is completed."""

from typing import TYPE_CHECKING

from service.changes import SignalThrown
from service.engine.catching import broadcast, catcher, fire
from service.engine.compensation import take
from service.engine.expressions import Expression, Failure
from service.engine.node import Begin, NodeSpec
from service.states import IncidentType

if TYPE_CHECKING:
    from service.diagrams.model import Node
    from service.engine.build import ScopeSpec
    from service.engine.token import Token


class TerminateEndSpec(NodeSpec):
    """Ends everything else in its scope, which then completes."""

    def throw(self, token: "Token") -> None:
        """Clear the scope."""
        token.execution.clear(token.workflow)


class ErrorEndSpec(NodeSpec):
    """Throws an error; if nothing catches it the token stays, with an incident."""

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node") -> None:
        super().__init__(scope, name, node)
        self._code = Expression(_name(node))

    def prepare(self, token: "Token") -> Begin:
        """Evaluate the code, look for who catches it."""
        code = self._code.string(token.view())
        if catcher(token, "error", code) is None:
            raise uncaught(code, None)
        return _keeping(token, code)

    def throw(self, token: "Token") -> None:
        """Throw it."""
        found = catcher(token, "error", token.facts["code"])
        if found is not None:
            fire(found, {})


class EscalationThrowSpec(NodeSpec):
    """Throws an escalation; goes on if nothing catches it, or what does so does not interrupt."""

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node") -> None:
        super().__init__(scope, name, node)
        self._code = Expression(_name(node))

    def prepare(self, token: "Token") -> Begin:
        """Evaluate the code."""
        return _keeping(token, self._code.string(token.view()))

    def throw(self, token: "Token") -> None:
        """Throw it."""
        found = catcher(token, "escalation", token.facts["code"])
        if found is not None:
            fire(found, {})


class SignalThrowSpec(NodeSpec):
    """Broadcasts a signal; its payload is what the event's input mappings made."""

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node") -> None:
        super().__init__(scope, name, node)
        self._signal = Expression(_name(node))

    def prepare(self, token: "Token") -> Begin:
        """Evaluate the name."""
        name = self._signal.string(token.view())

        def begin() -> bool:
            token.facts["signal"] = name
            token.facts["payload"] = dict(token.execution.variables.local(token.key))
            return False

        return begin

    def throw(self, token: "Token") -> None:
        """Throw it: to this instance at once, to others through the caller."""
        name, payload = token.facts["signal"], token.facts["payload"]
        token.execution.note(SignalThrown(name, payload))
        broadcast(token.execution, name, payload)


class CompensationThrowSpec(NodeSpec):
    """Starts the handlers of what completed in its scope, all at once, and waits for all of them."""

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node") -> None:
        super().__init__(scope, name, node)
        self._activity = _name(node) or None

    def prepare(self, token: "Token") -> Begin:
        """Nothing can fail; with nothing to compensate the event is passed."""

        def begin() -> bool:
            for name in take(token.workflow, self._activity):
                token.execution.spawn(token.workflow, self._boundary(name), token)
            return bool(token.dependents)

        return begin

    def _boundary(self, activity: str) -> NodeSpec:
        boundary = self.scope.nodes[activity].compensation
        if boundary is None:
            raise AssertionError(f"Expected '{activity}', which is to be compensated, to have a handler.")
        return boundary

    def handler_done(self, token: "Token", handler: "Token") -> None:
        """The last one lets the event complete."""
        if all(other is handler for other in token.dependents):
            token.execution.wake(token)


def uncaught(code: str, message: str | None) -> Failure:
    """The failure of an error that nothing catches."""
    said = f" with message '{message}'" if message else ""
    return Failure(
        IncidentType.UNHANDLED_ERROR_EVENT,
        f"Expected to throw an error event with the code '{code}'{said}, but it was not caught. Draw an event that "
        "catches it.",
    )


def _keeping(token: "Token", code: str) -> Begin:
    def begin() -> bool:
        token.facts["code"] = code
        return False

    return begin


def _name(node: "Node") -> str:
    return (node.event.name if node.event else None) or ""
