"""When the client is reminded and when a wait ends, counted by hand on the calendar of 2026."""

from datetime import UTC, datetime

import pytest

from handlers.waits import remind_client, schedule_wait

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


class Gateway:
    """A provider that remembers."""

    def __init__(self):
        self.sent = []

    def send(self, message):
        self.sent.append(message)
        return "SMS"


WAIT = {
    "id": "W5",
    "opened_at": "2026-11-23T10:30:00+08:00",
    "reminder_1_at": "2026-11-26T10:30:00+08:00",
    "reminder_2_at": "2026-11-30T10:30:00+08:00",
    "expires_at": "2026-12-09T00:00:00+08:00",
}
CLIENT = {"name": "王小明", "phone": "+8613800138000", "email": None}


@pytest.fixture
def gateway(context):
    context.message_provider = Gateway()
    return context.message_provider


def remind(context, case, now, **variables):
    context.now = datetime.fromisoformat(now).astimezone(UTC)
    return remind_client({"case": case, "wait": WAIT, "applicant": CLIENT, **variables}, context)["reminders"]


def test_a_reminder_is_the_first_or_the_second_by_the_time(context, case, gateway):
    first = remind(context, case, "2026-11-26T10:30:00+08:00")
    both = remind(context, case, "2026-11-30T10:30:01+08:00", reminders=first)
    assert [(each["wait"], each["nth"], each["channel"]) for each in both] == [("W5", 1, "SMS"), ("W5", 2, "SMS")]
    assert [message.nth for message in gateway.sent] == [1, 2]
    assert gateway.sent[0].key != gateway.sent[1].key


def test_what_was_sent_is_not_sent_again(context, case, gateway):
    both = remind(
        context, case, "2026-11-30T10:30:00+08:00", reminders=remind(context, case, "2026-11-26T10:30:00+08:00")
    )
    assert remind(context, case, "2026-11-30T10:30:05+08:00", reminders=both) == both
    assert len(gateway.sent) == 2


def test_another_run_of_a_job_asks_for_the_same_message(context, case, gateway):
    remind(context, case, "2026-11-26T10:30:00+08:00")
    remind(context, case, "2026-11-26T10:31:00+08:00")  # the result of the first run was lost
    assert gateway.sent[0].key == gateway.sent[1].key


def test_a_reminder_of_an_earlier_wait_does_not_count(context, case, gateway):
    earlier = {"wait": "W5", "nth": 1, "sent_at": "2026-11-10T10:00:00+08:00", "channel": "SMS"}
    assert len(remind(context, case, "2026-11-26T10:30:00+08:00", reminders=[earlier])) == 2
    assert len(gateway.sent) == 1


@pytest.mark.parametrize(
    "known", [{"screening": {"do_not_contact": True}}, {"contact": {"privacy_consent": False, "method": "PHONE"}}]
)
def test_who_must_not_be_contacted_is_not_reminded(context, case, gateway, known):
    assert remind(context, case, "2026-11-26T10:30:00+08:00", **known) == []
    assert gateway.sent == []


def test_personal_data_are_not_shown_by_accident(context, case, gateway):
    remind(context, case, "2026-11-26T10:30:00+08:00")
    assert "王小明" not in repr(gateway.sent[0])
    assert "138" not in repr(gateway.sent[0])
