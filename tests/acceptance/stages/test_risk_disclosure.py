"""S5 through the front door, alone: explanation, recording, suitability, due diligence, what is signed again."""

import pytest

from tests.acceptance.late_stages import (
    APPLICATION,
    APPROVE,
    EXPLAINED,
    MONDAY,
    SELLER,
    SIMPLIFIED,
    TODAY,
    UNANSWERED,
    accepted_quotation,
    closing,
    issued,
    sign,
    signature,
    signed_papers,
)
from tests.acceptance.stage_variables import PLAN
from tests.client_t01 import APPLICANT, CASE

PASSED = {"result": "PASSED", "recording_id": "R-1", "recorded_on": TODAY, "nodes": ["CERTIFICATE"]}
FAILED = {"result": "FAILED", "recording_id": "R-1", "recorded_on": TODAY, "comment": "客戶未入鏡"}
SIGNED = ("purchase_notice", "exclusion_ack", "risk_ack", "application", "payment_authorisation", "agent_report")
PROFILE = {"client_class": "C3", "answered_in_person": True, "assessed_on": "2026-11-20"}
SIXTY_TWO = {"applicant": APPLICANT | {"birth_date": "1964-05-01"}}
YUNNAN = {"case": CASE | {"region": "Yunnan"}}
VULNERABLE = {
    "vulnerable": True,
    "grounds": ["DISABILITY"],
    "measures": ["COMPANION", "THINKING_TIME"],
    "thinking_days": 2,
}
ILL = {"serious_illness": True, "health_detail": "2020 年糖尿病，服藥控制"}
EXAMINED = {
    "source_of_funds": "薪資單",
    "source_of_wealth": "稅單",
    "lists_checked": ["SANCTIONS", "PEP", "ADVERSE_MEDIA"],
    "comment": "來源清楚",
}


@pytest.fixture
def disclosure(work, product):
    """Starts S5 on a Monday; changes replace whole topics."""

    def start(**changes):
        work.go(MONDAY)
        return work.start("risk_disclosure", accepted_quotation(**({"product": product} | changes)))

    return start


def explain(stage, **changes):
    return stage.do("explain_clauses", "carl", clause_explanation=EXPLAINED | changes)


def apply(stage, **changes):
    return stage.do("take_application", "carl", application=APPLICATION | changes)


def test_papers_are_explained_applied_for_signed_and_reviewed(disclosure):
    stage = disclosure()
    sign(sign(apply(explain(stage))), SELLER)
    assert "performed one of the reviewed tasks" in stage.refused(
        "review_signed_papers", "carl", signing_review=APPROVE
    )
    stage.do("review_signed_papers", "olga", signing_review=APPROVE)
    assert (stage.end(), stage.own("disclosure_result")) == ("papers_signed", {"decision": "SIGNED"})
    documents, signatures = stage.own("documents"), stage.own("signatures")
    for kind in (
        "purchase_notice",
        "exclusion_ack",
        "risk_ack",
        "application",
        "payment_authorisation",
        "agent_report",
    ):
        assert {each["number"] for each in signatures[kind]} == {documents[kind]["number"]}
    assert stage.own("recording_mode")["mode"] == "NONE"


@pytest.mark.parametrize("gap", [{"explained_items": ["COVER", "EXCLUSIONS"]}, {"exemptions": ["EX_CRIME"]}])
def test_every_item_and_every_exemption_is_explained(disclosure, gap):
    """Art. 17 of the Insurance Law: what is not explained has no effect."""
    stage = explain(disclosure(), **gap)
    explain(stage).task("take_application")


@pytest.mark.parametrize("changes", [SIXTY_TWO, YUNNAN], ids=["T21", "T22"])
def test_who_must_be_recorded_is(disclosure, changes):
    stage = explain(disclosure(**changes))
    stage.do("record_recording", "rita", recording=PASSED).task("take_application")
    assert stage.own("recording_mode")["mode"] == "DUAL"


