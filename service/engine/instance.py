"""One process instance in memory: what commands do to it, and what that changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from service.changes import Changes, InstanceStarted
from service.engine import snapshot as snapshots
from service.engine import spiff
from service.engine.active import ActiveElement, active_elements
from service.engine.catching import catcher, fire
from service.engine.definitions import Definitions, KeySource, Limits
from service.engine.execution import Execution
from service.engine.throwing import uncaught
from service.engine.token import Token
from service.engine.variables import Chain
from service.errors import InvalidState
from service.states import IncidentType, InstanceState


class Instance:
    """A process instance with everything it calls, between two commits.

    Every method may add to `changes`. Those that act on a wait raise `errors.InvalidState` if nothing waits with the
    key. After one or several of them call `settle` (or `step`), then `take_changes` and `dump`.
    """

    def __init__(self, execution: Execution) -> None:
        self._execution = execution

    @property
    def key(self) -> int:
        """Key of the process instance, and of its root scope."""
        return self._execution.root.key

    @property
    def process_definition_key(self) -> int:
        """The definition that it runs."""
        return self._execution.root.definition.definition_key

    @property
    def finished(self) -> bool:
        """True once nothing is left: completed, or cancelled."""
        return self._execution.finished

    @property
    def changes(self) -> Changes:
        """What has changed since `take_changes`."""
        return self._execution.changes

    # --- from outside -----------------------------------------------------------------------------------

    def start(self, variables: Mapping[str, Any], start_at: Sequence[str] = ()) -> None:
        """Begin: at the none start event, or before the elements with these ids."""
        execution, root = self._execution, self._execution.root
        execution.note(InstanceStarted(root.key, self.process_definition_key, root.key))
        execution.variables.write(root.key, root.key, variables)
        execution.open_root(root, {"start_at": list(start_at)} if start_at else {})

    def complete(self, element_key: int, variables: Mapping[str, Any]) -> None:
        """The job or user task with this key is done; `variables` are its result."""
        token = self._waiting(element_key)
        self._execution.drop_incident(token)
        self._execution.proceed(token, variables)

    def throw_error(self, element_key: int, code: str, message: str | None, variables: Mapping[str, Any]) -> bool:
        """The job with this key threw a BPMN error. False if nothing catches it: then an incident says so.

        Resolving that incident leaves the job waiting as it was.
        """
        token = self._waiting(element_key)
        found = catcher(token, "error", code)
        if found is not None:
            fire(found, variables)
            return True
        failure = uncaught(code, message)
        self._execution.hold(token, failure.type, failure.message, cause="raised")
        return False

    def fire(self, key: int, variables: Mapping[str, Any] | None = None) -> None:
        """The timer that is due, or the message or signal subscription that was met: key of the wait."""
        fire(self._waiting(key), variables or {})

    def raise_incident(self, element_key: int, type: IncidentType, message: str) -> None:  # noqa: A002 - BPMN term
        """Hold an element with an incident that arose outside the engine: a job without retries."""
        self._execution.hold(self._waiting(element_key), type, message, cause="raised")

    def clear_incident(self, element_key: int) -> None:
        """Take such an incident away; what the element waits for stays as it is."""
        self._execution.drop_incident(self._token(element_key))

    def resume(self, element_key: int) -> None:
        """The incident of this element was resolved: what failed is tried again, from the phase that failed.

        An incident that came from outside is just taken away.
        """
        scope = self._execution.scopes.get(element_key)
        if scope is not None and scope.root.facts.get("incident"):
            self._execution.release(scope.root)
        else:
            self._execution.release(self._token(element_key))

    def cancel(self) -> None:
        """Terminate everything."""
        self._execution.close_scope(self._execution.root, InstanceState.TERMINATED)

    def set_variables(self, scope_key: int, variables: Mapping[str, Any], *, local: bool = False) -> None:
        """Write variables into a scope: key of the instance, of a called instance or of an open element.

        Unless `local`, each goes to the innermost scope that has it, seen from there, else to the instance.
        """
        chain = self._chain(scope_key)
        if local:
            self._execution.variables.write(chain.instance_key, scope_key, variables)
        else:
            self._execution.variables.merge(chain, variables)

    def variables(self, scope_key: int) -> dict[str, Any]:
        """All variables that are visible in a scope."""
        return self._execution.variables.view(self._chain(scope_key)).visible()

    def active_elements(self) -> list[ActiveElement]:
        """What is open in the instance and in whatever it calls."""
        return active_elements(self._execution)

    # --- stepping and storing ---------------------------------------------------------------------------

    def step(self, limit: int | None = None) -> bool:
        """Move tokens until only waits remain (True) or `limit` of them have moved (False: there is more).

        The instance may be dumped either way.
        """
        return self._execution.step(self._execution.limits.steps if limit is None else limit)

    def settle(self) -> None:
        """Step to the end; a loop without waits and tokens that can never meet become incidents."""
        if not self.step():
            self._execution.hold_runaways()
        self._execution.hold_deadlocks()

    def stuck(self) -> list[tuple[int, str]]:
        """Joins that wait for tokens which can no longer come: key of the scope, id of the gateway."""
        return [(scope.key, name) for scope, name in self._execution.stuck()]

    def dump(self) -> bytes:
        """The snapshot: what is unfinished, without variables."""
        return snapshots.write(self._execution)

    def take_changes(self) -> Changes:
        """What has changed since the last call."""
        return self._execution.take_changes()

    # --- finding ------------------------------------------------------------------------------------------

    def _token(self, key: int) -> Token:
        token = self._execution.tokens.get(key)
        if token is None:
            raise InvalidState(f"Expected element instance {key} to be active, but it is not.")
        return token

    def _waiting(self, key: int) -> Token:
        token = self._token(key)
        if not token.facts.get("waits") or token.state == spiff.READY:
            raise InvalidState(f"Expected element instance {key} to wait for something outside, but it does not.")
        return token

    def _chain(self, scope_key: int) -> Chain:
        scope = self._execution.scopes.get(scope_key)
        return scope.root.chain() if scope is not None else self._token(scope_key).chain()


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
    definition = definitions.process(process_definition_key)
    limits = limits or Limits()
    return Instance(Execution(definitions, definition, instance_key, keys=keys, now=now, limits=limits))


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
    rows = snapshots.read(snapshot)
    definition = definitions.process(rows[1])
    execution = Execution(
        definitions,
        definition,
        rows[2],
        keys=keys,
        now=now,
        limits=limits or Limits(),
        variables=variables,
    )
    snapshots.restore(execution, rows)
    return Instance(execution)
