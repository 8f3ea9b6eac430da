"""Points in time and durations of timers and schedules: from FEEL's values or ISO 8601 text."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from service import feel
from service.feel.temporal.text import parse_date_time, parse_duration

_CYCLE = re.compile(r"R(?P<count>-?\d*)/(?:(?P<start>[^/P]+)/)?(?P<interval>-?P[^/]+)")
_MICROSECOND = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9999, 12, 31, tzinfo=UTC)
_MONTHS = 12
_LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Duration = feel.YearsMonths | feel.DaysTime


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repeating interval: how often in all (None = for ever), how far apart, and its first moment if given."""

    count: int | None
    interval: str
    start: datetime | None


def as_moment(value: Any) -> datetime | None:
    """A date and time with an offset or zone, in UTC; None if it is none."""
    if isinstance(value, str):
        value = parse_date_time(value.strip())
    if not isinstance(value, feel.DateTime) or value.is_local:
        return None
    try:
        return _EPOCH + timedelta(microseconds=value.instant() // _MICROSECOND)
    except OverflowError:
        return None


def as_duration(value: Any) -> Duration | None:
    """A duration; None if it is none."""
    if isinstance(value, str):
        value = parse_duration(value.strip())
    return value if isinstance(value, feel.YearsMonths | feel.DaysTime) else None


def as_cycle(value: Any) -> Cycle | None:
    """An ISO 8601 repeating interval such as R3/PT10S, R/P1D, R2/2026-01-01T00:00:00Z/P1M; None if it is none."""
    found = _CYCLE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or as_duration(found["interval"]) is None:
        return None
    start = as_moment(found["start"]) if found["start"] else None
    if found["start"] and start is None:
        return None
    count = int(found["count"]) if found["count"] else -1
    return Cycle(None if count < 0 else max(count, 1), found["interval"], start)


def later(moment: datetime, duration: Duration) -> datetime:
    """The moment that much later, or as late as a moment can be. Months end at the last day that there is."""
    try:
        if isinstance(duration, feel.DaysTime):
            return moment + timedelta(microseconds=duration.nanos // _MICROSECOND)
        return _add_months(moment, duration.months)
    except (OverflowError, ValueError):
        return _LATEST


def due_again(due: datetime, interval: str, now: datetime) -> datetime:
    """When a cycle fires after `due`; if that is over already, one interval from now."""
    duration = as_duration(interval)
    if duration is None:
        return _LATEST
    following = later(due, duration)
    return following if following > now else later(now, duration)


def to_text(moment: datetime) -> str:
    """As ISO 8601 in UTC, to the microsecond."""
    return moment.isoformat()


def from_text(text: str) -> datetime:
    """Back from `to_text`."""
    return datetime.fromisoformat(text)


def _add_months(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, _MONTHS)
    year, last = moment.year + years, _LAST_DAYS[month]
    if month == 1 and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        last = 28
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