def test_a_client_who_refuses_to_be_recorded_withdraws(disclosure):
    stage = explain(disclosure(**YUNNAN))
    refused = {"result": "REFUSED", "recorded_on": TODAY, "comment": "不願錄影"}
    stage.do("record_recording", "rita", recording=refused)
    assert (stage.end(), closing(stage)) == ("recording_refused", ("WITHDRAWN", "S5", "RECORDING_REFUSED"))


@pytest.fixture
def failed(disclosure):
    """A case whose recording has failed more often than L5 allows."""
    stage = explain(disclosure(**YUNNAN))
    for _ in range(3):
        stage.do("record_recording", "rita", recording=FAILED)
    stage.task("arrange_branch_appointment")
    assert stage.own("loops")["L5"] == 3
    return stage


def test_l5_at_the_limit_the_client_comes_to_the_branch(failed):
    appointment = {"decision": "APPOINT", "branch": "昆明營業部", "appointed_on": "2026-11-25"}
    failed.do("arrange_branch_appointment", "max", branch_appointment=appointment)
    failed.do("record_recording", "rita", recording=PASSED).task("take_application")


def test_l5_a_client_who_does_not_come_to_the_branch_withdraws(failed):
    refusal = {"decision": "CLOSE", "reason": "不便前往"}
    failed.do("arrange_branch_appointment", "max", branch_appointment=refusal)
    assert (failed.end(), closing(failed)) == ("appointment_declined", ("WITHDRAWN", "S5", "RECORDING_REFUSED"))


def test_a_client_who_does_not_apply_withdraws_with_a_reason(disclosure):
    withdrawal = {"decision": "WITHDRAW", "reason_code": "OTHER_INSURER", "reason": "朋友推薦別家"}
    stage = explain(disclosure()).do("take_application", "carl", application=withdrawal)
    assert (stage.end(), closing(stage)) == ("signing_withdrawn", ("WITHDRAWN", "S5", "OTHER_INSURER"))


def test_d04_what_the_application_says_is_not_eligible_is_declined(disclosure):
    """D04g: the nationality is only known here; no role can pass it."""
    stage = apply(explain(disclosure()), nationality="KP")
    assert (stage.end(), closing(stage)) == ("papers_ineligible", ("DECLINED", "S5", "NOT_INSURABLE"))
    assert "D04g" in stage.own("closing")["reason"]


DOCUMENTS = {"received": True, "kinds": ["TAX"], "received_on": "2026-11-22"}


@pytest.mark.parametrize(
    ("changes", "answers", "why"),
    [
        ({"risk_profile": PROFILE | {"assessed_on": "2025-11-22"}}, {}, "已逾 12 個月"),
        ({"financial_documents": DOCUMENTS | {"verified_income": 130_000}}, {}, "收入變動超過 30%"),
        ({}, {"job_lost": True}, "失業"),
        ({"applicant": APPLICANT | {"birth_date": "1961-11-22"}}, {}, "年滿 65 歲"),
    ],
)
def test_d06_a_risk_profile_that_no_longer_holds_is_assessed_again(disclosure, product, changes, answers, why):
    """Assessed on 2026-11-20 of 200 000 a year."""
    old_age = product | {"max_age": 70, "max_age_at_end": None}
    stage = explain(disclosure(product=old_age, **changes))
    if "applicant" in changes:
        stage.do("record_recording", "rita", recording=PASSED)
    apply(stage, **answers)
    assert stage.end() == "risk_profile_to_renew"
    result = stage.own("disclosure_result")
    assert (result["decision"], result["return_to"]) == ("RETURN", "S2")
    assert why in result["comment"]
    assert stage.own("application")["job_lost"] is None  # asked anew, of the time since the new assessment


@pytest.mark.parametrize(
    "changes",
    [
        {"risk_profile": PROFILE | {"assessed_on": "2025-11-23"}},
        {"financial_documents": DOCUMENTS | {"verified_income": 140_000}},
        {"financial_documents": DOCUMENTS | {"verified_income": 130_000, "received_on": "2026-11-20"}},
    ],
    ids=["a year", "30 percent", "known when assessed"],
)
def test_d06_a_risk_profile_that_holds_is_not_assessed_again(disclosure, changes):
    apply(explain(disclosure(**changes))).task("sign_envelope")


