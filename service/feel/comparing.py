"""Equality and order (DMN 1.5, tables 42 to 45 and 53): three-valued, null for unlike kinds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.feel.decimals import as_number
from service.feel.temporal.civil import NANOS
from service.feel.temporal.values import Date, DateTime, DaysTime, Time, YearsMonths
from service.feel.values import Range, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.feel.run import Run

Answer = bool | None

#: types whose Python equality and order are FEEL's
PLAIN = frozenset({Decimal, str, Date, YearsMonths, DaysTime, int})
_CLOCKS = frozenset({Time, DateTime})


def equal(left: Any, right: Any, run: Run) -> Answer:
    """`left = right`: null for unlike kinds, false where exactly one side is null."""
    kind = type(left)
    if kind is type(right):
        if kind in PLAIN or kind is bool:
            return bool(left == right)
        return _equal_like(kind, left, right, run)
    if left is None or right is None:
        return False
    left_number, right_number = as_number(left), as_number(right)
    if left_number is not None and right_number is not None:
        return left_number == right_number
    if kind_of(left) == kind_of(right):
        return left is right  # functions of different Python types
    return run.null("type", "Cannot compare {} with {}.", kind_of(left), kind_of(right))


def _equal_like(kind: type, left: Any, right: Any, run: Run) -> Answer:
    if kind is list:
        run.spend(min(len(left), len(right)) + 1)
        return len(left) == len(right) and all(equal(a, b, run) is True for a, b in zip(left, right, strict=True))
    if kind is dict:
        run.spend(min(len(left), len(right)) + 1)
        return left.keys() == right.keys() and all(equal(left[key], right[key], run) is True for key in left)
    if kind in _CLOCKS:
        return _equal_clocks(left, right)
    if kind is Range:
        return left[2:] == right[2:] and all(equal(left[i], right[i], run) is True for i in (0, 1))
    if kind is float:
        return as_number(left) == as_number(right)
    return left is right


def _equal_clocks(left: Time | DateTime, right: Time | DateTime) -> bool:
    """To the second: the specification's values of times have no fractions. Zones may differ."""
    if left.is_local != right.is_local:
        return False
    return bool(left.instant() // NANOS == right.instant() // NANOS)


def order(left: Any, right: Any) -> tuple[Any, Any] | None:
    """Two values as ones that Python orders as FEEL does; None where they have no order."""
    kind = type(left)
    if kind is type(right) and kind in PLAIN:
        return left, right
    if kind in _CLOCKS and kind is type(right):
        return _clock_order(left, right)
    left_number, right_number = as_number(left), as_number(right)
    if left_number is not None and right_number is not None:
        return left_number, right_number
    return None


def _clock_order(left: Time | DateTime, right: Time | DateTime) -> tuple[int, int]:
    """By instant; a local side borrows the other's offset (table 54)."""
    first, second = left.instant(), right.instant()
    if left.is_local and not right.is_local:
        first -= (right.utc_offset() or 0) * NANOS
    elif right.is_local and not left.is_local:
        second -= (left.utc_offset() or 0) * NANOS
    return first, second


def less(left: Any, right: Any, run: Run) -> Answer:
    """`left < right`; null for unlike kinds and kinds without order."""
    pair = order(left, right)
    return bool(pair[0] < pair[1]) if pair else _no_order(left, right, run)


def less_or_equal(left: Any, right: Any, run: Run) -> Answer:
    """`left <= right`: less or equal, where equal times may differ in fractions."""
    pair = order(left, right)
    if pair is None:
        return _no_order(left, right, run)
    return bool(pair[0] <= pair[1]) or (type(left) in _CLOCKS and _equal_clocks(left, right))


def _no_order(left: Any, right: Any, run: Run) -> None:
    run.null("type", "Cannot compare {} with {}.", kind_of(left), kind_of(right))


def _not_equal(left: Any, right: Any, run: Run) -> Answer:
    same = equal(left, right, run)
    return None if same is None else not same


OPERATORS: dict[str, Callable[[Any, Any, Run], Answer]] = {
    "=": equal,
    "!=": _not_equal,
    "<": less,
    "<=": less_or_equal,
    ">": lambda left, right, run: less(right, left, run),
    ">=": lambda left, right, run: less_or_equal(right, left, run),
}


def any_of(answers: Any) -> Answer:
    """The ternary `or` of answers; whatever is not a boolean counts as unknown."""
    unknown = False
    for answer in answers:
        if answer is True:
            return True
        unknown = unknown or answer is not False
    return None if unknown else False


def all_of(answers: Any) -> Answer:
    """The ternary `and` of answers; whatever is not a boolean counts as unknown."""
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is not True
    return None if unknown else True
