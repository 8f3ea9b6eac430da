"""S4 through the front door, alone: on plans that S3 confirmed. Loops, discounts, refusals, validity, final offer."""

import pytest

from tests.acceptance.stage_variables import PLAN, TERMS, before_design

ACCEPT = {"decision": "ACCEPT", "payer_is_applicant": True, "confirmed_on": "2026-11-24"}
NEGOTIATE = {"decision": "NEGOTIATE", "wishes": "想改月繳", "confirmed_on": "2026-11-24"}
CHANGE_PLAN = {"decision": "CHANGE_PLAN", "wishes": "保額降為五十萬", "confirmed_on": "2026-11-24"}
PAR = {"product_code": "DEMO-PAR", "purpose": "LEGACY", "term_years": 67}
WEALTH = [{"order": 1, "need": "WEALTH", "reason": ""}]


def confirmed(work, plan, **before):
    """The variables that S3 leaves behind with a confirmed plan."""
    work.go("2026-11-23T10:00")
    stage = work.start("solution_design", before_design(**before)).do("design_plan", "dora", plan=PLAN | plan)
    explained = {"decision": "ACCEPT", "explained_items": ["COVER"], "confirmed_on": "2026-11-23"}
    stage.do("review_plan", "sam", plan_review={"decision": "APPROVE"}).do("explain_plan", plan_confirmation=explained)
    stage.sign()
    assert stage.end() == "plan_confirmed"
    return stage.variables()


@pytest.fixture(scope="module")
def term_plan(work):
    return confirmed(work, {})


@pytest.fixture(scope="module")
def participating_plan(work):
    return confirmed(work, PAR, need_priorities=WEALTH)


@pytest.fixture
def quoting(work, term_plan):
    """Starts S4 on a Monday with a confirmed plan and sets terms; `before` changes what came before."""

    def start(plan=None, terms=None, **before):
        work.go("2026-11-23T10:00")
        stage = work.start("quotation", (plan or term_plan) | before)
        return set_terms(stage, **(terms or {}))

    return start


def set_terms(stage, **changes):
    return stage.do("set_quotation_terms", quotation_terms=TERMS | changes).settled()


def verify(stage, decision="APPROVE"):
    return stage.do("verify_quotation", "fay", quotation_check={"decision": decision, "comment": "見意見"})


def explain(stage, answer):
    return stage.do("explain_quotation", quotation_confirmation=answer).settled()


def lines(stage):
    return {each["id"]: each for each in stage.own("premium")["lines"]}


def test_an_accepted_quotation_is_confirmed_and_signed(quoting):
    stage = verify(quoting(terms={"pay_mode": "MONTHLY", "discounts": ["FAMILY"]}))
    explain(stage, ACCEPT)
    assert stage.asked_to_sign() == ["quote_confirm"]
    assert stage.sign().end() == "quotation_accepted"
    assert stage.own("quotation_result") == {"decision": "ACCEPTED"}
    assert stage.own("quotation_validity")["valid_until"] == "2026-12-23"  # D25: 30 days
    premium = stage.own("premium")
    assert (premium["discount_percent"], premium["discretionary_percent"]) == (5, 0)
    assert premium["modal_premium"] == round(premium["annual_premium"] * 9 / 100, 2)
    assert {"quote", "quote_confirm"} < set(stage.own("documents"))


def test_who_does_not_sign_the_confirmation_withdraws(quoting):
    stage = explain(verify(quoting()), ACCEPT)
    stage.do("sign_envelope", "carl", signing={"decision": "DECLINE", "reason": "再考慮"})
    assert stage.end() == "quotation_signature_refused"
    assert (stage.own("closing")["stage"], stage.own("closing")["reason_code"]) == ("S4", "SIGNATURE_REFUSED")


def test_an_accepted_price_must_be_signed_while_it_holds(work, quoting):  # D25
    stage = verify(quoting()).settled()
    work.go("2026-12-20T10:00")
    explain(stage, ACCEPT | {"confirmed_on": "2026-12-20"})
    assert stage.asked_to_sign() == ["quote_confirm"]
    work.go("2026-12-23T23:59")
    assert stage.task("sign_envelope")
    work.go("2026-12-24T00:00")
    assert [each["elementId"] for each in stage.open()] == ["offer_requote"]


