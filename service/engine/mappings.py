"""zeebe:ioMapping: what goes into an element and what comes out of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.diagrams.model import VariableMapping
from service.engine.expressions import Expression, Failure, optional
from service.engine.views import View
from service.states import IncidentType


class Mappings:
    """The input or the output mappings of an element, in model order."""

    __slots__ = ("_pairs",)

    def __init__(self, mappings: Sequence[VariableMapping]) -> None:
        self._pairs: tuple[tuple[Expression | None, tuple[str, ...]], ...] = tuple(
            (optional(mapping.source), tuple(mapping.target.split("."))) for mapping in mappings
        )

    def __bool__(self) -> bool:
        return bool(self._pairs)

    def inputs(self, view: View) -> dict[str, Any]:
        """Fresh variables: a dotted target builds an object of its own, which covers an outer one."""
        return self._evaluate(view, {})

    def outputs(self, view: View) -> dict[str, Any]:
        """Results: a dotted target changes only the leaf of the object that is seen."""
        return self._evaluate(view, view)

    def _evaluate(self, view: View, base: Mapping[str, Any] | View) -> dict[str, Any]:
        found: dict[str, Any] = {}
        seen = view.over(found)
        for source, (name, *path) in self._pairs:
            try:
                value = None if source is None else source.evaluate(seen)
            except Failure as failure:
                raise Failure(IncidentType.IO_MAPPING_ERROR, failure.message) from failure
            before = found[name] if name in found else base.get(name)
            found[name] = with_leaf(before, path, value)
        return found


NONE = Mappings(())


def with_leaf(whole: Any, path: Sequence[str], value: Any) -> Any:
    """A copy of an object in which the member at the path has the value."""
    if not path:
        return value
    members = dict(whole) if isinstance(whole, dict) else {}
    members[path[0]] = with_leaf(members.get(path[0]), path[1:], value)
    return members


def result_of(target: str, value: Any, view: View) -> dict[str, Any]:
    """The variable that a result variable, which may be a dotted path, stands for."""
    name, *path = target.split(".")
    return {name: with_leaf(view.get(name), path, value)}
