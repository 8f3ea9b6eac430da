"""Temporal values. All are immutable and hold what the text says: fields, offset or zone."""

from __future__ import annotations

from typing import NamedTuple

from service.feel.temporal import zones
from service.feel.temporal.civil import DAY_NANOS, MAX_YEAR, NANOS, epoch_day, from_epoch_day


class Date(NamedTuple):
    """A day of the proleptic Gregorian calendar."""

    year: int
    month: int
    day: int

    @property
    def days(self) -> int:
        """Days since 1970-01-01."""
        return epoch_day(self.year, self.month, self.day)


class Time(NamedTuple):
    """A time of day: nanoseconds since midnight, and an offset in seconds, or a zone, or neither."""

    nanos: int
    offset: int | None = None
    zone: str | None = None

    @property
    def is_local(self) -> bool:
        """True without offset and zone."""
        return self.offset is None and self.zone is None

    def utc_offset(self) -> int | None:
        """Seconds east of UTC; a zone's at a fixed day, since a time has none."""
        return self.offset if self.zone is None else zones.reference_offset(self.zone)

    def instant(self) -> int:
        """Nanoseconds since UTC's midnight, may be negative; of a local time, as if in UTC."""
        return self.nanos - (self.utc_offset() or 0) * NANOS


class DateTime(NamedTuple):
    """A date with a time of day: nanoseconds since midnight, and an offset, or a zone, or neither."""

    date: Date
    nanos: int
    offset: int | None = None
    zone: str | None = None

    @property
    def is_local(self) -> bool:
        """True without offset and zone."""
        return self.offset is None and self.zone is None

    def utc_offset(self) -> int | None:
        """Seconds east of UTC, of a zone at this moment; None for a local one."""
        if self.zone is None:
            return self.offset
        return zones.offset_at(self.zone, self.local())

    def local(self) -> int:
        """Nanoseconds since 1970-01-01T00:00 on the clock that shows these fields."""
        return self.date.days * DAY_NANOS + self.nanos

    def instant(self) -> int:
        """Nanoseconds since 1970 UTC; of a local one, as if in UTC."""
        return self.local() - (self.utc_offset() or 0) * NANOS


class YearsMonths(NamedTuple):
    """A years and months duration, in months."""

    months: int


class DaysTime(NamedTuple):
    """A days and time duration, in nanoseconds."""

    nanos: int


Temporal = Date | Time | DateTime | YearsMonths | DaysTime


def date_from_days(days: int) -> Date | None:
    """The date that many days after 1970-01-01; null outside the years that FEEL has."""
    year, month, day = from_epoch_day(days)
    return Date(year, month, day) if abs(year) <= MAX_YEAR else None


def from_local(nanos: int, offset: int | None = None, zone: str | None = None) -> DateTime | None:
    """A date and time from nanoseconds since 1970 on its own clock."""
    days, rest = divmod(nanos, DAY_NANOS)
    date = date_from_days(days)
    return DateTime(date, rest, offset, zone) if date else None


def from_instant(nanos: int, offset: int | None = None, zone: str | None = None) -> DateTime | None:
    """A date and time from nanoseconds since 1970 UTC, shown at an offset or in a zone."""
    seconds = zones.offset_of_instant(zone, nanos) if zone is not None else (offset or 0)
    return from_local(nanos + seconds * NANOS, offset, zone)
