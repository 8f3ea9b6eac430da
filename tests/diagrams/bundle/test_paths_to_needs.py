"""S1 and S2, walked: what is asked for again, what a lead looks at, and where a case ends before there is a plan."""

import pytest

from tests.client_t01 import APPLICANT
from tests.diagrams.bundle.answers import ANSWERS, CONTACT, FIRST_NEEDS, RETURN, SCREENING
from tests.diagrams.bundle.walk import Bundle, Walk

NAMELESS_NEED = {"first_needs": {**FIRST_NEEDS, "need_types": []}, "screening": SCREENING}
WEAK = {
    "applicant": {
        **APPLICANT,
        "household_income": 50_000,
        "net_assets": -10_000,
        "dependants": 0,
        "has_mortgage": False,
    },
    "contact": CONTACT,
}
VAGUE = {"need_clarity": "VAGUE", "urgency_months": 7, "annual_budget": None, "engagement": "FIRST_CONTACT"}
WEAK_NEEDS = {"first_needs": {**FIRST_NEEDS, **VAGUE}, "screening": SCREENING}
SCREENED = {"applicant": APPLICANT, "contact": CONTACT, "first_needs": FIRST_NEEDS, "screening": SCREENING}

SCORED = {"score": 70, "assessed_on": "2026-11-23", "answered_in_person": True}


@pytest.fixture(scope="module")
def bundle():
    return Bundle()


@pytest.fixture
def screen(bundle):
    return lambda **script: Walk(bundle, script, process="client_screening")


@pytest.fixture
def analyse(bundle):
    return lambda **script: Walk(bundle, script, process="needs_analysis", variables=SCREENED)


def closing(walked):
    closed = walked.written["closing"]
    return closed["outcome"], closed["stage"], closed["reason_code"]


# --- S1 ---------------------------------------------------------------------------------------------------


def test_a_qualified_client_has_a_file_and_then_a_report_that_rests_on_it(screen):
    walked = screen()
    assert walked.end == "client_qualified"
    assert [each for each in walked.path if each.startswith("issue_")] == [
        "issue_client_profile",
        "issue_potential_report",
    ]
    assert "closing" not in walked.written


def test_l8_incomplete_data_is_asked_for_again(screen):
    walked = screen(capture_first_needs=[NAMELESS_NEED, *ANSWERS["capture_first_needs"]])
    assert walked.end == "client_qualified"
    assert walked.steps("collect_client_data") == ["collect_client_data"] * 2
    assert walked.written["loops"] == {"L8": 1}


def test_l8_three_times_and_no_more(screen):
    walked = screen(capture_first_needs=[NAMELESS_NEED])
    assert (walked.end, closing(walked)) == ("incomplete_nurtured", ("NURTURE", "S1", "INCOMPLETE"))
    assert len(walked.steps("collect_client_data")) == 4


def test_t02_low_potential_is_nurtured_without_review(screen):
    walked = screen(collect_client_data=[WEAK], capture_first_needs=[WEAK_NEEDS])
    assert (walked.end, closing(walked)) == ("client_nurtured", ("NURTURE", "S1", "LOW_POTENTIAL"))
    assert walked.steps("review_screening", "issue_potential_report") == ["issue_potential_report"]


@pytest.mark.parametrize(
    ("mark", "reason"), [("do_not_contact", "DO_NOT_CONTACT"), ("fraud_or_aml_hit", "FRAUD_OR_AML")]
)
def test_t03_a_client_with_a_hard_negative_is_disqualified(screen, mark, reason):
    walked = screen(capture_first_needs=[{"first_needs": FIRST_NEEDS, "screening": {**SCREENING, mark: True}}])
    assert (walked.end, closing(walked)) == ("client_disqualified", ("DISQUALIFIED", "S1", reason))


@pytest.mark.parametrize(("decision", "end"), [("CONFIRM", "client_nurtured"), ("PROMOTE", "client_qualified")])
def test_a_score_just_below_the_cut_off_is_reviewed(screen, decision, end):
    """Age 10, income 2, assets 0, no family 2, no cover 12, vague 4, late 2, budget 0, answered 5: 37."""
    needs = {**WEAK_NEEDS, "first_needs": {**WEAK_NEEDS["first_needs"], "engagement": "ANSWERED"}}
    walked = screen(
        collect_client_data=[WEAK],
        capture_first_needs=[needs],
        review_screening=[{"screening_review": {"decision": decision, "reason": "有成長潛力"}}],
    )
    assert walked.written["potential"]["score"] == 37
    assert ("review_screening", ("presales_lead",)) in walked.tasks
    assert walked.end == end


