"""The snapshot: what is unfinished, as JSON, without variables and history. Valid between any two tokens.

    [format, definition key, instance key, scopes, ready]
    scope: [key, owner key, definition key (of a called process, else 0), name, arrivals, tokens, compensations]
    token: [key, name of its node, state, phase, host key (0: the root), facts]; trailing defaults are left out

The internal root of a scope is among its tokens, with the scope's key, until it has done its part. `ready` are
the tokens to run next, in order, roots with a negative key; between two steps there are none.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from service import exact_json
from service.engine import spiff
from service.engine.flow_scope import FlowScope, InnerScope
from service.engine.token import Phase, Token

if TYPE_CHECKING:
    from service.engine.execution import Execution

FORMAT = 2

#: from a format to the next; a new format adds a line, and its snapshots to the tests
UPGRADES: dict[int, Callable[[list[Any]], list[Any]]] = {
    1: lambda rows: [2, *rows[1:]],  # nothing could be compensated, which is what a scope's row says by default
}

_TOKEN_DEFAULTS: tuple[Any, ...] = (None, None, spiff.STARTED, int(Phase.COMPLETE), 0, {})
_SCOPE_DEFAULTS: tuple[Any, ...] = (None, 0, 0, None, {}, [], {})


class SnapshotError(ValueError):
    """A snapshot that this version cannot read."""


def read(snapshot: bytes) -> list[Any]:
    """The rows of a snapshot, upgraded to the present format. Raises `SnapshotError`."""
    try:
        rows = exact_json.decode(snapshot)
        number = rows[0]
    except (ValueError, TypeError, LookupError) as error:
        raise SnapshotError("Expected a snapshot of an instance, but it is no JSON list.") from error
    while number in UPGRADES:
        rows = UPGRADES[number](rows)
        number = rows[0]
    if number != FORMAT:
        raise SnapshotError(
            f"Expected a snapshot of format 1 to {FORMAT}, but it has {number}. It was written by a newer version: "
            "deploy that version."
        )
    found: list[Any] = rows
    return found


def write(execution: "Execution") -> bytes:
    """The snapshot of an execution."""
    root = execution.root
    scopes = [_scope_row(scope) for scope in execution.scopes.values()]
    ready = [-token.key if token.is_root else token.key for token in execution.ready if token.state == spiff.READY]
    return exact_json.encode([FORMAT, root.definition.definition_key, root.key, scopes, ready])


def restore(execution: "Execution", rows: list[Any]) -> None:
    """Fill a new execution with what a snapshot says."""
    scopes: list[list[Any]] = rows[3]
    for number, row in enumerate(scopes):
        key, owner_key, definition_key, name, arrivals, tokens, compensations = [*row, *_SCOPE_DEFAULTS[len(row) :]]
        if number == 0:
            scope: FlowScope = execution.root
        else:
            scope = _inner(execution, key, execution.tokens[owner_key], definition_key, name)
        scope.compensations = {activity: dict(counts) for activity, counts in compensations.items()}
        _fill(execution, scope, arrivals, tokens)
    for key in rows[4]:
        execution.ready.append(execution.tokens[key] if key > 0 else execution.scopes[-key].root)
    for scope in execution.scopes.values():
        execution.check_deserted(scope)


def _scope_row(scope: FlowScope) -> list[Any]:
    called = scope.definition.definition_key if scope.is_process and scope.owner is not None else 0
    owner = scope.owner.key if scope.owner is not None else 0
    tokens = [_token_row(token) for token in scope.tokens() if not token.is_finished or (token.is_root and token.facts)]
    row = [scope.key, owner, called, scope.spec.name, scope.arrivals, tokens, scope.compensations]
    return _trimmed(row, _SCOPE_DEFAULTS)


def _token_row(token: Token) -> list[Any]:
    host = 0 if token.is_root or token.host.is_root else token.host.key
    name = token.task_spec.name
    return _trimmed([token.key, name, token.state, int(token.phase), host, token.facts], _TOKEN_DEFAULTS)


def _trimmed(row: list[Any], defaults: tuple[Any, ...]) -> list[Any]:
    length = len(row)
    while row[length - 1] == defaults[length - 1]:
        length -= 1
    return row[:length]


def _inner(execution: "Execution", key: int, owner: Token, definition_key: int, name: str) -> FlowScope:
    around = owner.workflow
    definition = execution.definitions.process(definition_key) if definition_key else around.definition
    instance_key = key if definition_key else around.instance_key
    spec = definition.scopes[name]
    scope = InnerScope(execution, spec, definition, owner, key=key, instance_key=instance_key)
    execution.scopes[key] = scope
    owner.inside = scope
    return scope


def _fill(execution: "Execution", scope: FlowScope, arrivals: dict[str, dict[str, int]], rows: list[list[Any]]) -> None:
    root = scope.task_tree = Token(scope, scope.spec.start, None, scope.key, spiff.COMPLETED)
    for row in rows:
        key, name, state, phase, host_key, facts = [*row, *_TOKEN_DEFAULTS[len(row) :]]
        if key == scope.key and name == scope.spec.start.name:
            token = root
            scope.live += not state & spiff.FINISHED
        else:
            # a host precedes what depends on it, unless it is a fired event that has moved on
            token = Token(scope, scope.spec.nodes[name], scope.tasks.get(host_key, root), key)
            execution.tokens[key] = token
            scope.live += not token.task_spec.is_start_trigger
        token.set_state(state)
        token.phase = Phase(phase)
        token.facts.update(facts)
    scope.arrivals = dict(arrivals)
    if arrivals:
        execution.parked[scope.key] = scope
