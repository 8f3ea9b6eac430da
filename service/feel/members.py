"""What stands behind a dot: entries of contexts, properties of temporal values and ranges."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.feel.temporal.properties import PROPERTIES
from service.feel.values import MISSING, Range, kind_of

if TYPE_CHECKING:
    from service.feel.errors import Position
    from service.feel.run import Run

_RANGE_FIELDS = {
    "start": 0,
    "end": 1,
    "start included": 2,
    "end included": 3,
}


def member(value: Any, name: str, run: Run, at: Position) -> Any:
    """`value.name`; of a list, the list of its items' members; null where there is none."""
    kind = type(value)
    if kind is dict:
        found = value.get(name, MISSING)
        if found is MISSING:
            return run.null("member", "No context entry found with key '{}'.", name, at=at)
        return found
    if value is None:
        return run.null("member", "Expected a value with '{}', but it is null.", name, at=at)
    if kind is list:
        run.check_list(len(value))
        return [member(item, name, run, at) for item in value]
    if kind is Range and name in _RANGE_FIELDS:
        return value[_RANGE_FIELDS[name]]
    prop = PROPERTIES.get(kind, {}).get(name)
    if prop is None:
        return run.null("member", "No property '{}' found of {}.", name, kind_of(value), at=at)
    result = prop(value)
    return Decimal(result) if type(result) is int else result
