"""Lists, contexts, ranges, filters."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.feel import ranges
from service.feel.compiling.unit import Closure, Frame, Place, build, compiles, root_of
from service.feel.decimals import as_number, truncated
from service.feel.nodes import ContextOf, Filter, ListOf, Literal, OneSided, RangeOf
from service.feel.values import MISSING, kind_of

if TYPE_CHECKING:
    from service.feel.errors import Position
    from service.feel.run import Run


@compiles(ListOf)
def _list(node: ListOf, place: Place) -> Closure:
    if all(isinstance(item, Literal) and item.valid for item in node.items):
        constants = [item.value for item in node.items if isinstance(item, Literal)]
        return lambda env, run: _made(constants[:], run)
    place.unit.bounded = False
    items = [build(item, place) for item in node.items]
    return lambda env, run: _made([item(env, run) for item in items], run)


def _made(items: list[Any], run: Run) -> list[Any]:
    run.spend(len(items))
    return items


@compiles(ContextOf)
def _context(node: ContextOf, place: Place) -> Closure:
    """Entries see those before them. A key twice makes the whole context null."""
    place.unit.bounded = False
    entries: list[tuple[str, Closure]] = []
    for key, value in node.entries:
        seen = frozenset(name for name, _ in entries)
        entries.append((key, build(value, place.inside(seen))))
    if len({key for key, _ in entries}) < len(entries):
        at = place.unit.position(node)
        return lambda env, run: run.null("value", "Expected different keys in a context.", at=at)

    def context(env: Any, run: Run) -> Any:
        run.spend(len(entries))
        values: dict[str, Any] = {}
        frame = Frame(values, env, root_of(env))
        for key, value in entries:
            values[key] = value(frame, run)
        return values

    return context


@compiles(RangeOf)
def _range(node: RangeOf, place: Place) -> Closure:
    low, high = build(node.low, place), build(node.high, place)
    low_included, high_included = node.low_included, node.high_included

    def make(env: Any, run: Run) -> Any:
        start, end = low(env, run), high(env, run)
        return ranges.make(start, end, run, low_included=low_included, high_included=high_included)

    return make


@compiles(OneSided)
def _one_sided(node: OneSided, place: Place) -> Closure:
    operator, operand = node.operator, build(node.operand, place)
    return lambda env, run: ranges.one_sided(operator, operand(env, run))


@compiles(Filter)
def _filter(node: Filter, place: Place) -> Closure:
    place.unit.bounded = False
    at = place.unit.position(node)
    target = build(node.target, place)
    if isinstance(node.condition, Literal) and type(node.condition.value) is Decimal:
        index = truncated(node.condition.value)
        return lambda env, run: _item_at(target(env, run), index, run, at)
    condition = build(node.condition, place.inside(None))

    def filtered(env: Any, run: Run) -> Any:
        items = target(env, run)
        if items is None:
            return run.null("type", "Expected a list to filter, but it is null.", at=at)
        return _keep(items if type(items) is list else [items], condition, env, run, at)

    return filtered


def _item_at(items: Any, index: int, run: Run, at: Position) -> Any:
    """Counted from 1, or from the end with a minus; anything but a list is a list of itself."""
    if items is None:
        return run.null("type", "Expected a list to take an item of, but it is null.", at=at)
    if type(items) is not list:
        items = [items]
    if 0 < index <= len(items):
        return items[index - 1]
    if -len(items) <= index < 0:
        return items[index]
    return run.null("value", "Expected an index within {} items, but it is {}.", len(items), index, at=at)


def _keep(items: list[Any], condition: Closure, env: Any, run: Run, at: Position) -> Any:
    """The items whose condition is true; if it is a number for the first, the item at that index."""
    kept: list[Any] = []
    frame = Frame(MISSING, env, root_of(env))
    for position, item in enumerate(items):
        run.spend()
        frame.values = item
        answer = condition(frame, run)
        if answer is True:
            kept.append(item)
        elif answer is not False and answer is not None:
            number = as_number(answer)
            if position == 0 and number is not None:
                return _item_at(items, truncated(number), run, at)
            return run.null("type", "Expected true or false for each item, but got a {}.", kind_of(answer), at=at)
    return kept
