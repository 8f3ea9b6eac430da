"""Who catches an error, an escalation or a signal."""

from typing import TYPE_CHECKING

from service.engine.events import CatchSpec, EventSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from service.engine.execution import Execution
    from service.engine.token import Token


def catcher(token: "Token", kind: str, code: str | None) -> "Token | None":
    """The armed event that catches what a token throws.

    From the thrower outwards: its own boundary, event sub-processes of its scope, the scope's own element, and so on
    through calls. Within one step outwards an exact code comes before one that catches all.
    """
    for host in _outwards(token):
        found = [
            event
            for event in host.dependents
            if event.is_armed and _catches(event, kind) and event.task_spec.trigger.name in (code, None)
        ]
        if found:
            return min(found, key=lambda event: event.task_spec.trigger.name is None)
    return None


def _outwards(token: "Token") -> "Iterator[Token]":
    at: Token | None = token
    while at is not None:
        yield at
        if at.is_item:
            yield at.host
        yield at.workflow.root
        at = at.workflow.owner


def _catches(event: "Token", kind: str) -> bool:
    spec = event.task_spec
    return isinstance(spec, EventSpec) and spec.trigger.kind == kind


def broadcast(execution: "Execution", name: str, values: "Mapping[str, Any]") -> None:
    """Fire whatever in this instance waits for the signal."""
    waiting = [
        token
        for token in execution.tokens.values()
        if isinstance(token.task_spec, CatchSpec | EventSpec)
        and token.task_spec.trigger.kind == "signal"
        and token.facts.get("waits")
        and token.facts.get("name") == name
    ]
    for token in waiting:
        if token.facts.get("waits"):
            fire(token, values)


def fire(token: "Token", values: "Mapping[str, Any]") -> None:
    """What an event waits for has come."""
    spec = token.task_spec
    if isinstance(spec, CatchSpec | EventSpec):
        spec.fire(token, values)
