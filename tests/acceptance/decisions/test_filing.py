"""D19, D27 and D28: what a complete file holds, how closely the client is looked at, how long papers are kept."""

import pytest

ALWAYS = [
    "client_profile",
    "potential_report",
    "needs_report",
    "prelim_plan",
    "plan_list",
    "plan_book",
    "plan_confirm",
    "quote",
    "quote_confirm",
    "risk_notice",
    "risk_ack",
    "purchase_notice",
    "exclusion_ack",
    "application",
    "payment_authorisation",
    "agent_report",
    "comm_log",
]
FILE = {
    "product_line": "LIFE",
    "risk_level": 2,
    "affordability": "OK",
    "recording_mode": "NONE",
    "present": ALWAYS,
    "advised": False,
    "at": "S6",
}


@pytest.fixture
def check(decide):
    return lambda **change: decide("file_checklist", **(FILE | change))


def test_d19_all_mandatory_papers_make_a_complete_file(check):
    result = check()
    assert result == {"mandatory": ALWAYS, "missing": [], "complete": True, "return_to": None}
    assert check(at=None) == result
    assert check(present=[*ALWAYS, "stop_advice"])["complete"] is True


@pytest.mark.parametrize(
    ("missing", "stage"),
    [
        (["client_profile"], "S1"),
        (["needs_report"], "S2"),
        (["plan_book"], "S3"),
        (["quote_confirm"], "S4"),
        (["exclusion_ack"], "S5"),
        (["comm_log"], "S6"),
        (["quote_confirm", "application"], "S4"),
    ],
)
def test_d19_a_gap_goes_back_to_the_earliest_stage_that_owns_one(check, missing, stage):
    result = check(present=[each for each in ALWAYS if each not in missing])
    assert (result["missing"], result["complete"], result["return_to"]) == (missing, False, stage)


def test_d19_an_empty_file_misses_everything(check):
    assert check(present=[])["missing"] == ALWAYS
    assert check(present=None)["missing"] == ALWAYS


@pytest.mark.parametrize(
    ("change", "more"),
    [
        ({"risk_level": 3}, ["suitability_report"]),
        ({"affordability": "CONFIRM"}, ["suitability_report"]),
        ({"risk_level": 3, "affordability": "CONFIRM"}, ["suitability_report"]),
        ({"advised": True}, ["stop_advice"]),
        ({"recording_mode": "DUAL"}, ["recording"]),
        ({"recording_mode": "FULL_AUDIO"}, ["recording"]),
        ({"at": "S7"}, ["followup_plan", "approval_form", "confirm_letter", "process_archive"]),
    ],
)
def test_d19_more_is_mandatory_on_occasion(check, change, more):
    assert check(**change)["missing"] == more


def test_d19_property_needs_neither_the_acknowledgement_nor_the_agents_report(check):
    assert set(ALWAYS) - set(check(product_line="PROPERTY")["mandatory"]) == {"risk_ack", "agent_report"}


ORDINARY = {
    "product_line": "LIFE",
    "payment_method": "BANK_TRANSFER",
    "premium": 10_000,
    "pep": False,
    "high_risk_country": False,
    "high_risk_occupation": False,
}


@pytest.mark.parametrize(
    ("change", "level", "risk", "reasons"),
    [
        ({}, "SIMPLIFIED", "LOW", 0),
        ({"premium": 199_999}, "SIMPLIFIED", "LOW", 0),
        ({"premium": 200_000}, "STANDARD", "MED", 1),
        ({"payment_method": "CASH", "premium": 19_999}, "SIMPLIFIED", "LOW", 0),
        ({"payment_method": "CASH", "premium": 20_000}, "STANDARD", "MED", 1),
        ({"payment_method": "CASH", "premium": 9_999, "product_line": "PROPERTY"}, "SIMPLIFIED", "LOW", 0),
        ({"payment_method": "CASH", "premium": 10_000, "product_line": "PROPERTY"}, "STANDARD", "MED", 1),
        ({"pep": True}, "ENHANCED", "HIGH", 1),
        ({"high_risk_country": True}, "ENHANCED", "HIGH", 1),
        ({"high_risk_occupation": True, "premium": 200_000}, "ENHANCED", "HIGH", 2),
    ],
)
def test_d27_how_closely_a_client_is_looked_at(decide, change, level, risk, reasons):
    result = decide("customer_due_diligence", **(ORDINARY | change))
    assert (result["level"], result["aml_risk"], len(result["reasons"])) == (level, risk, reasons)


KEPT = {"contract": True, "term_years": 20, "reason_code": None, "counted_on": None}


@pytest.mark.parametrize(
    ("change", "years", "months", "since"),
    [
        ({"term_years": 1}, 5, None, "CONTRACT_END"),
        ({"term_years": 2}, 10, None, "CONTRACT_END"),
        ({"term_years": None}, 10, None, "CONTRACT_END"),
        ({"contract": False}, None, 24, "CASE_END"),
        ({"contract": False, "reason_code": "PRICE"}, None, 24, "CASE_END"),
        ({"contract": False, "reason_code": "CONSENT_WITHDRAWN"}, None, 0, "CONSENT_WITHDRAWN"),
    ],
)
def test_d28_at_least_and_at_most(decide, change, years, months, since):
    kept = decide("retention", **(KEPT | change))
    assert (kept["minimum_years"], kept["maximum_months"], kept["counted_from"]) == (years, months, since)
    assert kept["rule"].startswith("D28")


def test_t26_twenty_years_that_ended_in_2046_are_kept_until_2056(decide):
    kept = decide("retention", **(KEPT | {"counted_on": "2046-11-22"}))
    assert (kept["keep_until"], kept["delete_by"]) == ("2056-11-22", None)
    lost = decide("retention", **(KEPT | {"contract": False, "counted_on": "2026-11-22"}))
    assert (lost["keep_until"], lost["delete_by"]) == (None, "2028-11-22")
