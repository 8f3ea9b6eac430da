"""S2 through the front door: the client's own questionnaire, a class gained too fast, the wait for the client."""

import pytest

from tests.acceptance.casework import bundled_files
from tests.acceptance.stagework import StageWork
from tests.client_t01 import APPLICANT, CASE

MONDAY = "2026-11-23T10:00"
CAREFUL = ["A", "B", "B", "B", "B", "C", "B", "B", "C", "B", "B", "B"]  # 50 points, C1
MIDDLE = ["C"] * 12  # 72 points, C3
SCREENED = {
    "case": CASE,
    "applicant": APPLICANT,
    "contact": {"method": "VISIT", "contacted_on": "2026-11-20", "privacy_consent": True},
    "first_needs": {"awareness": 3, "need_types": ["PROTECTION"], "need_clarity": "SPECIFIC"},
    "screening": {"do_not_contact": False},
}
NEEDS = {
    "marital_status": "MARRIED",
    "annual_expenses": 150_000,
    "income_years": 10,
    "cash_assets": 150_000,
    "goals": ["PROTECTION"],
    "preferred_classes": ["TERM"],
    "annual_budget": 20_000,
    "existing_cover": [],
    "dependants": [],
    "vulnerable_flags": ["LOW_LITERACY"],
}
ITEM = {"need_type": "PROTECTION", "product_class": "TERM", "sum_insured": 1_000_000, "premium_min": 1000}
OUTLINE = {"items": [ITEM | {"premium_max": 2000, "reason": "身故保障"}], "not_covered": "醫療"}


@pytest.fixture(scope="module")
def work(server, http, client, deploy):
    files = bundled_files()
    deploy({name: files[name] for name in files if any(part in name for part in ("s2_", "decisions", "forms"))})
    yield StageWork(server, http)
    client.reset_clock()


@pytest.fixture
def interviewed(work):
    work.go(MONDAY)
    return work.start("needs_analysis", SCREENED).do("interview_needs", "nora", needs=NEEDS)


def answered(options):
    codes = {f"q{number}": option for number, option in enumerate(options, 1)}
    return {"risk_answers": {"answers": codes, "answered_in_person": True, "seconds": 120}}


def analysed(stage):
    """As far as the client's confirmation."""
    stage.do("assess_risk_profile", "carl", **answered(MIDDLE))
    stage.do("propose_plan_outline", "carl", plan_outline=OUTLINE)
    return stage.do("review_needs", "sam", needs_review={"decision": "APPROVE", "comment": "相符"})


def test_the_seller_does_not_open_the_clients_questionnaire(interviewed):
    assert "amy" in interviewed.refused("assess_risk_profile", "amy", **answered(MIDDLE))


def test_who_analysed_does_not_review(interviewed):
    interviewed.do("assess_risk_profile", "carl", **answered(MIDDLE))
    interviewed.do("propose_plan_outline", "carl", plan_outline=OUTLINE)
    for person in ("nora", "carl"):
        interviewed.refused("review_needs", person, needs_review={"decision": "APPROVE", "comment": "相符"})


def test_a_class_gained_too_fast_is_answered_again_and_the_old_one_holds_until_then(work, interviewed):
    interviewed.do("assess_risk_profile", "carl", **answered(CAREFUL))
    assert interviewed.own("risk_profile")["client_class"] == "C1"
    interviewed.do("propose_plan_outline", "carl", plan_outline=OUTLINE)
    interviewed.do("review_needs", "sam", needs_review={"decision": "RETURN", "comment": "請補充"})
    interviewed.do("interview_needs", "nora", needs=NEEDS)
    interviewed.do("assess_risk_profile", "carl", **answered(MIDDLE))  # two classes better, at once
    assert "24 小時" in interviewed.own("risk_problem")
    assert interviewed.own("risk_profile")["client_class"] == "C1"
    work.go("2026-11-24T10:00")
    interviewed.do("assess_risk_profile", "carl", **answered(MIDDLE)).task("propose_plan_outline")
    assert (interviewed.own("risk_profile")["client_class"], interviewed.own("risk_problem")) == ("C3", None)


def test_what_is_found_of_the_client_leads_to_care_and_to_the_order_of_needs(interviewed):
    stage = analysed(interviewed)
    assert stage.own("vulnerability")["grounds"] == ["LOW_LITERACY"]
    priorities = [need["need"] for need in stage.own("need_priorities")]
    assert priorities[:3] == ["MEDICAL", "CRITICAL_ILLNESS", "TERM_LIFE"]  # protection first


def test_the_client_confirms(interviewed):
    stage = analysed(interviewed)
    stage.do("confirm_needs", "nora", needs_confirmation={"decision": "CONFIRM", "confirmed_on": "2026-11-24"})
    assert stage.end() == "needs_confirmed"


def test_w0_a_client_who_does_not_answer_is_reminded_and_the_case_expires(work, interviewed):
    stage = analysed(interviewed)
    stage.task("confirm_needs")
    work.go("2026-11-30T10:00")  # five days are a Saturday
    assert stage.passed("remind_needs_confirmation") == 1
    work.go("2026-12-08T23:59")
    stage.task("confirm_needs")
    work.go("2026-12-09T00:00")
    assert stage.end() == "needs_expired"
    closing = stage.own("closing")
    assert (closing["outcome"], closing["stage"], closing["reason_code"]) == ("EXPIRED", "S2", "NO_RESPONSE")
