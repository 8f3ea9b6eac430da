"""3.5, 3.6 and D22: how long is waited, when a stage is late, and who is told."""

from decimal import Decimal

import pytest

#: stage, client, level; warning and due in working hours of a day of eight; who is told how long after it was due
STAGES = [
    ("S1", "INDIVIDUAL", None, 8, 16, [(0, "presales_lead"), (16, "branch_manager")]),
    ("S2", "INDIVIDUAL", None, 16, 24, [(0, "senior_presales_lead"), (16, "presales_lead")]),
    ("S2", "ENTERPRISE", None, 16, 80, [(0, "senior_presales_lead"), (16, "presales_lead")]),
    ("S3", "INDIVIDUAL", None, 16, 24, [(0, "senior_presales_lead"), (24, "branch_manager")]),
    ("S3", "ENTERPRISE", None, 16, 56, [(0, "senior_presales_lead"), (24, "branch_manager")]),
    ("S4", "INDIVIDUAL", None, 4, 8, [(0, "presales_lead"), (8, "branch_manager")]),
    ("S5", "INDIVIDUAL", None, 8, 16, [(0, "compliance_officer"), (16, "branch_manager")]),
    ("S6", "INDIVIDUAL", None, 4, 8, [(0, "senior_presales_lead"), (8, "presales_lead")]),
    ("S7", "INDIVIDUAL", None, 2, 4, [(0, "compliance_officer"), (8, "process_manager")]),
    ("S7", "INDIVIDUAL", "L1", 2, 4, [(0, "compliance_officer"), (8, "process_manager")]),
    ("S7", "INDIVIDUAL", "L2", 4, 8, [(0, "branch_manager"), (8, "process_manager")]),
    ("S7", "INDIVIDUAL", "L3", 8, 16, [(0, "hq_committee"), (8, "process_manager")]),
    ("S7", "INDIVIDUAL", "L4", 20, 40, [(0, "process_manager")]),
]


@pytest.mark.parametrize(("stage", "client", "level", "warn", "due", "told"), STAGES)
def test_limits_of_a_stage(decide, stage, client, level, warn, due, told):
    limits = decide("stage_sla", stage=stage, client_type=client, level=level, hours_per_day=None)
    assert (limits["warn_hours"], limits["due_hours"]) == (warn, due)
    assert [(each["after_hours"], each["role"]) for each in limits["escalations"]] == told


def test_a_day_has_as_many_hours_as_the_calendar_says(decide):
    days = decide("stage_sla", stage="S1", client_type="INDIVIDUAL", level=None, hours_per_day=7.5)
    assert (days["warn_hours"], days["due_hours"], days["escalations"][1]["after_hours"]) == (7.5, 15, 15)
    hours = decide("stage_sla", stage="S7", client_type="INDIVIDUAL", level="L1", hours_per_day=7.5)
    assert (hours["due_hours"], hours["escalations"][1]["after_hours"]) == (4, 7.5)


@pytest.mark.parametrize(
    ("wait", "days", "shares", "on_expiry"),
    [
        ("W0", (5, None, 15), (None, None), "EXPIRE"),
        ("W1", (2, 5, 10), (None, None), "REISSUE_ONCE"),
        ("W2", (5, 10, 30), (None, None), "POSTPONE"),
        ("W3", (3, None, 15), (None, None), "ESCALATE"),
        ("W4", (2, None, 7), (None, None), "ESCALATE"),
        ("W5", (3, 7, 15), (None, None), "NURTURE"),
        ("W6", (None, None, None), (Decimal("0.5"), Decimal("0.8")), "OFFER_REQUOTE"),
        ("W7", (3, None, 15), (None, None), "CAP_SUM_INSURED"),
        ("W8", (2, None, 10), (None, None), "ESCALATE"),
        ("W9", (1, 3, 7), (None, None), "VOID_APPLICATION"),
        ("W10", (None, None, 15), (None, None), "CLOSE_WATCHER"),
    ],
)
def test_limits_of_a_wait(decide, wait, days, shares, on_expiry):
    limits = decide("wait_limits", wait=wait)
    assert (limits["reminder_1_days"], limits["reminder_2_days"], limits["expiry_days"]) == days
    assert (limits["reminder_1_share"], limits["reminder_2_share"]) == shares
    assert limits["on_expiry"] == on_expiry


@pytest.mark.parametrize(
    ("event", "role", "hours", "freeze"),
    [
        ("REVIEW_DISAGREEMENT", "product_expert", 8, False),
        ("COMPLAINT", "compliance_officer", 8, False),
        ("MIS_SELLING", "compliance_officer", 0, True),
        ("REINSURANCE_OVERDUE", "reinsurance_desk", 8, False),
        ("UNDERWRITING_OVERDUE", "underwriter", 8, False),
    ],
)
def test_d22_who_is_told_of_what(decide, event, role, hours, freeze):
    told = decide("escalation", event=event, hours_per_day=None)
    assert told == {"role": role, "hours": hours, "freeze": freeze}
