"""What a step changed, as plain values: made by the engine, stored by the projection.

Keys are 64-bit integers, unique in the whole service. A token's key is that of its element instance and of
whatever it waits for (job, user task, timer, subscription): one key, one wait.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from service.states import ElementType, IncidentType, InstanceState


@dataclass(frozen=True, slots=True)
class InstanceStarted:
    """A process instance began: the root, or one called by a call activity of another."""

    key: int
    process_definition_key: int
    root_key: int
    parent_instance_key: int | None = None
    parent_element_key: int | None = None


@dataclass(frozen=True, slots=True)
class InstanceEnded:
    """A process instance ended."""

    key: int
    state: InstanceState


@dataclass(frozen=True, slots=True)
class ElementEntered:
    """A token entered an element. `scope_key` is the element instance (or process instance) around it."""

    key: int
    instance_key: int
    scope_key: int
    element_id: str
    type: ElementType


@dataclass(frozen=True, slots=True)
class ElementLeft:
    """A token left an element, or was terminated in it."""

    key: int
    state: InstanceState


@dataclass(frozen=True, slots=True)
class FlowTaken:
    """A sequence flow was taken."""

    instance_key: int
    flow_id: str


@dataclass(frozen=True, slots=True)
class VariableWritten:
    """A variable of a scope was created or overwritten."""

    instance_key: int
    scope_key: int
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class ScopeClosed:
    """A scope ended: its variables are history from now on."""

    scope_key: int


@dataclass(frozen=True, slots=True)
class JobOpened:
    """An element waits for a handler or an external worker."""

    key: int
    instance_key: int
    element_id: str
    type: str
    retries: int
    headers: Mapping[str, str]
    priority: int = 0


@dataclass(frozen=True, slots=True)
class UserTaskOpened:
    """An element waits for a person."""

    key: int
    instance_key: int
    element_id: str
    name: str | None
    assignee: str | None
    candidate_groups: tuple[str, ...]
    candidate_users: tuple[str, ...]
    due_date: datetime | None
    follow_up_date: datetime | None
    priority: int
    form_key: int | None
    external_form_reference: str | None
    headers: Mapping[str, str]
    review_of: tuple[str, ...] = ()
    excluded_users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimerOpened:
    """A token, boundary event or event sub-process waits until `due`."""

    key: int
    instance_key: int
    element_id: str
    due: datetime
    #: of a cycle: how often it fires after this one (None = for ever) and its interval as ISO 8601
    repetitions: int | None = 0
    interval: str | None = None


@dataclass(frozen=True, slots=True)
class MessageSubscriptionOpened:
    """A token, boundary event or event sub-process waits for a message."""

    key: int
    instance_key: int
    element_id: str
    message_name: str
    correlation_key: str


@dataclass(frozen=True, slots=True)
class SignalSubscriptionOpened:
    """A token, boundary event or event sub-process waits for a signal."""

    key: int
    instance_key: int
    element_id: str
    signal_name: str


@dataclass(frozen=True, slots=True)
class WaitClosed:
    """The wait with this key is over: `completed` as asked for, else withdrawn because its element ended."""

    key: int
    completed: bool


@dataclass(frozen=True, slots=True)
class IncidentRaised:
    """An element cannot go on until somebody mends the cause and resolves the incident."""

    element_key: int
    instance_key: int
    element_id: str
    type: IncidentType
    message: str


@dataclass(frozen=True, slots=True)
class IncidentCleared:
    """The incident of an element is over: resolved, or the element ended."""

    element_key: int


@dataclass(frozen=True, slots=True)
class DecisionEvaluated:
    """A business rule task called a decision; `evaluation` is the record of service.dmn."""

    element_key: int
    instance_key: int
    decision_key: int
    evaluation: Any


@dataclass(frozen=True, slots=True)
class SignalThrown:
    """A signal was thrown; subscriptions of other instances are the caller's to fire."""

    name: str
    variables: Mapping[str, Any]


Change = (
    InstanceStarted
    | InstanceEnded
    | ElementEntered
    | ElementLeft
    | FlowTaken
    | VariableWritten
    | ScopeClosed
    | JobOpened
    | UserTaskOpened
    | TimerOpened
    | MessageSubscriptionOpened
    | SignalSubscriptionOpened
    | WaitClosed
    | IncidentRaised
    | IncidentCleared
    | DecisionEvaluated
    | SignalThrown
)


@dataclass(slots=True)
class Changes:
    """Changes in the order in which they happened."""

    items: list[Change] = field(default_factory=list)

    def add(self, change: Change) -> None:
        """Note one more change."""
        self.items.append(change)
