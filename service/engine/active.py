"""Where an instance stands: its open elements, for whoever watches it from outside."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.states import ElementType

if TYPE_CHECKING:
    from service.diagrams.model import Node
    from service.engine.execution import Execution
    from service.engine.token import Token

_AROUND_OTHERS = frozenset(
    {
        ElementType.CALL_ACTIVITY,
        ElementType.SUB_PROCESS,
        ElementType.EVENT_SUB_PROCESS,
        ElementType.AD_HOC_SUB_PROCESS,
        ElementType.MULTI_INSTANCE_BODY,
    }
)


@dataclass(frozen=True, slots=True)
class ActiveElement:
    """An element instance that has not ended. Events that are only armed are none."""

    key: int
    node: "Node"
    #: keys of the sub-processes and call activities around it, the innermost first
    around: tuple[int, ...]
    #: it holds others and does nothing itself
    is_container: bool
    #: it waits for what it is there for, and no incident keeps it
    waits: bool


def active_elements(execution: "Execution") -> list[ActiveElement]:
    """The open elements of an instance and of what it calls."""
    return [
        ActiveElement(
            key=token.key,
            node=token.task_spec.node,
            around=_around(token),
            is_container=token.task_spec.element_type in _AROUND_OTHERS,
            waits=bool(token.facts.get("waits")) and not token.facts.get("incident"),
        )
        for token in execution.tokens.values()
        if not token.is_armed and not token.is_finished
    ]


def _around(token: "Token") -> tuple[int, ...]:
    keys, owner = [], token.workflow.owner
    while owner is not None:
        keys.append(owner.key)
        owner = owner.workflow.owner
    return tuple(keys)
