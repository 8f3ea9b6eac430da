"""One process instance in memory: what commands do to it, and what that changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from service.changes import Changes
from service.engine.definitions import Definitions, KeySource, Limits
from service.states import IncidentType


class Instance:
    """A process instance with everything it calls, between two commits.

    Every method may add to `changes`. Those that act on a wait raise `errors.InvalidState` if there is none
    with the key. After one or several of them call `settle` (or `step`), then `take_changes` and `dump`.
    """

    key: int
    process_definition_key: int
    #: what has changed since `take_changes`
    changes: Changes
    #: nothing is left: completed, or cancelled
    finished: bool

    def start(self, variables: Mapping[str, Any], start_at: Sequence[str] = ()) -> None:
        """Begin: at the none start event, or before the elements with these ids."""
        raise NotImplementedError

    def complete(self, element_key: int, variables: Mapping[str, Any]) -> None:
        """The job or user task with this key is done; `variables` are its result."""
        raise NotImplementedError

    def throw_error(self, element_key: int, code: str, message: str | None, variables: Mapping[str, Any]) -> bool:
        """The job with this key threw a BPMN error. False if nothing catches it: then an incident says so."""
        raise NotImplementedError

    def fire(self, key: int, variables: Mapping[str, Any] | None = None) -> None:
        """The timer that is due, or the message or signal subscription that was met: key of the wait."""
        raise NotImplementedError

    def raise_incident(self, element_key: int, type: IncidentType, message: str) -> None:  # noqa: A002 - BPMN term
        """Hold an element with an incident that arose outside the engine: a job without retries."""
        raise NotImplementedError

    def clear_incident(self, element_key: int) -> None:
        """Take such an incident away; what the element waits for stays as it is."""
        raise NotImplementedError

    def resume(self, element_key: int) -> None:
        """The incident of this element was resolved: what failed is tried again, from the phase that failed."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Terminate everything."""
        raise NotImplementedError

    def set_variables(self, scope_key: int, variables: Mapping[str, Any], *, local: bool = False) -> None:
        """Write variables into a scope: key of the instance, of a called instance or of an open element."""
        raise NotImplementedError

    def variables(self, scope_key: int) -> dict[str, Any]:
        """All variables visible in a scope, inner ones first."""
        raise NotImplementedError

    def step(self, limit: int | None = None) -> bool:
        """Move tokens until only waits remain (True) or `limit` of them have moved (False: there is more).

        The instance may be dumped either way.
        """
        raise NotImplementedError

    def settle(self) -> None:
        """Step to the end; a loop without waits and tokens that can never meet become incidents."""
        raise NotImplementedError

    def stuck(self) -> list[tuple[int, str]]:
        """Joins that wait for tokens which can no longer come: key of the scope, id of the gateway."""
        raise NotImplementedError

    def dump(self) -> bytes:
        """The snapshot: what is unfinished, without variables. Empty instances dump too."""
        raise NotImplementedError

    def take_changes(self) -> Changes:
        """What has changed since the last call."""
        raise NotImplementedError


def create(
    definitions: Definitions,
    process_definition_key: int,
    *,
    instance_key: int,
    keys: KeySource,
    now: datetime,
    limits: Limits | None = None,
) -> Instance:
    """A new instance, not yet started. Its root scope has the key of the instance."""
    raise NotImplementedError


def load(
    snapshot: bytes,
    variables: Iterable[tuple[int, str, Any]],
    definitions: Definitions,
    *,
    keys: KeySource,
    now: datetime,
    limits: Limits | None = None,
) -> Instance:
    """An instance as it was dumped. `variables` are those of all open scopes: scope key, name, value.

    Raises `SnapshotError` for a format that is not known.
    """
    raise NotImplementedError
