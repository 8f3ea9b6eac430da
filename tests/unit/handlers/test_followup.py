"""Dates proposed for the follow-up, counted by hand on the calendar of 2026 (holiday: 1 to 7 October)."""

from datetime import UTC, datetime

import pytest

from handlers.followup import propose_followup


def propose(context, case, now, pay_mode="ANNUAL", **more):
    context.now = datetime.fromisoformat(now).astimezone(UTC)
    proposed = propose_followup({"case": case, "quotation_terms": {"pay_mode": pay_mode}, **more}, context)
    return proposed["followup"]["tasks"]


def test_working_days_from_the_day_the_file_is_compiled(context, case):
    tasks = propose(context, case, "2026-11-23T10:00:00+08:00")
    assert [(each["task"], each["due"]) for each in tasks] == [
        ("ISSUE", "2026-11-30"),
        ("DELIVERY", "2026-12-07"),
        ("CALLBACK", "2026-12-14"),
        ("RENEWAL", "2027-10-24"),
    ]


@pytest.mark.parametrize(
    ("pay_mode", "renewal"),
    [("ANNUAL", "2027-03-25"), ("SEMI", "2026-09-24"), ("QUARTERLY", "2026-06-24"), ("MONTHLY", "2026-04-24")],
)
def test_the_first_renewal_is_told_thirty_days_before(context, case, pay_mode, renewal):
    """From 24 April: 24 April 2027, October, July, May less 30 days; never before today."""
    assert propose(context, case, "2026-04-24T10:00:00+08:00", pay_mode)[-1]["due"] == renewal


def test_a_month_without_that_day_ends_earlier(context, case):
    tasks = propose(context, case, "2026-08-31T10:00:00+08:00", "SEMI")
    assert tasks[-1]["due"] == "2027-01-29"  # 28 February 2027 less 30 days


def test_a_single_premium_has_no_renewal(context, case):
    tasks = propose(context, case, "2026-11-23T10:00:00+08:00", "SINGLE")
    assert [each["task"] for each in tasks] == ["ISSUE", "DELIVERY", "CALLBACK"]


def test_what_is_planned_stays(context, case):
    planned = [{"task": "OTHER", "owner": "李助理", "due": "2026-12-31", "remark": None}]
    assert propose(context, case, "2026-11-23T10:00:00+08:00", followup={"tasks": planned}) == planned


def test_the_seller_of_the_case_has_it(context, case):
    tasks = propose(context, case, "2026-11-23T10:00:00+08:00", seller={"name": "林資深"})
    assert {each["owner"] for each in tasks} == {"林資深"}
