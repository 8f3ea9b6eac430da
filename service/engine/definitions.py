"""What the engine asks of its caller: deployed processes, decisions and forms, and fresh keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from service.states import Binding

if TYPE_CHECKING:
    from service.engine.build import Spec

#: Answers a new 64-bit key with each call, unique in the whole service, ascending within an instance.
KeySource = Callable[[], int]


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """What the evaluation of a decision gave.

    `failure` says why there is no result, as a sentence; `evaluation` is the record of `service.dmn`, which
    travels unread to `changes.DecisionEvaluated`.
    """

    decision_key: int
    result: Any = None
    evaluation: Any = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one diagram may cost."""

    #: items of a multi-instance's collection
    collection: int = 1000
    #: tokens moved without a wait before the instance is held with an incident
    steps: int = 50_000
    #: call activities within call activities
    call_depth: int = 100


class Definitions(Protocol):
    """Where the engine finds what a diagram refers to. `caller_key` is the process definition that refers."""

    def process(self, key: int) -> "Spec":
        """The built process with this definition key; it exists, since an instance or `called_process` names it."""

    def called_process(self, process_id: str, binding: Binding, version_tag: str | None, caller_key: int) -> int | None:
        """The key of the process definition that a call activity means; None if there is none."""

    def evaluate_decision(
        self,
        decision_id: str,
        binding: Binding,
        version_tag: str | None,
        caller_key: int,
        variables: Mapping[str, Any],
    ) -> DecisionOutcome | None:
        """Evaluate the decision that a business rule task means; None if there is none."""

    def form(self, form_id: str, binding: Binding, version_tag: str | None, caller_key: int) -> int | None:
        """The key of the form that a user task means; None if there is none."""