def test_a_price_holds_no_longer_than_the_insurance_age(quoting, term_plan):  # T25
    stage = quoting(applicant=term_plan["applicant"] | {"birth_date": "1988-12-05"})
    assert stage.own("quotation_validity")["valid_until"] == "2026-12-04"
    assert stage.own("premium")["next_age_change_on"] == "2026-12-05"


def test_the_terms_of_underwriting_are_in_the_price(quoting):
    rated = {"outcome": "RATED", "table_percent": 150, "flat_extra_per_mille": 2, "flat_extra_years": 5}
    stage = quoting(underwriting=rated | {"exclusions": [], "substandard": True})
    found = lines(stage)
    assert found["FLAT_EXTRA"]["amount"] == 2000  # 2 per mille of a million
    assert found["SUBSTANDARD_RATE"]["amount"] > found["GROSS_RATE"]["amount"]
    later = found["LATER_ANNUAL_PREMIUM"]["amount"]
    assert stage.own("premium")["annual_premium"] - later == 2000


def test_what_the_tariff_refuses_goes_back_to_the_terms(quoting):  # TARIFF_REFUSED
    stage = quoting(underwriting={"table_percent": 160})
    assert stage.task("set_quotation_terms")
    assert "每級 25%" in stage.own("quotation_problem")


def test_nobody_gets_a_discretionary_discount_on_ordinary_life(quoting):  # T18, D17
    stage = quoting(terms={"discretionary_percent": 1})
    assert [each["elementId"] for each in stage.open()] == ["set_quotation_terms"]
    authority = stage.own("discount_authority")
    assert (authority["result"], authority["role"], authority["allowed_percent"]) == ("STOP", None, 0)
    assert "個人普通型" in authority["reason"]
    forced = {"discount_authority": {"result": "OK", "role": None}}
    assert stage.refused("set_quotation_terms", quotation_terms=TERMS | {"discretionary_percent": 1}, **forced)
    set_terms(stage)
    assert stage.task("verify_quotation")
    assert stage.own("discount_authority")["result"] == "OK"


@pytest.mark.parametrize(("percent", "role"), [(3, "presales_lead"), (4, "branch_manager"), (10, "hq_committee")])
def test_a_discount_within_the_filed_range_needs_who_may_grant_it(quoting, participating_plan, percent, role):
    stage = quoting(participating_plan, {"discretionary_percent": percent})
    assert stage.task("approve_discount")["candidateGroups"] == [role]
    assert stage.refused("approve_discount", "ben", discount_approval={"decision": "APPROVE", "comment": "可"})
    stage.do("approve_discount", "lee", discount_approval={"decision": "APPROVE", "comment": "老客戶"})
    assert stage.task("verify_quotation")


def test_a_discount_that_is_not_approved_goes_back_to_the_terms(quoting, participating_plan):
    stage = quoting(participating_plan, {"discretionary_percent": 2})
    stage.do("approve_discount", "lee", discount_approval={"decision": "REFUSE", "comment": "理由不足"})
    assert stage.task("set_quotation_terms")
    assert stage.own("discount_approval")["comment"] == "理由不足"


@pytest.mark.parametrize(
    ("terms", "allowed"),
    [
        ({"discretionary_percent": 12}, 10),
        ({"discretionary_percent": 11, "discounts": ["FAMILY"]}, 10),
    ],
)
def test_beyond_the_filed_range_no_role_can_approve(quoting, participating_plan, terms, allowed):
    stage = quoting(participating_plan, terms)
    assert stage.task("set_quotation_terms")
    authority = stage.own("discount_authority")
    assert (authority["result"], authority["allowed_percent"]) == ("STOP", allowed)


def test_a_quotation_is_checked_by_somebody_else(quoting):
    stage = quoting()
    assert "set_quotation_terms" in stage.refused("verify_quotation", quotation_check={"decision": "APPROVE"})
    verify(stage, "RETURN")
    assert stage.task("set_quotation_terms")
    set_terms(stage)
    assert stage.own("quotation_check") is None


@pytest.fixture
def final_offer(quoting):
    """The client negotiates three times, and once more."""
    stage = quoting()
    for times in (1, 2, 3):
        explain(verify(stage), NEGOTIATE)
        assert stage.own("loops")["L3"] == times
        set_terms(stage, pay_mode="SEMI")
    explain(verify(stage), NEGOTIATE)
    assert stage.own("loops")["L3"] == 4
    return stage


