"""When the client is reminded and when a wait ends, counted by hand on the calendar of 2026."""

from datetime import UTC, datetime

import pytest

from handlers.waits import schedule_wait

NEVER = "9999-12-31T00:00:00+00:00"
BY_DAYS = {"reminder_1_days": 3, "reminder_2_days": 7, "expiry_days": 15, "on_expiry": "NURTURE"}
BY_SHARES = {"reminder_1_share": 0.5, "reminder_2_share": 0.8, "expiry_days": None}


def schedule(context, case, now, limits, **more):
    context.now = datetime.fromisoformat(now).astimezone(UTC)
    context.headers = {"wait": "W5"}
    wait = schedule_wait({"case": case, "wait_limits": limits, **more}, context)["wait"]
    return wait["reminder_1_at"], wait["reminder_2_at"], wait["expires_at"]


def test_days_are_calendar_days_and_the_last_one_is_whole(context, case):
    assert schedule(context, case, "2026-11-23T10:30:00+08:00", BY_DAYS) == (
        "2026-11-26T10:30:00+08:00",
        "2026-11-30T10:30:00+08:00",
        "2026-12-09T00:00:00+08:00",
    )


def test_a_reminder_on_a_weekend_or_holiday_comes_when_people_work_again(context, case):
    assert schedule(context, case, "2026-09-28T20:00:00+08:00", BY_DAYS) == (
        "2026-10-08T09:00:00+08:00",  # 1 October would be a holiday
        "2026-10-08T09:00:00+08:00",
        "2026-10-14T00:00:00+08:00",
    )


def test_a_quotation_is_reminded_of_at_shares_of_its_validity(context, case):
    validity = {"quotation_validity": {"valid_until": "2026-12-02", "rule": "30 d"}}
    assert schedule(context, case, "2026-11-23T00:00:00+08:00", BY_SHARES, **validity) == (
        "2026-11-30T09:00:00+08:00",  # half of ten days: Saturday, so the Monday after
        "2026-12-01T09:00:00+08:00",  # eight days: the Tuesday at midnight, so when people begin
        "2026-12-03T00:00:00+08:00",
    )


def test_what_the_table_leaves_empty_never_comes(context, case):
    limits = {"reminder_1_days": 3, "reminder_2_days": None, "expiry_days": None}
    assert schedule(context, case, "2026-11-23T10:30:00+08:00", limits) == ("2026-11-26T10:30:00+08:00", NEVER, NEVER)


def test_a_reminder_after_the_end_is_not_sent(context, case):
    limits = {"reminder_1_days": 4, "expiry_days": 5}  # Saturday would become Monday, but Sunday is the last day
    assert schedule(context, case, "2026-11-24T10:00:00+08:00", limits) == (NEVER, NEVER, "2026-11-30T00:00:00+08:00")


def test_shares_need_a_validity(context, case):
    with pytest.raises(ValueError, match="quotation_validity"):
        schedule(context, case, "2026-11-23T10:30:00+08:00", BY_SHARES)
