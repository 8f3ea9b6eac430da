"""What can be compensated: kept as counts in each open scope, so that it grows with the diagram and not with time.

Of a completed activity nothing is remembered but that its handler may be started once: handlers see current values,
all start at once, and the activity that a throw event names is always one of its own scope.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from service.states import ElementType

if TYPE_CHECKING:
    from service.engine.flow_scope import FlowScope
    from service.engine.token import Token

#: activity of a scope → activity with a handler, the same or one inside of it → how often it completed
Compensations = dict[str, dict[str, int]]

#: the fact of a token that has such counts, of what completed inside of it
INSIDE = "compensations"


def record(token: "Token") -> None:
    """An activity completed: it and what completed inside of it can be compensated, an item's with its body."""
    spec = token.task_spec
    inside: dict[str, int] = token.facts.pop(INSIDE, {})
    if spec.node.for_compensation:
        return
    if token.is_item:
        _add(token.host.facts.setdefault(INSIDE, {}), inside)
        return
    counts = token.workflow.compensations.setdefault(spec.name, {})
    if spec.compensation is not None:
        _add(counts, {spec.name: 1})
    _add(counts, inside)


def keep_inside(token: "Token", inside: "FlowScope") -> None:
    """A sub-process comes to its end; if it completes, its activities can be compensated with it."""
    counts: dict[str, int] = {}
    for completed in inside.compensations.values():
        _add(counts, completed)
    if counts:
        token.facts[INSIDE] = counts


def take(scope: "FlowScope", activity: str | None) -> Iterator[str]:
    """The activities to compensate, each as often as it completed: of a scope, or of one activity in it.

    From an event sub-process also those of the scope around it. What is taken is compensated only once.
    """
    at: FlowScope | None = scope
    while at is not None:
        for name in list(at.compensations) if activity is None else [activity]:
            for compensated, times in at.compensations.pop(name, {}).items():
                yield from [compensated] * times
        owner = at.owner
        in_event = owner is not None and owner.task_spec.element_type is ElementType.EVENT_SUB_PROCESS
        at = owner.workflow if owner is not None and in_event else None


def _add(counts: dict[str, int], more: Mapping[str, int]) -> None:
    for name, times in more.items():
        counts[name] = counts.get(name, 0) + times
