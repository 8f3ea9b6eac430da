"""The operators + - * / ** for every pair of kinds (DMN 1.5, tables 51, 52, 56 to 66); null otherwise."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.feel import decimals
from service.feel.decimals import NumberError, as_number
from service.feel.temporal import arithmetic as temporal
from service.feel.temporal.values import Date, DateTime, DaysTime, Time, YearsMonths
from service.feel.values import kind_of

if TYPE_CHECKING:
    from service.feel.errors import Position
    from service.feel.run import Run

Operation = Callable[[Any, Any], Any]
#: what a power costs beside other operations
_POWER_STEPS = 50
Rules = dict[tuple[type, type], Operation]


def _swap(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


def _negated(operation: Operation) -> Operation:
    return lambda left, right: operation(left, negate(right))


_SHIFTS: Rules = {
    (Date, YearsMonths): temporal.date_plus_months,
    (Date, DaysTime): temporal.date_plus_nanos,
    (DateTime, YearsMonths): temporal.date_time_plus_months,
    (DateTime, DaysTime): temporal.date_time_plus_nanos,
    (Time, DaysTime): temporal.time_plus_nanos,
}
_ADD: Rules = {
    (Decimal, Decimal): operator.add,
    (str, str): operator.add,
    (YearsMonths, YearsMonths): lambda left, right: temporal.months(left.months + right.months),
    (DaysTime, DaysTime): lambda left, right: temporal.nanos(left.nanos + right.nanos),
    **_SHIFTS,
    **{(right, left): _swap(shift) for (left, right), shift in _SHIFTS.items()},
}
_SUBTRACT: Rules = {
    (Decimal, Decimal): operator.sub,
    (YearsMonths, YearsMonths): lambda left, right: temporal.months(left.months - right.months),
    (DaysTime, DaysTime): lambda left, right: temporal.nanos(left.nanos - right.nanos),
    (Date, Date): temporal.date_minus_date,
    (Date, DateTime): temporal.moments_minus,
    (DateTime, Date): temporal.moments_minus,
    (DateTime, DateTime): temporal.moments_minus,
    (Time, Time): temporal.time_minus_time,
    **{kinds: _negated(shift) for kinds, shift in _SHIFTS.items()},
}
_MULTIPLY: Rules = {
    (Decimal, Decimal): operator.mul,
    (YearsMonths, Decimal): temporal.months_times,
    (Decimal, YearsMonths): _swap(temporal.months_times),
    (DaysTime, Decimal): temporal.nanos_times,
    (Decimal, DaysTime): _swap(temporal.nanos_times),
}
_DIVIDE: Rules = {
    (Decimal, Decimal): operator.truediv,
    (YearsMonths, Decimal): temporal.months_divided,
    (DaysTime, Decimal): temporal.nanos_divided,
    (YearsMonths, YearsMonths): lambda left, right: temporal.ratio(left.months, right.months),
    (DaysTime, DaysTime): lambda left, right: temporal.ratio(left.nanos, right.nanos),
}
RULES: dict[str, Rules] = {
    "+": _ADD,
    "-": _SUBTRACT,
    "*": _MULTIPLY,
    "/": _DIVIDE,
    "**": {(Decimal, Decimal): decimals.power},
}


def calculate(symbol: str, left: Any, right: Any, run: Run, at: Position) -> Any:
    """`left symbol right`; null with a diagnostic where there is no such operation or no such value."""
    operation = RULES[symbol].get((type(left), type(right)))
    if operation is None:
        left, right = _adopted(left), _adopted(right)
        operation = RULES[symbol].get((type(left), type(right)))
        if operation is None:
            return run.null("type", "Cannot calculate {} {} {}.", kind_of(left), symbol, kind_of(right), at=at)
    if type(left) is str:
        run.check_string(len(left) + len(right))
        run.spend((len(left) + len(right)) >> 5)
    elif symbol == "**":
        run.spend(_POWER_STEPS)
    try:
        value = operation(left, right)
    except NumberError:
        value = None
    if value is None:
        return run.null("value", "There is no value of this {} {} {}.", kind_of(left), symbol, kind_of(right), at=at)
    return value


def _adopted(value: Any) -> Any:
    """A caller's int or float as the Decimal it stands for."""
    return as_number(value) if type(value) in (int, float) else value


def negate(value: Any) -> Any:
    """`-value` of a number or a duration, else null."""
    kind = type(value)
    if kind is YearsMonths:
        return YearsMonths(-value.months)
    if kind is DaysTime:
        return DaysTime(-value.nanos)
    number = as_number(value)
    return None if number is None else -number
