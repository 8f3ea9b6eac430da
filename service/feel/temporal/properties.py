"""The properties of temporal values (DMN 1.5, table 66)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.feel.temporal.civil import DAY_NANOS, NANOS
from service.feel.temporal.values import Date, DateTime, DaysTime, Time, YearsMonths

if TYPE_CHECKING:
    from collections.abc import Callable

_HOUR = 3600 * NANOS
_MINUTE = 60 * NANOS


def weekday(date: Date) -> int:
    """1 for Monday to 7 for Sunday; 1970-01-01 was a Thursday."""
    return (date.days + 3) % 7 + 1


def _seconds(nanos: int) -> Decimal:
    whole, fraction = divmod(nanos, NANOS)
    return Decimal(whole) if not fraction else Decimal(nanos) / NANOS


def _signed(count: int, unit: int, within: int | None = None) -> int:
    """Whole units of a count, with its sign; only what a larger unit leaves when `within` is given."""
    units = (abs(count) % within if within else abs(count)) // unit
    return -units if count < 0 else units


def _signed_seconds(nanos: int) -> Decimal:
    seconds = _seconds(abs(nanos) % _MINUTE)
    return -seconds if nanos < 0 else seconds


def _offset(value: Time | DateTime) -> DaysTime | None:
    offset = value.utc_offset()
    return None if offset is None else DaysTime(offset * NANOS)


_DATE: dict[str, Callable[[Any], Any]] = {
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "weekday": weekday,
}
_CLOCK: dict[str, Callable[[Any], Any]] = {
    "hour": lambda value: value.nanos // _HOUR,
    "minute": lambda value: value.nanos // _MINUTE % 60,
    "second": lambda value: _seconds(value.nanos % _MINUTE),
    "time offset": _offset,
    "timezone": lambda value: value.zone,
}


def _of_date(prop: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: prop(value.date)


#: per type, the value of each property; whole numbers as int
PROPERTIES: dict[type, dict[str, Callable[[Any], Any]]] = {
    Date: _DATE,
    Time: _CLOCK,
    DateTime: {**{name: _of_date(prop) for name, prop in _DATE.items()}, **_CLOCK},
    YearsMonths: {
        "years": lambda value: _signed(value.months, 12),
        "months": lambda value: _signed(value.months, 1, within=12),
    },
    DaysTime: {
        "days": lambda value: _signed(value.nanos, DAY_NANOS),
        "hours": lambda value: _signed(value.nanos, _HOUR, within=DAY_NANOS),
        "minutes": lambda value: _signed(value.nanos, _MINUTE, within=_HOUR),
        "seconds": lambda value: _signed_seconds(value.nanos),
    },
}
