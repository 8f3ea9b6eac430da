"""Variables of the open scopes, with Camunda 8's rules: a scope's id is the key of the element instance (or process
instance) that owns it, lookup goes from inner to outer, and a process instance is where a chain ends.

Values are shared between scopes and never changed in place: who changes a part makes a new whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service.changes import Changes, ScopeClosed, VariableWritten
from service.engine.views import View


@dataclass(frozen=True, slots=True)
class Chain:
    """Keys of scopes from an element instance outwards to its process instance, which is the last."""

    instance_key: int
    keys: tuple[int, ...]

    @property
    def outer(self) -> "Chain":
        """The chain without its innermost scope."""
        return Chain(self.instance_key, self.keys[1:])


class Variables:
    """The variables of all open scopes of one instance; each write is noted in `changes`."""

    def __init__(self, changes: Changes, rows: Iterable[tuple[int, str, Any]] = ()) -> None:
        self.changes = changes
        self._scopes: dict[int, dict[str, Any]] = {}
        for scope_key, name, value in rows:
            self._scopes.setdefault(scope_key, {})[name] = value

    def view(self, chain: Chain) -> View:
        """What an expression at the chain's inner end sees."""
        return View(*[scope for key in chain.keys if (scope := self._scopes.get(key))])

    def local(self, scope_key: int) -> Mapping[str, Any]:
        """The variables that a scope itself owns."""
        return self._scopes.get(scope_key, {})

    def write(self, instance_key: int, scope_key: int, values: Mapping[str, Any]) -> None:
        """Set variables of exactly this scope."""
        if not values:
            return
        scope = self._scopes.setdefault(scope_key, {})
        for name, value in values.items():
            scope[name] = value
            self.changes.add(VariableWritten(instance_key, scope_key, name, value))

    def merge(self, chain: Chain, values: Mapping[str, Any]) -> None:
        """Set each variable in the first scope of the chain that owns the name, else in the last."""
        for name, value in values.items():
            owners = (key for key in chain.keys if name in self._scopes.get(key, ()))
            self.write(chain.instance_key, next(owners, chain.keys[-1]), {name: value})

    def close(self, scope_key: int) -> None:
        """Forget the variables of a scope that ended."""
        if self._scopes.pop(scope_key, None):
            self.changes.add(ScopeClosed(scope_key))
