"""Temporal values from and to Python's own, for callers that schedule or store them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from service.feel.temporal.civil import DAY_NANOS, NANOS
from service.feel.temporal.values import Date, DateTime, DaysTime, Temporal, Time

_MICRO = 1000


def from_python(value: date | datetime | time | timedelta) -> Temporal:
    """The FEEL value of a Python one; a ZoneInfo keeps its name, any other time zone its offset."""
    if isinstance(value, timedelta):
        return DaysTime((value.days * 86_400 + value.seconds) * NANOS + value.microseconds * _MICRO)
    if isinstance(value, datetime):
        offset, zone = _zone(value)
        return DateTime(Date(value.year, value.month, value.day), _nanos(value), offset, zone)
    if isinstance(value, time):
        return Time(_nanos(value), *_zone(value))
    return Date(value.year, value.month, value.day)


def _nanos(value: datetime | time) -> int:
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    return seconds * NANOS + value.microsecond * _MICRO


def _zone(value: datetime | time) -> tuple[int | None, str | None]:
    if isinstance(value.tzinfo, ZoneInfo):
        return None, value.tzinfo.key
    offset = value.utcoffset()
    return (None if offset is None else round(offset.total_seconds())), None


def to_datetime(value: DateTime) -> datetime:
    """Python's datetime, to the microsecond; raises ValueError outside the years 1 to 9999."""
    day = value.date
    zone: tzinfo | None = None
    if value.zone is not None:
        zone = ZoneInfo(value.zone)
    elif value.offset is not None:
        zone = timezone(timedelta(seconds=value.offset))
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return midnight + timedelta(microseconds=value.nanos // _MICRO)


def to_timedelta(value: DaysTime) -> timedelta:
    """Python's timedelta, to the microsecond; raises OverflowError beyond some 2.7 million years."""
    days, nanos = divmod(value.nanos, DAY_NANOS)
    return timedelta(days=days, microseconds=nanos // _MICRO)
