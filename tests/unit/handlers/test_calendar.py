"""Working time: examples counted by hand, and what holds of any calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendar import BusinessCalendar, InvalidCalendar
from service.presales.parameters import ParameterFiles

BUNDLE = Path(__file__).parents[3] / "bpmn"
CHINA = BusinessCalendar.of(ParameterFiles(BUNDLE / "jurisdictions").at("calendar", "CN", date(2026, 11, 23)))
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
#: nobody rests: the hours in which Berlin turns its clocks are worked
AROUND_THE_CLOCK = BusinessCalendar(
    BERLIN, ((time(0), time(6)), (time(6), time(23, 59))), frozenset(), {}, {}, date(2026, 1, 1), date(2026, 12, 31)
)
OFFICE_IN_BERLIN = replace(AROUND_THE_CLOCK, hours=((time(9), time(17)),), weekend=frozenset({5, 6}))


def at(text, zone=SHANGHAI):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23T09:00", 8, "2026-11-23T18:00"),  # a Monday; the lunch hour does not count
        ("2026-11-23T11:00", 2, "2026-11-23T14:00"),
        ("2026-11-23T12:30", 1, "2026-11-23T14:00"),
        ("2026-11-23T17:00", 2, "2026-11-24T10:00"),
        ("2026-11-27T17:30", 4, "2026-11-30T13:30"),  # Friday to Monday: 0.5 + 3 + 0.5
        ("2026-11-28T10:00", 8, "2026-11-30T18:00"),  # a Saturday
        ("2026-09-30T14:00", 8, "2026-10-08T14:00"),  # over the seven days of the National Day
        ("2026-10-09T17:00", 8, "2026-10-10T17:00"),  # the Saturday after is worked
        ("2026-02-13T09:00", 16, "2026-02-14T18:00"),  # so is the one before the Spring Festival
        ("2026-02-14T18:00", 1, "2026-02-24T10:00"),
        ("2026-01-02T09:00", 8, "2026-01-04T18:00"),  # the Sunday after New Year is worked
    ],
)
def test_working_hours_are_added(start, hours, end):
    assert CHINA.add_working_time(at(start), timedelta(hours=hours)) == at(end)
    assert CHINA.working_time(at(start), at(end)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "days", "end"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-09-30", 2, "2026-10-09"),
        ("2026-10-09", 1, "2026-10-10"),
        ("2026-10-10", 1, "2026-10-12"),
        ("2027-02-04", 1, "2027-02-11"),
    ],
)
def test_working_days_are_added(day, days, end):
    assert CHINA.add_working_days(date.fromisoformat(day), days) == date.fromisoformat(end)


def test_the_next_working_moment():
    assert CHINA.next_working_moment(at("2026-11-23T10:15")) == at("2026-11-23T10:15")
    assert CHINA.next_working_moment(at("2026-11-23T12:15")) == at("2026-11-23T13:00")
    assert CHINA.next_working_moment(at("2026-11-23T18:00")) == at("2026-11-24T09:00")
    assert CHINA.next_working_moment(at("2026-10-01T10:00")) == at("2026-10-08T09:00")


def test_an_hour_that_the_clocks_skip_is_not_worked():
    before, after = at("2026-03-29T01:00", BERLIN), at("2026-03-29T04:00", BERLIN)
    assert AROUND_THE_CLOCK.working_time(before, after) == timedelta(hours=2)
    assert AROUND_THE_CLOCK.add_working_time(before, timedelta(hours=2)) == after


def test_an_hour_that_the_clocks_repeat_is_worked_twice():
    before, after = at("2026-10-25T01:00", BERLIN), at("2026-10-25T04:00", BERLIN)
    assert AROUND_THE_CLOCK.working_time(before, after) == timedelta(hours=4)
    assert AROUND_THE_CLOCK.add_working_time(before, timedelta(hours=4)) == after


def test_office_hours_are_those_of_the_clock_on_the_wall():
    friday, monday = at("2026-03-27T16:00", BERLIN), at("2026-03-30T10:00", BERLIN)
    assert OFFICE_IN_BERLIN.add_working_time(friday, timedelta(hours=2)) == monday
    assert monday.astimezone(UTC).hour == 8  # summer time: two hours before, not one


def test_what_is_not_known_is_told():
    assert CHINA.knows(date(2027, 12, 31))
    assert not CHINA.knows(date(2028, 1, 1))
    assert not CHINA.knows(date(2025, 12, 31))


@pytest.mark.parametrize(
    "change",
    [
        {"hours": ()},
        {"hours": ((time(12), time(9)),)},
        {"hours": ((time(9), time(12)), (time(11), time(18)))},
        {"weekend": frozenset(range(7))},
    ],
)
def test_a_calendar_without_work_is_refused(change):
    with pytest.raises(InvalidCalendar):
        replace(CHINA, **change)


CALENDARS = st.sampled_from([CHINA, AROUND_THE_CLOCK, OFFICE_IN_BERLIN])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - naive bounds
SPANS = st.timedeltas(timedelta(0), timedelta(hours=200))


@given(CALENDARS, MOMENTS, SPANS)
def test_adding_and_measuring_are_inverse(calendar, moment, span):
    end = calendar.add_working_time(moment, span)
    assert end >= moment
    assert calendar.working_time(moment, end) == span


@given(CALENDARS, MOMENTS, SPANS.filter(bool))
def test_the_end_is_the_earliest(calendar, moment, span):
    just_before = calendar.add_working_time(moment, span) - timedelta(microseconds=1)
    assert calendar.working_time(moment, just_before) < span


@given(CALENDARS, MOMENTS, SPANS, SPANS)
def test_spans_may_be_added_one_after_the_other(calendar, moment, first, second):
    there = calendar.add_working_time(calendar.add_working_time(moment, first), second)
    assert there == calendar.add_working_time(moment, first + second)


@given(CALENDARS, st.tuples(MOMENTS, MOMENTS, MOMENTS).map(sorted))
def test_time_between_moments_adds_up(calendar, moments):
    first, second, third = moments
    parts = calendar.working_time(first, second) + calendar.working_time(second, third)
    assert parts == calendar.working_time(first, third)
