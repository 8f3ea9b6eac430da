"""S3's rules through the front door: product, eligibility, suitability, underwriting; what nobody can pass by."""

import pytest

from tests.acceptance.stage_variables import NEEDS, PLAN, before_design
from tests.client_t01 import APPLICANT, CASE

STOP = {"advised_on": "2026-11-23", "statement": "已知悉風險"}
PAR = {"product_code": "DEMO-PAR", "purpose": "LEGACY", "term_years": 67}
WEALTH = [{"order": 1, "need": "WEALTH", "reason": ""}]
#: aged 45 in November 2026
AGED_45 = APPLICANT | {"birth_date": "1981-06-01"}
AGED_55 = APPLICANT | {"birth_date": "1971-06-01"}
RESULT = {"received_on": "2026-12-01", "reference": "U-1"}


def again(stage, **plan):
    return stage.do("design_plan", "dora", plan=PLAN | plan)


@pytest.mark.parametrize(
    ("plan", "problem"),
    [
        ({"term_years": 13, "pay_years": 13}, "保險期間 13 年不可選"),
        ({"sum_insured": 1_005_000}, "保額須為 10000 元的整數倍"),
        ({"riders": [{"code": "ACCIDENT_DEATH", "sum_insured": 6_000_000}]}, "不超過主約的 5 倍"),
    ],
)
def test_what_cannot_be_priced_goes_back_with_the_reason(design, plan, problem):  # PLAN_NOT_PRICEABLE
    stage = design(plan)
    assert stage.task("design_plan")
    assert problem in stage.own("plan_problem")
    again(stage)
    assert stage.task("review_plan")
    assert stage.own("plan_problem") is None


def test_only_what_is_on_sale_can_be_planned(work):  # 3.1
    stage = work.start("solution_design", before_design()).settled()
    offered = {each["code"]: each["label"] for each in stage.own("offered_products")}
    assert offered["DEMO-TERM"] == "示範定期壽險 P2 [DEMO-TERM]"
    assert "DEMO-TERM" in stage.refused("design_plan", "dora", plan=PLAN | {"product_code": "NO-SUCH"})


def test_without_a_product_on_sale_there_is_no_plan(work):
    stage = work.start("solution_design", before_design(case=CASE | {"channel": "TELE"})).settled()
    assert stage.end() == "plan_no_product"
    assert (stage.own("closing")["outcome"], stage.own("closing")["reason_code"]) == ("DECLINED", "NOT_INSURABLE")


def test_who_is_not_eligible_cannot_be_offered_the_product(design):  # D04d
    stage = design(applicant=APPLICANT | {"occupation_class": 5})
    assert stage.task("design_plan")
    [finding] = stage.own("eligibility")["findings"]
    assert (finding["rule"], finding["allowed"]) == ("D04d", "職業類別最高 4 類")


def test_a_seller_of_too_low_a_grade_is_replaced(design):  # D04e, as T07
    stage = design(PAR, case=CASE | {"owner": CASE["owner"] | {"grade": 4}}, need_priorities=WEALTH)
    assert stage.task("reassign_seller")["candidateGroups"] == ["senior_presales_lead"]
    seller = {"user": "bea", "name": "李大方", "certificate_no": "0001", "grade": 4}
    stage.do("reassign_seller", "sam", seller=seller)
    stage.do("reassign_seller", "sam", seller=seller | {"grade": 3})
    assert stage.task("review_plan")
    assert stage.own("seller")["user"] == "bea"


def test_a_seller_is_not_replaced_where_something_else_stands_against_the_plan(design):
    applicant = APPLICANT | {"occupation_class": 5}
    stage = design(PAR, case=CASE | {"owner": CASE["owner"] | {"grade": 4}}, applicant=applicant)
    assert stage.task("design_plan")
    assert {each["rule"] for each in stage.own("eligibility")["findings"]} == {"D04d", "D04e"}


@pytest.fixture
def mismatch(design):
    """T06: a client of class C2, a participating product (P3)."""
    return design(PAR, risk_profile={"client_class": "C2"}, need_priorities=WEALTH)


def test_a_mismatch_says_what_would_be_allowed(mismatch):  # T06
    assert mismatch.task("advise_client")
    found = mismatch.variable("suitability")
    assert (found["match"]["result"], found["action"], found["stop"]["waivable"]) == ("MISMATCH", "STOP", False)
    assert "P1–P2" in found["match"]["allowed"]
    assert mismatch.variable("documents")["stop_advice"]["version"] == 1


def test_nobody_can_insist_on_a_mismatch(mismatch):
    insisted = STOP | {"decision": "INSIST"}
    assert "CHANGE, END" in mismatch.refused("advise_client", stop_decision=insisted)
    waived = {"stop": {"advised": True, "waivable": True, "grounds": []}, "action": "PROCEED"}
    assert mismatch.refused("advise_client", stop_decision=insisted, suitability=waived)
    assert mismatch.refused("advise_client", stop_decision=insisted, plan_assessment={"result": "PROCEED"})
    assert mismatch.task("advise_client")


