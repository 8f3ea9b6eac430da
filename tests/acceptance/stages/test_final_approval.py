"""S7 through the front door, alone: levels of D18, return, reject and ruling, what is confirmed and signed again."""

import pytest

from tests.acceptance.late_stages import APPROVE, TODAY, approve, closing, sign


def test_an_ordinary_case_needs_one_level_and_no_new_signature(approval):
    """Sum insured 1 m, premium 3 550, no flag: L1. Nothing changed since the signatures: nobody is asked again."""
    stage = approve(approval())
    stage.task("submit_application")
    assert (stage.own("approval_route")["level"], stage.own("approval_flags") or []) == ("L1", [])
    assert (stage.passed("confirm_with_client"), stage.passed("sign_envelope")) == (0, 0)
    assert [each["decision"] for each in stage.own("approvals")] == ["APPROVE"]
    assert stage.own("documents")["approval_form"]["number"].startswith("F18-")


def test_t19_two_levels_approve_one_after_the_other(approval, filed):
    suitability = filed["suitability"] | {"affordability": {"result": "CONFIRM", "findings": []}, "action": "CONFIRM"}
    stage = approval(plan=filed["plan"] | {"sum_insured": 2_000_000}, suitability=suitability)
    assert stage.task("approve_case")["candidateGroups"] == ["presales_lead"]
    approve(stage)
    assert stage.task("approve_case")["candidateGroups"] == ["compliance_officer"]
    approve(stage, "olga").task("submit_application")
    assert stage.own("approval_route") == {"level": "L2", "roles": ["presales_lead", "compliance_officer"]}
    assert stage.own("approval_flags") == ["AFFORDABILITY_CONFIRM"]
    assert [(each["role"], each["decision"]) for each in stage.own("approvals")] == [
        ("presales_lead", "APPROVE"),
        ("compliance_officer", "APPROVE"),
    ]


@pytest.mark.parametrize(
    ("topic", "change", "flags", "level"),
    [
        ("vulnerability", {"vulnerable": True}, ["VULNERABLE"], "L2"),
        ("underwriting", {"substandard": True}, ["SUBSTANDARD"], "L2"),
        ("quotation_terms", {"funds_source": "POLICY_LOAN"}, ["BORROWED_FUNDS"], "L2"),
        ("quotation_terms", {"funds_source": "SAVINGS"}, [], "L1"),
        ("stop_decision", {"decision": "INSIST"}, ["ADVICE_INSISTED"], "L2"),
        ("due_diligence", {"aml_risk": "HIGH"}, ["AML_HIGH"], "L3"),
        ("application", {"pep": True}, ["PEP"], "L3"),
        ("case", {"flags": ["REPUTATION"]}, [], "L4"),
    ],
)
def test_what_happened_raises_the_level(approval, filed, topic, change, flags, level):
    stage = approval(**{topic: filed.get(topic, {}) | change})
    stage.task("approve_case")
    assert (stage.own("approval_flags") or [], stage.own("approval_route")["level"]) == (flags, level)


def test_neither_owner_nor_seller_of_the_case_approves(approval):
    stage = approval(seller={"user": "sid", "name": "林資深", "certificate_no": "1", "grade": 1})
    for person in ("amy", "sid"):
        stage.refused("approve_case", person, approval=APPROVE)
    approve(stage).task("submit_application")


def test_a_rejected_case_is_declined(approval):
    rejection = {"decision": "REJECT", "reason_code": "RISK", "comment": "風險過高"}
    stage = approval().do("approve_case", "lead", approval=rejection)
    assert (stage.end(), closing(stage)) == ("approval_rejected", ("DECLINED", "S7", "APPROVAL_REJECTED"))


def test_a_rejection_needs_a_reason(approval):
    assert "reason_code" in approval().refused("approve_case", "lead", approval={"decision": "REJECT"})


RETURN = {"decision": "RETURN", "return_to": "S4", "reason_code": "PRICE", "comment": "繳別須再確認"}


@pytest.mark.parametrize("times", [0, 1])
def test_l4_a_return_goes_to_the_named_stage(approval, filed, times):
    """T27: the second level returns what the first approved."""
    stage = approval(plan=filed["plan"] | {"sum_insured": 2_000_000}, loops={"L4": times})
    approve(stage).do("approve_case", "olga", approval=RETURN)
    assert stage.end() == "approval_returned"
    assert stage.own("approval_result") == {"decision": "RETURN", "return_to": "S4", "comment": "繳別須再確認"}
    assert stage.own("loops")["L4"] == times + 1


@pytest.mark.parametrize(
    ("ruling", "end"),
    [
        ({"decision": "RETURN", "return_to": "S3", "reason_code": "UNSUITABLE"}, "approval_sent_back"),
        ({"decision": "DECLINE", "reason_code": "RISK"}, "approval_declined"),
    ],
)
def test_l4_beyond_its_limit_the_branch_manager_rules(approval, ruling, end):
    stage = approval(loops={"L4": 2}).do("approve_case", "lead", approval=RETURN)
    assert stage.task("arbitrate_approval")["candidateGroups"] == ["branch_manager"]
    stage.do("arbitrate_approval", "max", approval_arbitration=ruling | {"comment": "依據卷宗"})
    assert stage.end() == end


def test_l4_the_branch_manager_may_approve(approval):
    stage = approval(loops={"L4": 2}).do("approve_case", "lead", approval=RETURN)
    stage.refused("arbitrate_approval", "amy", approval_arbitration=APPROVE | {"comment": "可"})
    stage.do("arbitrate_approval", "max", approval_arbitration=APPROVE | {"comment": "可"}).task("submit_application")


@pytest.fixture
def changed(approval, filed):
    """An approved case of which one paper is no longer signed."""
    signatures = {kind: given for kind, given in filed["signatures"].items() if kind != "exclusion_ack"}
    return approve(approval(signatures=signatures))


def test_only_what_changed_is_signed_again(changed):
    confirmation = {"decision": "CONFIRM", "confirmed_on": TODAY}
    changed.do("confirm_with_client", "amy", final_confirmation=confirmation).task("sign_envelope")
    assert [each["type"] for each in changed.variable("envelope")["items"]] == ["exclusion_ack"]
    sign(changed).task("submit_application")


def test_a_client_may_withdraw_at_the_end(changed):
    withdrawal = {"decision": "WITHDRAW", "confirmed_on": TODAY, "reason_code": "NEED_CHANGED", "reason": "失業"}
    changed.do("confirm_with_client", "amy", final_confirmation=withdrawal)
    assert (changed.end(), closing(changed)) == ("approval_withdrawn", ("WITHDRAWN", "S7", "NEED_CHANGED"))


def test_a_client_who_does_not_sign_again_withdraws(changed):
    confirmation = {"decision": "CONFIRM", "confirmed_on": TODAY}
    changed.do("confirm_with_client", "amy", final_confirmation=confirmation)
    changed.do("sign_envelope", "carl", signing={"decision": "DECLINE", "reason": "不簽"})
    assert (changed.end(), closing(changed)) == ("final_papers_unsigned", ("WITHDRAWN", "S7", "SIGNATURE_REFUSED"))
