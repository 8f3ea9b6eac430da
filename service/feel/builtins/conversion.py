"""Conversion functions (DMN 1.5, table 72)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.feel import literals, ranges, texts
from service.feel.builtins.registry import builtin
from service.feel.decimals import truncated
from service.feel.temporal import zones
from service.feel.temporal.civil import NANOS, is_date
from service.feel.temporal.text import (
    MAX_OFFSET,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_time,
)
from service.feel.temporal.values import Date, DateTime, DaysTime, Time, YearsMonths, from_instant
from service.feel.values import Range, kind_of

if TYPE_CHECKING:
    from decimal import Decimal

    from service.feel.run import Run

_HOURS, _SIXTY = 24, 60


def _unread(run: Run, wanted: str, text: Any) -> None:
    run.null("value", "Expected a {}, but got '{}'.", wanted, text)


@builtin("date(from: string|date|date and time)", 'date("2024-02-29") = @"2024-02-29"')
def date(run: Run, value: Any) -> Date | None:
    """A date of its text, or of a date and time."""
    if type(value) is str:
        return parse_date(value) or _unread(run, "date", value)
    return value.date if isinstance(value, DateTime) else value


@builtin("date(year: number, month: number, day: number)", 'date(2024, 2, 29) = @"2024-02-29"')
def date_of_fields(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Date | None:
    """A date of its parts."""
    fields = truncated(year), truncated(month), truncated(day)
    return Date(*fields) if is_date(*fields) else _unread(run, "date", fields)


@builtin("time(from: string|time|date|date and time)", 'time("12:30:00Z") = @"12:30:00Z"')
def time(run: Run, value: Any) -> Time | None:
    """A time of its text, or of a date and time; of a date, its midnight in UTC."""
    if type(value) is str:
        return parse_time(value) or _unread(run, "time", value)
    if isinstance(value, DateTime):
        return Time(value.nanos, value.offset, value.zone)
    return Time(0, 0) if isinstance(value, Date) else value


@builtin(
    "time(hour: number, minute: number, second: number, offset?: days and time duration?)",
    'time(23, 59, 0, duration("PT2H")) = @"23:59:00+02:00"',
)
def time_of_fields(
    run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTime | None = None
) -> Time | None:
    """A time of its parts."""
    hours, minutes, nanos = truncated(hour), truncated(minute), truncated(second * NANOS)
    inside = 0 <= hours < _HOURS and 0 <= minutes < _SIXTY and 0 <= nanos < _SIXTY * NANOS
    seconds = None if offset is None else offset.nanos // NANOS
    if not inside or nanos != second * NANOS or (seconds is not None and abs(seconds) > MAX_OFFSET):
        return _unread(run, "time", (hour, minute, second, offset))
    return Time((hours * _SIXTY + minutes) * _SIXTY * NANOS + nanos, seconds)


@builtin("date and time(from: string|date and time)", 'date and time("2024-02-29T12:00:00").hour = 12')
def date_and_time(run: Run, value: Any) -> DateTime | None:
    """A date and time of its text."""
    if isinstance(value, DateTime):
        return value
    return parse_date_time(value) or _unread(run, "date and time", value)


@builtin(
    "date and time(date: date|date and time, time: time)",
    'date and time(date("2024-02-29"), time("12:00:00")) = @"2024-02-29T12:00:00"',
)
def date_and_time_of_parts(run: Run, day: Date | DateTime, clock: Time) -> DateTime:
    """A date with a time, whose offset or zone it takes."""
    return DateTime(day.date if isinstance(day, DateTime) else day, *clock)


@builtin(
    "date and time(date: date and time, timezone: string)",
    'date and time(@"2024-07-01T12:00:00Z", "Europe/Paris").hour = 14',
    origin="Camunda",
)
def date_and_time_in_zone(run: Run, moment: DateTime, timezone: str) -> DateTime | None:
    """The same instant in another zone; a local one gets the zone."""
    if not zones.exists(timezone):
        return _unread(run, "time zone", timezone)
    if moment.is_local:
        return moment._replace(zone=timezone)
    return from_instant(moment.instant(), None, timezone)


@builtin("duration(from: string|days and time duration|years and months duration)", 'duration("P1DT2H").hours = 2')
def duration(run: Run, value: Any) -> DaysTime | YearsMonths | None:
    """A duration of its text, which decides the kind."""
    if type(value) is str:
        return parse_duration(value) or _unread(run, "duration", value)
    return value  # type: ignore[no-any-return] # a duration


@builtin(
    "years and months duration(from: date|date and time, to: date|date and time)",
    'years and months duration(@"2023-12-24", @"2025-01-23") = duration("P1Y")',
)
def years_and_months_duration(run: Run, start: Date | DateTime, end: Date | DateTime) -> YearsMonths:
    """Whole months between two dates; times of day do not count."""
    first = start.date if isinstance(start, DateTime) else start
    last = end.date if isinstance(end, DateTime) else end
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearsMonths(months)


@builtin(
    "number(from: string, grouping separator?: string?, decimal separator?: string?)",
    'number("1.234,5", ".", ",") = 1234.5',
)
def number(run: Run, text: str, grouping: str | None = None, point: str | None = None) -> Decimal | None:
    """A number of its text."""
    fits = grouping in {None, " ", ",", "."} and point in {None, ",", "."}
    if not fits or (grouping is not None and grouping == point):
        return run.null("argument", "Expected separators that differ, but got '{}' and '{}'.", grouping, point)
    digits = text.replace(grouping, "") if grouping else text
    digits = digits.replace(point, ".") if point else digits
    value = literals.signed_number(digits)
    return _unread(run, "number", text) if value is None else value


@builtin("string(from: any)", 'string(1.50) = "1.50"')
def string(run: Run, value: Any) -> str | None:
    """The text of a value; null of null."""
    return None if value is None else texts.text_of(value, run)


@builtin("context(entries: list)", 'context([{key: "a", value: 1}, {key: "b", value: 2}]) = {a: 1, b: 2}')
def context(run: Run, entries: list[Any]) -> dict[str, Any] | None:
    """A context of its entries, each with a key and a value."""
    result: dict[str, Any] = {}
    for entry in entries:
        key = entry.get("key") if type(entry) is dict else None
        if type(key) is not str or "value" not in entry or key in result:
            return run.null("value", "Expected entries with different keys and a value, but got {}.", kind_of(entry))
        result[key] = entry["value"]
    return result


@builtin("range(from: string)", 'range("[18..21)").end included = false')
def range_of(run: Run, text: str) -> Range | None:
    """A range of its text, with literals at both ends."""
    return ranges.parse(text, run) or _unread(run, "range", text)
