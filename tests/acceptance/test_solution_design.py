"""S3 through the front door, alone: its loops to their limits and beyond, the wait on the client, who signs what."""

from decimal import Decimal

import pytest

from tests.acceptance.stage_variables import PLAN

ACCEPT = {"decision": "ACCEPT", "explained_items": ["COVER", "EXCLUSIONS"], "confirmed_on": "2026-11-23"}
CHANGE = {"decision": "CHANGE", "wishes": "保費再低一些", "explained_items": ["COVER"], "confirmed_on": "2026-11-23"}
WITHDRAW = {
    "decision": "WITHDRAW",
    "reason_code": "OTHER_INSURER",
    "reason": "已向他人投保",
    "explained_items": ["COVER"],
    "confirmed_on": "2026-11-23",
}


def review(stage, decision="APPROVE", person="sam"):
    return stage.do("review_plan", person, plan_review={"decision": decision, "comment": "見意見"})


def explain(stage, answer):
    return stage.do("explain_plan", plan_confirmation=answer)


def again(stage):
    return stage.do("design_plan", "dora", plan=PLAN)


def test_a_plan_that_fits_is_reviewed_explained_and_signed(design):
    stage = explain(review(design()), ACCEPT)
    assert stage.asked_to_sign() == ["plan_confirm"]
    stage.sign()
    assert stage.end() == "plan_confirmed"
    assert (stage.own("plan")["product_class"], stage.own("plan")["product_name"]) == ("TERM", "示範定期壽險")
    assert [each["decision"] for each in stage.own("plan_reviews")] == ["APPROVE"]
    assert set(stage.own("documents")) == {"plan_list", "plan_book", "suitability_report", "plan_confirm"}


def test_who_designed_the_plan_cannot_review_it(design):  # T29
    assert "design_plan" in design().refused("review_plan", "dora", plan_review={"decision": "APPROVE"})


def test_the_third_return_goes_to_the_product_expert(design):  # L2
    stage = design()
    for _ in range(2):
        review(stage, "RETURN")
        assert stage.own("loop")["action"] == "CONTINUE"
        again(stage)
        assert stage.own("plan_reviews") is None
    review(stage, "RETURN")
    assert (stage.own("loops")["L2"], stage.own("loop")["escalate_to"]) == (3, "product_expert")
    assert stage.task("arbitrate_plan")["candidateGroups"] == ["product_expert"]


@pytest.mark.parametrize(
    ("ruling", "then"), [("APPROVE", "explain_plan"), ("REDESIGN", "design_plan"), ("DECLINE", None)]
)
def test_the_expert_rules(design, ruling, then):
    stage = review(design(loops={"L2": 2}), "RETURN")
    stage.do("arbitrate_plan", "petra", plan_arbitration={"decision": ruling, "comment": "依商品條款"})
    if then:
        assert stage.task(then)
    else:
        assert stage.end() == "plan_declined"
        assert stage.own("closing") == {
            "outcome": "DECLINED",
            "stage": "S3",
            "reason_code": "REVIEW_REJECTED",
            "reason": "依商品條款",
        }


def test_a_rejected_plan_is_declined_and_nobody_further_up_is_asked(design):
    stage = design({"special_clause": True})  # D16: L2
    assert stage.own("plan_review_route")["roles"] == ["product_expert", "senior_presales_lead"]
    assert stage.task("review_plan")["candidateGroups"] == ["product_expert"]
    review(stage, "REJECT", "petra")
    assert stage.end() == "plan_declined"
    assert stage.own("closing")["reason"] == "見意見"


def test_the_fourth_change_is_for_the_lead(design):  # L1, T28
    stage = design()
    for times in (1, 2, 3):
        explain(review(stage), CHANGE)
        assert stage.own("loops")["L1"] == times
        again(stage)
        assert stage.own("plan_confirmation") is None
    explain(review(stage), CHANGE)
    assert stage.own("loop") == {"action": "ESCALATE", "escalate_to": "senior_presales_lead"}
    assert stage.task("decide_redesign")["candidateGroups"] == ["senior_presales_lead"]


