"""The clock of a stage as arithmetic: runs in working time, stands still, goes on where it stopped."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.calendar import BusinessCalendar
from service.presales.parameters import ParameterFiles
from service.presales.stages.clock import StageClock, limits_of
from service.states import NoticeKind

BUNDLED = Path(__file__).parents[3] / "bpmn" / "jurisdictions"
CHINA = BusinessCalendar.of(ParameterFiles(BUNDLED).at("calendar", "CN", date(2026, 11, 23)))
LIMITS = {
    "warn_hours": 8,
    "due_hours": 16,
    "escalations": [{"after_hours": 0, "role": "lead"}, {"after_hours": 16, "role": "boss"}],
}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def test_limits_come_in_order_of_time():
    found = [(limit.kind, limit.after / timedelta(hours=1), limit.level, limit.role) for limit in limits_of(LIMITS)]
    assert found == [
        (NoticeKind.STAGE_WARNED, 8, 0, None),
        (NoticeKind.STAGE_OVERDUE, 16, 0, None),
        (NoticeKind.STAGE_ESCALATED, 16, 1, "lead"),
        (NoticeKind.STAGE_ESCALATED, 32, 2, "boss"),
    ]


def test_a_clock_that_stood_still_goes_on_where_it_stopped():
    clock = StageClock(1, LIMITS, "CN", None, at("2026-11-23T09:00"))
    assert clock.due_at(CHINA) == at("2026-11-24T18:00")
    still = clock.turned("CLIENT", at("2026-11-23T12:00"), CHINA)
    assert (still.worked, still.due_at(CHINA)) == (timedelta(hours=3), None)
    again = still.turned(None, at("2026-11-28T12:00"), CHINA)  # a Saturday
    assert (again.worked, again.waited) == (timedelta(hours=3), timedelta(days=5))
    assert again.due_at(CHINA) == at("2026-12-01T15:00")  # eight hours on Monday, five on Tuesday


def test_who_is_awaited_may_change_while_it_stands_still():
    still = StageClock(1, LIMITS, "CN", "CLIENT", at("2026-11-23T09:00"))
    other = still.turned("THIRD_PARTY", at("2026-11-23T10:00"), CHINA)
    assert (other.worked, other.waited) == (timedelta(0), timedelta(hours=1))


def test_a_limit_that_had_come_before_the_clock_stopped_stays_where_it_was():
    late = StageClock(1, LIMITS, "CN", "CLIENT", at("2026-11-23T09:00"), worked=timedelta(hours=20))
    again = late.turned(None, at("2026-11-25T10:00"), CHINA)
    assert again.due_at(CHINA) == at("2026-11-25T10:00")


@pytest.mark.parametrize("answer", [{}, {"warn_hours": None, "due_hours": 1, "escalations": []}, {"due_hours": "x"}])
def test_limits_of_another_shape_are_refused(answer):
    with pytest.raises((KeyError, TypeError, ValueError)):
        limits_of(answer)
