"""What `for`, `some` and `every` go through."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.feel.decimals import DIGITS, as_number
from service.feel.temporal.values import Date, date_from_days
from service.feel.values import Range, kind_of

if TYPE_CHECKING:
    from service.feel.run import Run


def items_of(value: Any, run: Run) -> list[Any] | None:
    """The items of a list or of a range of whole numbers or dates; anything else is one item."""
    if value is None:
        return run.null("type", "Expected a list to go through, but it is null.")
    if type(value) is list:
        return value
    if type(value) is Range:
        return _items_within(value, run)
    return [value]


def items_between(start: Any, end: Any, run: Run) -> list[Any] | None:
    """The whole numbers or dates from start to end, both included, upwards or downwards."""
    first, last = _count(start), _count(end)
    if first is None or last is None or kind_of(start) != kind_of(end):
        return run.null("type", "Expected two whole numbers or dates, but got {} and {}.", start, end)
    return _series(first, last, run, dates=type(start) is Date)


def _items_within(value: Range, run: Run) -> list[Any] | None:
    first, last = _count(value.start), _count(value.end)
    if first is None or last is None or first > last or kind_of(value.start) != kind_of(value.end):
        return run.null("value", "Expected a range from a lower to a higher whole number or date.")
    first += not value.start_included
    last -= not value.end_included
    return _series(first, last, run, dates=type(value.start) is Date) if first <= last else []


def _count(value: Any) -> int | None:
    """A whole number, or a date as a count of days."""
    if type(value) is Date:
        return value.days
    number = as_number(value)
    if number is None or number != number.to_integral_value() or number.adjusted() >= DIGITS:
        return None
    return int(number)


def _series(first: int, last: int, run: Run, *, dates: bool) -> list[Any]:
    run.check_list(abs(last - first) + 1)
    counts = range(first, last + 1) if first <= last else range(first, last - 1, -1)
    return [date_from_days(count) for count in counts] if dates else [Decimal(count) for count in counts]
