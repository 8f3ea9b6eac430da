"""Working time of a jurisdiction: hours of the day, weekends, holidays, days worked in their place.

Moments carry an offset. Spans of working time are real time, so that an hour that a change of the clocks skips or
repeats within working hours is not or twice counted. A day outside of the dates for which holidays are known counts
by its weekday alone: ask `known_through` and say so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

_ZERO = timedelta(0)
_DAY = timedelta(days=1)
_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


class InvalidCalendar(ValueError):
    """The parameter set is none that can be reckoned with."""


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """When people work. `hours`: from–to in local time, in order; weekdays count from 0, Monday.

    Raises InvalidCalendar if nobody would ever work, or hours overlap."""

    zone: ZoneInfo
    hours: tuple[tuple[time, time], ...]
    weekend: frozenset[int]
    #: days off by name, and days of the weekend (or of a holiday) that are worked all the same
    holidays: Mapping[date, str]
    working_days: Mapping[date, str]
    #: the first and the last day for which holidays are known
    known_from: date
    known_to: date

    def __post_init__(self) -> None:
        backwards = any(begin >= end for begin, end in self.hours)
        if not self.hours or backwards or any(end > begin for (_, end), (begin, _) in pairwise(self.hours)):
            raise InvalidCalendar("Expected working hours in order and apart, but they are not. Mend `working_hours`.")
        if self.weekend >= set(range(7)):
            raise InvalidCalendar("Expected a working day in the week, but `weekend` has all seven. Take one out.")

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> "BusinessCalendar":
        """The calendar that a parameter set `calendar` describes. Raises InvalidCalendar."""
        try:
            return cls(
                zone=ZoneInfo(parameters["time_zone"]),
                hours=tuple((each["from"], each["to"]) for each in parameters["working_hours"]),
                weekend=frozenset(_WEEKDAYS.index(each) for each in parameters["weekend"]),
                holidays=dict(_days(parameters["holiday"])),
                working_days=dict(_days(parameters["working_day"])),
                known_from=parameters["known_from"],
                known_to=parameters["known_to"],
            )
        except (KeyError, ValueError) as error:
            raise InvalidCalendar(f"Expected a whole calendar, but {error} is missing or wrong. Mend it.") from error

    @property
    def hours_a_day(self) -> float:
        """How long people work on a working day."""
        spans = (datetime.combine(date.min, end) - datetime.combine(date.min, begin) for begin, end in self.hours)
        return sum(spans, _ZERO) / timedelta(hours=1)

    def day_of(self, moment: datetime) -> date:
        """The day it is then in the jurisdiction."""
        return moment.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """When a day begins there, in UTC."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day."""
        if day in self.working_days:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays

    def knows(self, day: date) -> bool:
        """Whether the holidays around that day are known."""
        return self.known_from <= day <= self.known_to

    def add_working_days(self, day: date, days: int) -> date:
        """The working day that comes so many working days after a day; with 0 the day itself."""
        for _ in range(days):
            day += _DAY
            while not self.is_working_day(day):
                day += _DAY
        return day

    def next_working_moment(self, moment: datetime) -> datetime:
        """That moment if people work then, else when they begin again, in UTC."""
        moment = moment.astimezone(UTC)
        for begin, end in self._periods(moment):
            if moment < end:
                return max(begin, moment)
        raise InvalidCalendar("Expected people to work again before the year 9999, but they do not.")

    def add_working_time(self, moment: datetime, span: timedelta) -> datetime:
        """The earliest moment, in UTC, by which so much working time has gone by since; with no span that moment."""
        # in UTC: between two moments of one zone Python reckons by the clock on the wall
        moment = moment.astimezone(UTC)
        if span <= _ZERO:
            return moment
        for begin, end in self._periods(moment):
            start = max(begin, moment)
            if start + span <= end:
                return start + span
            span -= max(end - start, _ZERO)
        raise InvalidCalendar("Expected people to work again before the year 9999, but they do not.")

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """How much working time there is between two moments; none if the second is not later."""
        start, end, worked = start.astimezone(UTC), end.astimezone(UTC), _ZERO
        for begins, ends in self._periods(start):
            if begins >= end:
                break
            worked += max(min(ends, end) - max(begins, start), _ZERO)
        return worked

    def _periods(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working periods in UTC, in order, from the day of a moment on."""
        day = self.day_of(since)
        while day < date.max:
            if self.is_working_day(day):
                for begin, end in self.hours:
                    yield self._at(day, begin), self._at(day, end)
            day += _DAY

    def _at(self, day: date, local: time) -> datetime:
        return datetime.combine(day, local, self.zone).astimezone(UTC)


def _days(rows: list[Mapping[str, Any]]) -> Iterator[tuple[date, str]]:
    """Each day of rows that name one (`on`) or several in a row (`from`, `to`)."""
    for row in rows:
        day, last = row.get("on", row.get("from")), row.get("on", row.get("to"))
        if day is None or last is None or last < day:
            raise InvalidCalendar(f"Expected days of '{row.get('name')}' as `on`, or `from` and `to`. Mend them.")
        while day <= last:
            yield day, row["name"]
            day += _DAY
