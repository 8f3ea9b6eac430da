"""What stands behind a dot: entries of contexts, properties of temporal values and ranges."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.feel.temporal.properties import PROPERTIES as TEMPORAL_PROPERTIES
from service.feel.values import Range, kind_of

if TYPE_CHECKING:
    from service.feel.errors import Position
    from service.feel.run import Run

PROPERTIES = TEMPORAL_PROPERTIES | {
    Range: {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    }
}


def member(value: Any, name: str, run: Run, at: Position) -> Any:
    """`value.name`; of a list, the list of its items' members; null where there is none."""
    if type(value) is list:
        run.check_list(len(value))
        return [member(item, name, run, at) for item in value]
    if type(value) is dict:
        if name in value:
            return value[name]
        return run.null("member", "No context entry found with key '{}'.", name, at=at)
    prop = PROPERTIES.get(type(value), {}).get(name)
    if prop is None:
        return run.null("member", "No property '{}' found of {}.", name, kind_of(value), at=at)
    result = prop(value)
    return Decimal(result) if type(result) is int else result