def test_a_changed_plan_is_assessed_again_and_nothing_stale_is_kept(mismatch):
    mismatch.do("advise_client", stop_decision=STOP | {"decision": "CHANGE"})
    assert mismatch.task("design_plan")
    again(mismatch, purpose="LEGACY", product_code="DEMO-WHOLE", term_years=67)
    assert mismatch.task("review_plan")
    assert mismatch.own("suitability")["action"] == "PROCEED"
    assert mismatch.own("stop_decision") is None
    assert mismatch.own("plan_review_route")["level"] == "L1"


def test_a_client_who_ends_is_closed_as_unsuitable(mismatch):
    mismatch.do("advise_client", stop_decision=STOP | {"decision": "END"})
    assert mismatch.end() == "plan_unsuitable"
    assert mismatch.own("closing") == {
        "outcome": "UNSUITABLE",
        "stage": "S3",
        "reason_code": "RISK_MISMATCH",
        "reason": "已知悉風險",
    }


def test_the_end_is_an_end_also_after_an_earlier_return(design):
    stage = design({"term_years": 13, "pay_years": 13}, need_priorities=[])
    again(stage)
    stage.do("advise_client", stop_decision=STOP | {"decision": "END"})
    assert stage.end() == "plan_unsuitable"
    assert stage.own("closing")["reason_code"] == "NEED_NOT_MET"


def test_what_cannot_be_paid_cannot_be_insisted_on(design):  # D09: more than the disposable income
    stage = design(
        {"product_code": "DEMO-ENDOWMENT", "term_years": 10, "pay_years": 10},
        needs=NEEDS | {"annual_expenses": 200_000},
    )
    assert stage.task("advise_client")
    found = stage.variable("suitability")
    assert (found["affordability"]["result"], found["stop"]["grounds"]) == ("STOP", ["CANNOT_AFFORD"])
    assert stage.refused("advise_client", stop_decision=STOP | {"decision": "INSIST"})


def test_who_insists_where_it_may_be_waived_goes_on_to_the_second_level(design):  # D23, D16
    stage = design(need_priorities=[])
    stage.do("advise_client", stop_decision=STOP | {"decision": "INSIST"})
    assert stage.task("review_plan")["candidateGroups"] == ["product_expert"]
    assert stage.own("suitability")["stop"]["grounds"] == ["NEED_NOT_MET"]
    stage.do("review_plan", "petra", plan_review={"decision": "RETURN", "comment": "改"})
    again(stage)
    assert stage.task("advise_client")  # asked anew: what was insisted on was another plan
    assert stage.variable("stop_decision") is None


def test_an_examination_is_asked_for_and_its_outcome_becomes_the_terms(design):  # T13: 45 years, 1.8 million, package B
    stage = design({"sum_insured": 1_800_000}, applicant=AGED_45)
    assert stage.task("record_referral")["candidateGroups"] == ["underwriter"]
    assert stage.variable("underwriting_assessment")["triage"]["package"] == "B"
    rated = {"table_percent": 150, "flat_extra_per_mille": 2, "flat_extra_years": 5}
    stage.do("record_referral", "uma", referral_result=RESULT | rated | {"kind": "MEDICAL", "outcome": "RATED"})
    assert stage.task("review_plan")
    assert stage.own("underwriting") == {
        **rated,
        "outcome": "RATED",
        "exclusions": [],
        "facultative": False,
        "substandard": True,
    }


def test_an_exclusion_is_reviewed_on_the_second_level(design):
    stage = design({"sum_insured": 1_800_000}, applicant=AGED_45)
    excluded = {"kind": "MEDICAL", "outcome": "EXCLUSION", "table_percent": 125}
    assert "除外責任" in stage.refused("record_referral", "uma", referral_result=RESULT | excluded)
    stage.do("record_referral", "uma", referral_result=RESULT | excluded | {"exclusion": "甲狀腺惡性腫瘤"})
    assert stage.task("review_plan")
    assert (stage.own("underwriting")["exclusions"], stage.own("underwriting")["table_percent"]) == (
        ["甲狀腺惡性腫瘤"],
        125,
    )
    assert stage.own("plan_review_route")["level"] == "L2"


@pytest.mark.parametrize(
    ("outcome", "code"), [("DECLINE", "UNDERWRITING_DECLINED"), ("POSTPONE", "UNDERWRITING_POSTPONED")]
)
def test_who_is_declined_or_postponed_ends(design, outcome, code):
    stage = design({"sum_insured": 1_800_000}, applicant=AGED_45)
    stage.do("record_referral", "uma", referral_result=RESULT | {"kind": "MEDICAL", "outcome": outcome})
    assert stage.end() == "plan_not_insurable"
    assert (stage.own("closing")["outcome"], stage.own("closing")["reason_code"]) == ("DECLINED", code)