def test_what_the_client_cannot_afford_at_the_quoted_price_is_unsuitable(disclosure, product):
    """D09: 120 000 a year are more than the 110 000 that are left of 260 000 after expenses of 150 000: STOP."""
    premium = accepted_quotation(product)["premium"] | {"annual_premium": 120_000, "modal_premium": 120_000}
    stage = apply(explain(disclosure(premium=premium)))
    assert (stage.end(), closing(stage)) == ("papers_unsuitable", ("UNSUITABLE", "S5", "CANNOT_AFFORD"))


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (ILL, "健康問卷有「是」的回答，或曾被加費、拒保"),
        ({"past_decline": True, "health_detail": "2019 年被拒保"}, "健康問卷有「是」的回答，或曾被加費、拒保"),
        ({"weight_kg": 200}, "BMI 65.3，高於標準"),
        (ILL | {"past_decline": True, "weight_kg": 200}, "BMI 65.3，高於標準"),
    ],
)
def test_d11_health_answers_that_ask_for_more_go_back_before_anything_is_signed(disclosure, answers, why):
    stage = apply(explain(disclosure()), **answers)
    assert stage.end() == "underwriting_to_renew"
    result = stage.own("disclosure_result")
    assert (result["decision"], result["return_to"]) == ("RETURN", "S3")
    assert why in result["comment"]
    assert (stage.own("declared_underwriting")["triage"]["route"], "application" in stage.own("documents")) == (
        "FULL",
        False,
    )


def settled_in_s3(**answers):
    """What S3 leaves when it has run again with these answers, and the underwriter has settled terms on them."""
    declared = UNANSWERED | {name: APPLICATION.get(name) for name in UNANSWERED} | answers
    referral = {
        "kind": "UNDERWRITER",
        "role": "underwriter",
        "detail": "人工核保：健康問卷有「是」的回答，或曾被加費、拒保",
    }
    triage = {"route": "FULL", "package": None, "financial_questionnaire": False}
    assessment = SIMPLIFIED | {"triage": triage, "referrals": [referral]}
    return {"underwriting_assessment": assessment, "assessed_health": declared}


def test_d11_answers_on_which_terms_are_settled_do_not_go_back_again(disclosure):
    stage = apply(explain(disclosure(**settled_in_s3(**ILL))), **ILL)
    sign(sign(stage), SELLER).do("review_signed_papers", "olga", signing_review=APPROVE)
    assert (stage.end(), stage.own("disclosure_result")) == ("papers_signed", {"decision": "SIGNED"})


@pytest.mark.parametrize("answers", [ILL | {"past_decline": True}, {}])
def test_d11_terms_settled_on_other_answers_do_not_hold(disclosure, answers):
    """More is answered with yes, or what was a yes is taken back: the underwriter looks again."""
    stage = apply(explain(disclosure(**settled_in_s3(**ILL))), **answers)
    assert stage.end() == "underwriting_to_renew"


@pytest.mark.parametrize("finding", ["pep", "high_risk_country", "high_risk_occupation"])
def test_enhanced_due_diligence_is_examined_by_somebody_else(disclosure, finding):
    stage = apply(explain(disclosure()), **{finding: True})
    examination = EXAMINED | {"decision": "ACCEPT"}
    assert "performed" in stage.refused("examine_due_diligence", "carl", due_diligence_examination=examination)
    stage.do("examine_due_diligence", "olga", due_diligence_examination=examination).task("sign_envelope")
    assert (stage.own("due_diligence")["level"], stage.own("due_diligence")["aml_risk"]) == ("ENHANCED", "HIGH")


def test_a_suspicious_case_is_declined(disclosure):
    stage = apply(explain(disclosure()), pep=True)
    examination = EXAMINED | {"decision": "DECLINE"}
    stage.do("examine_due_diligence", "olga", due_diligence_examination=examination)
    assert (stage.end(), closing(stage)) == ("papers_declined", ("DECLINED", "S5", "DUE_DILIGENCE"))


