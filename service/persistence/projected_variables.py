"""What became of variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.changes import ScopeClosed, VariableWritten
from service.persistence import rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.persistence.batch import Batch
    from service.persistence.projection import InstanceFacts


class Variables:
    """Last value by scope and name, and scopes that have ended."""

    def __init__(self, facts: InstanceFacts) -> None:
        self._facts = facts
        self._written: dict[tuple[int, str], VariableWritten] = {}
        self._closed: set[int] = set()

    def handlers(self) -> dict[type, Callable[[Any], None]]:
        """What this collector takes in."""
        return {VariableWritten: self._variable_written, ScopeClosed: self._scope_closed}

    def written(self, *names: str) -> list[VariableWritten]:
        """What this transaction wrote under these names, in scopes that are still open."""
        return [each for each in self._written.values() if each.name in names and each.scope_key not in self._closed]

    def write(self, batch: Batch) -> None:
        """Add the writes to a batch."""
        written_names: dict[int, list[str]] = {key: [] for key in self._closed}
        for scope, name in self._written:
            if scope in written_names:
                written_names[scope].append(name)
        batch.rows(rows.WRITTEN_VARIABLE, [self._row(each) for each in self._written.values()])
        batch.rows(rows.CLOSED_SCOPE, [{"key": scope, "written": names} for scope, names in written_names.items()])

    def _row(self, written: VariableWritten) -> dict[str, Any]:
        return {
            "key": self._facts.new_key(),
            "process_instance_key": written.instance_key,
            "root_process_instance_key": self._facts.root_key,
            "scope_key": written.scope_key,
            "name": written.name,
            "value": written.value,
            "open": written.scope_key not in self._closed,
        }

    def _variable_written(self, change: VariableWritten) -> None:
        self._written[change.scope_key, change.name] = change

    def _scope_closed(self, change: ScopeClosed) -> None:
        self._closed.add(change.scope_key)