def test_after_the_limit_another_design_or_the_end(design):
    stage = explain(review(design(loops={"L1": 3})), CHANGE)
    stage.do("decide_redesign", "sam", redesign={"decision": "NEW_DESIGN", "comment": "換設計師"})
    explain(review(again(stage)), CHANGE)
    stage.do("decide_redesign", "sam", redesign={"decision": "CLOSE", "comment": "客戶無合適方案"})
    assert stage.end() == "plan_not_wanted"
    assert stage.own("closing") == {
        "outcome": "WITHDRAWN",
        "stage": "S3",
        "reason_code": "PLAN_NOT_WANTED",
        "reason": CHANGE["wishes"],  # what the letter gives as the client's words: not what the lead wrote
    }


def test_a_client_who_withdraws_says_why(design):
    stage = review(design())
    without_code = {name: value for name, value in WITHDRAW.items() if name != "reason_code"}
    assert "退出原因" in stage.refused("explain_plan", plan_confirmation=without_code)
    explain(stage, WITHDRAW)
    assert stage.end() == "plan_withdrawn"
    assert stage.own("closing") == {
        "outcome": "WITHDRAWN",
        "stage": "S3",
        "reason_code": "OTHER_INSURER",
        "reason": "已向他人投保",
    }


def test_a_client_who_does_not_sign_withdraws(design):
    stage = explain(review(design()), ACCEPT)
    stage.do("sign_envelope", "carl", signing={"decision": "DECLINE", "reason": "再考慮"})
    assert stage.end() == "plan_withdrawn"
    assert stage.own("closing")["reason_code"] == "SIGNATURE_REFUSED"


def test_an_envelope_that_is_not_signed_is_sent_once_more_and_then_expires(work, design):  # W1
    stage = explain(review(design()), ACCEPT)
    assert stage.task("sign_envelope")
    work.go("2026-12-04T00:00")  # ten days, and the last one whole
    assert stage.task("sign_envelope")
    work.go("2026-12-15T00:00")
    assert stage.end() == "plan_signature_expired"
    assert (stage.own("closing")["outcome"], stage.own("closing")["stage"]) == ("EXPIRED", "S3")
    assert stage.own("closing")["reason_code"] == "SIGNATURE_EXPIRED"


def test_a_client_who_does_not_answer_is_reminded_twice_and_nurtured(work, design):  # W5: 3, 7, 15 days
    stage = review(design())
    assert stage.task("explain_plan")
    wait = stage.own("wait")
    assert [wait[name] for name in ("reminder_1_at", "reminder_2_at", "expires_at")] == [
        "2026-11-26T10:00:00+08:00",
        "2026-11-30T10:00:00+08:00",
        "2026-12-09T00:00:00+08:00",
    ]
    for day, reminders in (("2026-11-26T09:59", 0), ("2026-11-26T10:00", 1), ("2026-11-30T10:00", 2)):
        work.go(day)
        assert stage.passed("remind_plan_decision") == reminders
    work.go("2026-12-08T23:59")
    assert stage.task("explain_plan")
    work.go("2026-12-09T00:00")
    assert stage.end() == "plan_nurtured"
    assert stage.own("closing") == {"outcome": "NURTURE", "stage": "S3", "reason_code": "NO_DECISION", "reason": None}
    assert [each["nth"] for each in stage.own("reminders")] == [1, 2]


def test_the_wait_begins_anew_with_each_plan(work, design):
    stage = explain(review(design()), CHANGE)
    work.go("2026-12-01T10:00")
    review(again(stage))
    assert stage.task("explain_plan")
    assert stage.own("wait")["expires_at"] == "2026-12-17T00:00:00+08:00"


def test_a_heavy_burden_is_confirmed_with_a_signature_of_its_own(design):  # D09: 40 % of income, uncertain benefits
    plan = {"product_code": "DEMO-PAR", "purpose": "LEGACY", "sum_insured": 3_400_000, "term_years": 67}
    priorities = [{"order": 1, "need": "WEALTH", "reason": ""}]
    stage = design(plan, need_priorities=priorities)
    assert stage.variable("illustration")["premium_to_income"] > Decimal("0.4")
    assert stage.variable("suitability")["affordability"]["result"] == "CONFIRM"
    stage.pass_referrals()
    explain(review(review(stage, person="petra")), ACCEPT)  # D16: over 3 million
    assert stage.asked_to_sign() == ["suitability_report", "plan_confirm"]