def test_a_client_who_does_not_sign_withdraws(disclosure):
    stage = apply(explain(disclosure()))
    stage.do("sign_envelope", "carl", signing={"decision": "DECLINE", "reason": "要再考慮"})
    assert (stage.end(), closing(stage)) == ("papers_refused", ("WITHDRAWN", "S5", "SIGNATURE_REFUSED"))


def test_what_compliance_returns_is_explained_again(disclosure):
    stage = sign(sign(apply(explain(disclosure()))), SELLER)
    returned = {"decision": "RETURN", "comment": "受益人資料不清"}
    apply(explain(stage.do("review_signed_papers", "olga", signing_review=returned)))
    stage.do("review_signed_papers", "olga", signing_review=APPROVE)
    assert stage.end() == "papers_signed"


def test_t27_after_a_return_nothing_is_signed_again_that_did_not_change(work, product):
    """L4 to S4 without a new quotation: no explanation, no envelope."""
    work.go(MONDAY)
    before = signed_papers(work, accepted_quotation(product))
    stage = work.start("risk_disclosure", before | {"return_notice": {"return_to": "S4", "comment": "說明繳別"}})
    apply(stage).do("review_signed_papers", "olga", signing_review=APPROVE)
    assert stage.end() == "papers_signed"
    assert (stage.passed("explain_clauses"), stage.passed("sign_envelope")) == (0, 0)
    assert stage.own("signatures") == before["signatures"]


def test_t27_a_new_quotation_voids_what_rests_on_it_and_only_that(work, product):
    work.go(MONDAY)
    before = signed_papers(work, accepted_quotation(product))
    quote_confirm = issued("quote_confirm", 2) | {"basis": {"quote": issued("quote", 2)["number"]}}
    before["documents"] |= {"quote": issued("quote", 2), "quote_confirm": quote_confirm}
    new = {"number": quote_confirm["number"], "sha256": quote_confirm["sha256"]}
    before["signatures"]["quote_confirm"] = [signature("quote_confirm") | new]
    stage = apply(work.start("risk_disclosure", before))
    stage.task("sign_envelope")
    asked = list(dict.fromkeys(each["type"] for each in stage.variable("envelope")["items"]))
    assert asked == ["application", "payment_authorisation", "agent_report"]
    sign(sign(stage), SELLER).do("review_signed_papers", "olga", signing_review=APPROVE)
    assert stage.end() == "papers_signed"
    versions = {kind: paper["version"] for kind, paper in stage.own("documents").items()}
    assert {kind for kind, version in versions.items() if version == 2} >= {"application", "agent_report"}
    assert {versions[kind] for kind in ("purchase_notice", "exclusion_ack", "risk_notice", "risk_ack")} == {1}


def test_a_return_to_this_stage_is_explained_again(work, product):
    work.go(MONDAY)
    before = signed_papers(work, accepted_quotation(product))
    stage = work.start("risk_disclosure", before | {"return_notice": {"return_to": "S5", "comment": "再說明免責"}})
    apply(explain(stage)).task("review_signed_papers")


def test_a_product_with_investment_risk_is_recorded_at_any_age(disclosure):
    stage = explain(disclosure(plan=PLAN | {"product_class": "ILP", "product_name": "示範投連"}))
    stage.task("record_recording")
    assert stage.own("recording_mode")["mode"] == "DUAL"


def test_a_vulnerable_client_is_offered_a_companion_and_has_time_to_think(work, disclosure):
    """D24: two days more."""
    stage = disclosure(vulnerability=VULNERABLE)
    assert "companion" in stage.refused("explain_clauses", "carl", clause_explanation=EXPLAINED)
    assert explain(stage, companion="DECLINED").open() == []
    work.go("2026-11-25T09:59")
    assert stage.open() == []
    work.go("2026-11-25T10:00")
    stage.task("take_application")