def pass_questionnaire(stage):
    """D11's financial questionnaire: of the underwriter's referrals the last one."""
    last = stage.open("record_referral")[-1]
    stage.done(last, "uma", referral_result=RESULT | {"kind": "UNDERWRITER", "outcome": "STANDARD"})


def test_referrals_run_side_by_side_and_the_strictest_counts(design):  # T16: 9 million, facultative reinsurance
    rich = APPLICANT | {"annual_income": 1_000_000, "household_income": 1_000_000}
    stage = design(
        {"sum_insured": 9_000_000}, applicant=rich, needs_analysis={"dime_need": 9_000_000, "existing_sum_insured": 0}
    )
    tasks = {each["candidateGroups"][0]: each for each in stage.open("record_referral")}
    assert set(tasks) == {"underwriter", "reinsurance_desk"}
    accepted = RESULT | {"kind": "REINSURANCE", "outcome": "RATED", "table_percent": 125}
    stage.done(tasks["reinsurance_desk"], "remy", referral_result=accepted)
    pass_questionnaire(stage)
    assert [each["elementId"] for each in stage.open()] == ["record_referral"]
    wrong_kind = RESULT | {"kind": "REINSURANCE", "outcome": "STANDARD"}
    assert stage.refused("record_referral", "uma", referral_result=wrong_kind)
    stage.do("record_referral", "uma", referral_result=RESULT | {"kind": "MEDICAL", "outcome": "STANDARD"})
    assert stage.task("review_plan")
    assert (stage.own("underwriting")["outcome"], stage.own("underwriting")["table_percent"]) == ("RATED", 125)
    assert stage.own("plan_review_route")["level"] == "L3"
    assert len(stage.own("referral_results")) == 3


def test_what_the_insurer_has_offered_is_not_forgotten_by_a_new_design(design):  # L7, then another plan
    offered = {"application_no": "A-1", "outcome": "RATED", "table_percent": 175, "received_on": "2026-11-20"}
    stage = design(underwriting_decision=offered)
    assert stage.task("review_plan")
    assert (stage.own("underwriting")["table_percent"], stage.own("referral_results")) == (175, [])


def test_who_cannot_be_insured_at_all_is_declined_at_once(design):  # D11: 62 years, over 5 million, not clean
    rich = {"annual_income": 5_000_000, "household_income": 5_000_000, "birth_date": "1964-06-01"}
    stage = design(
        {"product_code": "DEMO-WHOLE", "sum_insured": 6_000_000, "pay_years": 5, "term_years": 40},
        applicant=APPLICANT | rich,
        application={"serious_illness": True},
        needs_analysis={"dime_need": 9_000_000, "existing_sum_insured": 0},
    )
    assert stage.end() == "plan_not_insurable"
    assert stage.own("closing")["reason_code"] == "NOT_INSURABLE"


@pytest.fixture
def large(design):
    """T14: 55 years, income 200 000, 3.5 million: 17.5 times the income, 15 are allowed without documents."""
    stage = design(
        {"sum_insured": 3_500_000, "pay_years": 15, "term_years": 15},
        applicant=AGED_55,
        needs_analysis={"dime_need": 3_500_000, "existing_sum_insured": 0},
    )
    pass_questionnaire(stage)
    return stage


def test_documents_that_do_not_come_cap_the_sum_insured(work, large):  # T14, W7: 3 and 15 days
    large.do("record_referral", "uma", referral_result=RESULT | {"kind": "MEDICAL", "outcome": "STANDARD"})
    assert large.task("collect_financial_documents")
    work.go("2026-11-26T10:00")
    assert large.passed("remind_financial_documents") == 1
    work.go("2026-12-09T00:00")
    assert large.task("design_plan")
    assert large.own("financial_documents")["received"] is False
    assert "3000000" in large.own("plan_problem")
    again(large, sum_insured=3_000_000, pay_years=15, term_years=15)
    pass_questionnaire(large)
    assert [each["elementId"] for each in large.open()] == ["record_referral"]  # and no documents: within the limit


def test_documents_that_come_in_time_keep_the_sum_insured(large):
    large.do("record_referral", "uma", referral_result=RESULT | {"kind": "MEDICAL", "outcome": "STANDARD"})
    received = {"received": True, "kinds": ["TAX"], "verified_income": 240_000, "received_on": "2026-11-25"}
    large.do("collect_financial_documents", financial_documents=received)
    assert large.task("review_plan")
    assert large.own("plan")["sum_insured"] == 3_500_000


def test_documents_are_not_there_because_somebody_says_so(large):
    large.do("record_referral", "uma", referral_result=RESULT | {"kind": "MEDICAL", "outcome": "STANDARD"})
    assert large.refused("collect_financial_documents", financial_documents={"received": True})
    large.do("collect_financial_documents", financial_documents={"received": False})
    assert large.task("design_plan")
