"""What a catching event waits for: evaluated once, when the wait opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from service.changes import MessageSubscriptionOpened, SignalSubscriptionOpened, TimerOpened
from service.engine import moments
from service.engine.expressions import Expression, optional

if TYPE_CHECKING:
    from service.diagrams.model import EventDefinition
    from service.engine.token import Token
    from service.engine.views import View


@dataclass(frozen=True, slots=True)
class Arming:
    """An evaluated trigger, as facts of the token that will wait (JSON values)."""

    facts: Mapping[str, Any]


class Trigger:
    """The event definition of a catching event."""

    def __init__(self, event: "EventDefinition") -> None:
        self.kind = event.kind
        #: of an error or escalation: the code that it catches, None for all
        self.name = event.name or None
        self._timer = event.timer
        self._expression = optional(event.expression)
        self._name = Expression(event.name) if event.name and event.kind in ("message", "signal") else None
        self._correlation_key = optional(event.correlation_key)

    def evaluate(self, token: "Token", *, outer: bool = False) -> Arming:
        """Evaluate for an element. Raises `Failure`.

        With `outer`, for an event at its boundary: then only the correlation key is evaluated outside of it.
        """
        view = token.view()
        if self.kind == "timer" and self._expression is not None:
            return Arming(self._time(self._expression, view, token.execution.now))
        if self._name is None:
            return Arming({})
        facts = {"name": self._name.string(view)}
        if self.kind == "message" and self._correlation_key is not None:
            around = token.execution.variables.view(token.outer_chain()) if outer else view
            facts["correlation_key"] = self._correlation_key.correlation_key(around)
        return Arming(facts)

    def _time(self, expression: Expression, view: "View", now: datetime) -> dict[str, Any]:
        if self._timer == "date":
            due = expression.read(view, moments.as_moment, "a date and time with an offset (ISO 8601)")
            return {"due": moments.to_text(due)}
        if self._timer == "duration":
            duration = expression.read(view, moments.as_duration, "a duration (ISO 8601)")
            return {"due": moments.to_text(moments.later(now, duration))}
        cycle = expression.read(view, moments.as_cycle, "a repeating interval (ISO 8601, such as R3/PT10S)")
        due = cycle.start or moments.due_again(now, cycle.interval, now)
        left = None if cycle.count is None else cycle.count - 1
        return {"due": moments.to_text(due), "left": left, "interval": cycle.interval}

    def open(self, token: "Token", arming: Arming) -> None:
        """Open the wait of this token."""
        facts, instance_key = arming.facts, token.workflow.instance_key
        element_id, note = token.task_spec.node.id, token.execution.note
        token.facts.update(facts)
        if "due" in facts:
            due = moments.from_text(facts["due"])
            left, interval = facts.get("left", 0), facts.get("interval")
            note(TimerOpened(token.key, instance_key, element_id, due, left, interval))
        elif self.kind == "message":
            key = facts.get("correlation_key", "")
            note(MessageSubscriptionOpened(token.key, instance_key, element_id, facts["name"], key))
        elif self.kind == "signal":
            note(SignalSubscriptionOpened(token.key, instance_key, element_id, facts["name"]))
        else:
            return
        token.facts["waits"] = 1

    def again(self, token: "Token") -> Arming | None:
        """For a wait that fired and may fire again: what was evaluated when it opened, a cycle one turn on."""
        facts = token.facts
        if self.kind != "timer":
            return Arming({name: facts[name] for name in ("name", "correlation_key") if name in facts})
        left = facts.get("left", 0)
        if left is not None and left <= 0:
            return None
        due = moments.due_again(moments.from_text(facts["due"]), facts["interval"], token.execution.now)
        turned = {"due": moments.to_text(due), "left": None if left is None else left - 1}
        return Arming({**turned, "interval": facts["interval"]})
