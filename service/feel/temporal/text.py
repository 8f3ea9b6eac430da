"""Temporal values from and to their ISO 8601 texts (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8)."""

from __future__ import annotations

import re

from service.feel.temporal import zones
from service.feel.temporal.civil import DAY_NANOS, NANOS, is_date
from service.feel.temporal.values import (
    Date,
    DateTime,
    DaysTime,
    Temporal,
    Time,
    YearsMonths,
    date_from_days,
)

MAX_OFFSET = 18 * 3600
_DATE = r"(-?(?:[0-9]{4}|[1-9][0-9]{4,8}))-([0-9]{2})-([0-9]{2})"
# without seconds, with a leading T, and with both an offset and [a zone]: as Camunda accepts them
_TIME = (
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?(?:@([^\[\]@]+)|\[([^\[\]@]+)\])?"
)
_DATE_TEXT = re.compile(_DATE)
_TIME_TEXT = re.compile("T?" + _TIME)
_DATE_TIME_TEXT = re.compile(_DATE + "(?:T" + _TIME + ")?")
_YEARS_MONTHS = re.compile(r"(-?)P(?=-?[0-9])(?:(-?[0-9]+)Y)?(?:(-?[0-9]+)M)?")
_DAYS_TIME = re.compile(
    r"(-?)P(?=-?[0-9]|T-?[0-9])(?:(-?[0-9]+)D)?"
    r"(?:T(?=-?[0-9])(?:(-?[0-9]+)H)?(?:(-?[0-9]+)M)?(?:(-?)([0-9]+)(?:\.([0-9]*))?S)?)?"
)
#: longest text of a duration that is read, and digits of its parts
_MAX_DURATION_TEXT = 100


def parse_date(text: str) -> Date | None:
    """A date, or None where the text is not one or there is no such day."""
    match = _DATE_TEXT.fullmatch(text)
    return _date(*match.groups()) if match else None


def _date(year: str, month: str, day: str) -> Date | None:
    fields = int(year), int(month), int(day)
    if year.startswith("-") and not fields[0]:
        return None
    return Date(*fields) if is_date(*fields) else None


def parse_time(text: str) -> Time | None:
    """A time of day, or None. 24:00:00 is midnight."""
    match = _TIME_TEXT.fullmatch(text)
    parts = _time(*match.groups()) if match else None
    return Time(parts[0] % DAY_NANOS, parts[1], parts[2]) if parts else None


def parse_date_time(text: str) -> DateTime | None:
    """A date and time, or None; a bare date is its local midnight, 24:00:00 the next day's."""
    match = _DATE_TIME_TEXT.fullmatch(text)
    if not match:
        return None
    date = _date(*match.groups()[:3])
    if date is None:
        return None
    if match.group(4) is None:
        return DateTime(date, 0)
    parts = _time(*match.groups()[3:])
    if parts is None:
        return None
    nanos, offset, zone = parts
    next_day = date_from_days(date.days + 1) if nanos == DAY_NANOS else date
    return DateTime(next_day, nanos % DAY_NANOS, offset, zone) if next_day else None


def _time(*groups: str | None) -> tuple[int, int | None, str | None] | None:
    """Nanoseconds of the day, offset and zone, from the groups of a time's pattern."""
    hour, minute, second, fraction, offset, at_zone, bracket_zone = groups
    seconds = int(hour or 0) * 3600 + int(minute or 0) * 60 + int(second or 0)
    nanos = seconds * NANOS + int((fraction or "").ljust(9, "0"))
    if int(minute or 0) > 59 or int(second or 0) > 59 or nanos > DAY_NANOS:  # noqa: PLR2004 - of a clock
        return None
    zone = at_zone or bracket_zone
    if zone is not None and not zones.exists(zone):
        return None
    if offset is not None and at_zone is not None:
        return None
    if offset is None or zone is not None:
        return nanos, None, zone
    shift = parse_offset(offset)
    return (nanos, shift, None) if shift is not None else None


def parse_offset(text: str) -> int | None:
    """Seconds east of UTC of `Z` or `±hh:mm[:ss]`; None beyond 18 hours."""
    if text == "Z":
        return 0
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    total = hours * 3600 + minutes * 60 + sum(seconds)
    if minutes > 59 or sum(seconds) > 59 or total > MAX_OFFSET:  # noqa: PLR2004 - of a clock
        return None
    return -total if text[0] == "-" else total


def parse_duration(text: str) -> YearsMonths | DaysTime | None:
    """A duration of either kind, which the text decides, or None."""
    if len(text) > _MAX_DURATION_TEXT:
        return None
    match = _YEARS_MONTHS.fullmatch(text)
    if match:
        sign, years, months = match.groups()
        total = int(years or 0) * 12 + int(months or 0)
        return YearsMonths(-total if sign else total)
    match = _DAYS_TIME.fullmatch(text)
    if not match:
        return None
    sign, days, hours, minutes, second_sign, seconds, fraction = match.groups()
    nanos = int(seconds or 0) * NANOS + int((fraction or "")[:9].ljust(9, "0"))
    whole = (int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)
    total = whole * 60 * NANOS + (-nanos if second_sign else nanos)
    return DaysTime(-total if sign else total)


def format_temporal(value: Temporal) -> str:
    """The ISO text of a temporal value, which reads back as the same value."""
    if isinstance(value, Date):
        return _format_date(value)
    if isinstance(value, Time):
        return _format_clock(value.nanos, value.offset, value.zone)
    if isinstance(value, DateTime):
        return _format_date(value.date) + "T" + _format_clock(value.nanos, value.offset, value.zone)
    if isinstance(value, YearsMonths):
        return _format_years_months(value.months)
    return _format_days_time(value.nanos)


def _format_date(date: Date) -> str:
    sign = "-" if date.year < 0 else ""
    return f"{sign}{abs(date.year):04d}-{date.month:02d}-{date.day:02d}"


def _format_clock(nanos: int, offset: int | None, zone: str | None) -> str:
    minutes, rest = divmod(nanos, 60 * NANOS)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // NANOS:02d}{_fraction(rest % NANOS)}"
    suffix = f"@{zone}" if zone is not None else "" if offset is None else _format_offset(offset)
    return f"{hours:02d}:{minutes:02d}:{seconds}{suffix}"


def _format_offset(offset: int) -> str:
    if offset == 0:
        return "Z"
    minutes, seconds = divmod(abs(offset), 60)
    tail = f":{seconds:02d}" if seconds else ""
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}{tail}"


def _fraction(nanos: int) -> str:
    return f".{nanos:09d}".rstrip("0") if nanos else ""


def _format_years_months(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    parts = (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    return f"{'-' if months < 0 else ''}P{parts or '0M'}"


def _format_days_time(nanos: int) -> str:
    minutes, rest = divmod(abs(nanos), 60 * NANOS)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    seconds = f"{rest // NANOS}{_fraction(rest % NANOS)}S" if rest else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + seconds
    parts = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"{'-' if nanos < 0 else ''}P{parts or 'T0S'}"