@pytest.mark.parametrize(("draw", "reviewed"), [(9, True), (10, False)])
def test_one_case_in_ten_is_reviewed_by_lot(screen, draw, reviewed):
    walked = screen(draw_sample_screening=[{"draw": draw}])
    assert walked.written["sampling"] == {"S1": draw}
    assert ("review_screening" in walked.path) is reviewed
    assert walked.end == "client_qualified"


# --- S2 ---------------------------------------------------------------------------------------------------


def test_needs_are_analysed_again_and_finalised_by_the_lead_at_the_limit(analyse):
    walked = analyse(review_needs=[{"needs_review": RETURN}], finalise_plan_outline=ANSWERS["propose_plan_outline"])
    assert walked.end == "needs_confirmed"
    assert len(walked.steps("interview_needs")) == 3
    assert ("finalise_plan_outline", ("senior_presales_lead",)) in walked.tasks
    assert walked.written["loops"] == {"S2R": 3}


def test_refused_risk_answers_are_given_again_and_the_reason_is_gone_once_they_hold(analyse):
    error = {"error": "RISK_ANSWERS_REFUSED", "variables": {"risk_problem": "目標與反應矛盾"}}
    walked = analyse(score_risk_profile=[error, {"risk_score": SCORED}])
    assert len(walked.steps("assess_risk_profile")) == 2
    assert walked.written["risk_problem"] is None
    assert walked.end == "needs_confirmed"


def test_the_class_of_the_table_completes_the_risk_profile(analyse):
    profile = analyse(score_risk_profile=[{"risk_score": SCORED}]).written["risk_profile"]
    assert (profile["score"], profile["client_class"], profile["valid_until"]) == (70, "C3", "2027-11-23")


def test_a_class_gained_too_fast_is_not_used(analyse):
    """C1 yesterday, C3 after an hour: refused; after a day it holds."""
    again = {**SCORED, "previous_class": "C1"}
    walked = analyse(
        score_risk_profile=[
            {"risk_score": {**again, "hours_since_previous": 1}},
            {"risk_score": {**again, "hours_since_previous": 24}},
        ]
    )
    assert len(walked.steps("assess_risk_profile")) == 2
    assert (walked.written["risk_profile"]["client_class"], walked.written["risk_problem"]) == ("C3", None)
    assert walked.end == "needs_confirmed"


@pytest.mark.parametrize(("flags", "vulnerable"), [([], False), (["BEREAVED"], True)])
def test_clients_who_need_more_care_are_recognised(analyse, flags, vulnerable):
    needs = {**ANSWERS["interview_needs"][0]["needs"], "vulnerable_flags": flags}
    walked = analyse(interview_needs=[{"needs": needs}])
    assert walked.written["vulnerability"]["vulnerable"] is vulnerable


def test_the_client_may_withdraw_and_says_why(analyse):
    withdrawn = {"decision": "WITHDRAW", "confirmed_on": "2026-11-23", "reason_code": "PRICE", "reason": "預算有限"}
    walked = analyse(confirm_needs=[{"needs_confirmation": withdrawn}])
    assert (walked.end, closing(walked)) == ("needs_withdrawn", ("WITHDRAWN", "S2", "PRICE"))


# --- an owner changes the bundle ----------------------------------------------------------------------------

#: an open complaint and doubtful data bring T01 from 88 to 63
DOUBTS = {"first_needs": FIRST_NEEDS, "screening": {**SCREENING, "data_doubtful": True, "open_complaint": True}}
LOWER = {"&gt;= 75": "&gt;= 63", "[55..75[": "[55..63["}


@pytest.mark.parametrize(("edit", "tier"), [({}, "B"), (LOWER, "A")])
def test_a_cut_off_is_a_cell_of_a_table(edit, tier):
    walked = Walk(Bundle({"potential.dmn": edit}), {"capture_first_needs": [DOUBTS]}, process="client_screening")
    assert (walked.written["potential"]["score"], walked.written["potential"]["tier"]) == (63, tier)


def test_rows_that_overlap_are_an_incident_and_no_guess():
    overlapping = Bundle({"potential.dmn": {"&gt;= 75": "&gt;= 63"}})
    with pytest.raises(AssertionError, match="at most one rule to match under hit policy UNIQUE, but rules 1, 2 do"):
        Walk(overlapping, {"capture_first_needs": [DOUBTS]}, process="client_screening")


def test_a_new_question_reaches_the_case_under_its_topic():
    asked = Bundle({"needs_interview.form": {'"key": "needs.remarks"': '"key": "needs.pets"'}})
    needs = {**ANSWERS["interview_needs"][0]["needs"], "pets": "一隻狗"}
    walked = Walk(asked, {"interview_needs": [{"needs": needs}]}, process="needs_analysis", variables=SCREENED)
    assert walked.written["needs"]["pets"] == "一隻狗"