def test_after_three_rounds_comes_the_final_offer(final_offer):  # L3
    offer = {"decision": "ACCEPT", "offered_on": "2026-11-25", "payer_is_applicant": True}
    final_offer.do("make_final_offer", final_offer=offer)
    assert final_offer.asked_to_sign() == ["quote_confirm"]
    confirmation = final_offer.own("quotation_confirmation")
    assert (confirmation["decision"], confirmation["payer_is_applicant"]) == ("ACCEPT", True)
    assert final_offer.sign().end() == "quotation_accepted"


def test_who_refuses_the_final_offer_withdraws_for_the_price(final_offer):  # L3
    refused = {"decision": "REFUSE", "offered_on": "2026-11-25", "reason": "仍太貴"}
    final_offer.do("make_final_offer", final_offer=refused)
    assert final_offer.end() == "quotation_price_refused"
    assert final_offer.own("closing") == {
        "outcome": "WITHDRAWN",
        "stage": "S4",
        "reason_code": "PRICE",
        "reason": "仍太貴",
    }


def test_a_final_offer_ends_with_the_quotation(work, final_offer):
    work.go("2026-12-24T00:00")
    assert final_offer.end() == "final_offer_lapsed"
    assert final_offer.own("closing")["reason_code"] == "QUOTATION_EXPIRED"


def test_another_plan_for_the_price_goes_back_to_the_design(quoting):  # L3B
    stage = explain(verify(quoting(loops={"L3B": 1})), CHANGE_PLAN)
    assert stage.end() == "quotation_plan_change"
    assert stage.own("quotation_result") == {"decision": "CHANGE_PLAN"}
    assert stage.own("loops")["L3B"] == 2


@pytest.mark.parametrize(
    ("decision", "end"), [("NEW_DESIGN", "quotation_plan_change"), ("CLOSE", "quotation_replan_closed")]
)
def test_the_third_change_for_the_price_is_for_the_lead(quoting, decision, end):  # L3B
    stage = explain(verify(quoting(loops={"L3B": 2})), CHANGE_PLAN)
    assert stage.task("decide_replan")["candidateGroups"] == ["senior_presales_lead"]
    stage.do("decide_replan", "sam", redesign={"decision": decision, "comment": "依歷次報價"})
    assert stage.end() == end
    if decision == "CLOSE":
        assert stage.own("closing")["reason"] == CHANGE_PLAN["wishes"]  # the client's words, not the lead's


def test_a_client_who_withdraws_says_why(quoting):
    stage = verify(quoting())
    assert stage.refused("explain_quotation", quotation_confirmation={"decision": "WITHDRAW"})
    gone = {"decision": "WITHDRAW", "reason_code": "PRICE", "reason": "太貴", "confirmed_on": "2026-11-24"}
    assert explain(stage, gone).end() == "quotation_withdrawn"
    assert stage.own("closing")["reason_code"] == "PRICE"


@pytest.fixture
def expired(work, quoting):
    """W6: reminders at 50 and 80 % of the 30 days, and nobody answers."""
    stage = verify(quoting()).settled()
    assert stage.own("wait")["expires_at"] == "2026-12-24T00:00:00+08:00"
    for day, reminders in (("2026-12-07T09:00", 0), ("2026-12-09T12:00", 1), ("2026-12-18T12:00", 2)):
        work.go(day)
        assert stage.passed("remind_quote_decision") == reminders
    work.go("2026-12-24T00:00")
    return stage


def test_an_expired_quotation_is_made_anew_at_the_day(expired):
    expired.do("offer_requote", requote={"decision": "REQUOTE"})
    assert expired.task("verify_quotation")
    assert expired.own("premium")["quote_date"] == "2026-12-24"
    assert expired.own("quotation_validity")["valid_until"] == "2027-01-23"
    verify(expired)
    explain(expired, ACCEPT)
    assert expired.own("documents")["quote"]["version"] == 2
    assert expired.sign().end() == "quotation_accepted"


def test_who_wants_no_other_quotation_has_let_it_expire(expired):
    expired.do("offer_requote", requote={"decision": "CLOSE", "reason": "不再考慮"})
    assert expired.end() == "quotation_expired"
    assert expired.own("closing") == {
        "outcome": "EXPIRED",
        "stage": "S4",
        "reason_code": "QUOTATION_EXPIRED",
        "reason": "不再考慮",
    }
