"""The end of S7 through the front door: underwriting decision with L7 and W8, payment with W9, both switched off.

The process file at the very end is told from a whole case; a stage alone comes as far as the confirmation letter."""

import pytest

from tests.acceptance.late_stages import APPROVE, CLIENT, TODAY, approve, closing, late_files

SUBMITTED = {"application_no": "A-1", "submitted_on": TODAY}
STANDARD = {"application_no": "A-1", "outcome": "STANDARD", "received_on": TODAY}
RATED = STANDARD | {"outcome": "RATED", "table_percent": 150, "flat_extra_per_mille": 0}
EXCLUSION = STANDARD | {"outcome": "EXCLUSION", "exclusion": "高山攀登"}
PAID = {"result": "SETTLED", "order_no": "P-1", "amount": 3550, "payer_account_holder": CLIENT, "settled_on": TODAY}


@pytest.fixture
def submitted(approval):
    """Starts S7 and goes on to the wait for the insurer's decision."""

    def start(**changes):
        return approve(approval(**changes)).do("submit_application", "amy", submission=SUBMITTED)

    return start


def decide(stage, decision=STANDARD):
    return stage.do("record_underwriting_decision", "uma", underwriting_decision=decision)


def pay(stage, **changes):
    return stage.do("record_payment", "amy", payment=PAID | changes)


def ends(stage, element_id):
    """How S7 ends; before it, what it calls has ended with this element."""
    end = stage.end()
    assert stage.passed(element_id) == 1
    return end


def is_handed_over(stage):
    return stage.open() == [] and stage.passed("issue_confirm_letter") == 1


def test_an_accepted_and_paid_case_gets_its_letter(submitted):
    assert is_handed_over(pay(decide(submitted())))


@pytest.fixture
def vulnerable(approval):
    """The approved case of a client who is called back before the submission; vulnerable is L2."""
    measures = {"vulnerable": True, "grounds": ["AGE_65"], "measures": ["CALL_BACK"], "thinking_days": 2}
    return approve(approval(vulnerability=measures), "lead", "olga")


def test_a_vulnerable_client_is_called_back_before_the_submission(vulnerable):
    call = {"result": "CONFIRMED", "called_on": TODAY, "confirmed_items": ["OWN_WILL", "TERMS"]}
    vulnerable.refused("call_back_client", "amy", call_back=call)
    vulnerable.do("call_back_client", "cora", call_back=call).task("submit_application")


def test_a_concern_goes_back_to_the_explanation(vulnerable):
    concern = {"result": "CONCERN", "called_on": TODAY, "comment": "以為是存款"}
    vulnerable.do("call_back_client", "cora", call_back=concern)
    assert ends(vulnerable, "call_back_concern") == "hand_over_returned"
    result = vulnerable.own("approval_result")
    assert result == {"decision": "RETURN", "return_to": "S5", "comment": "以為是存款"}


@pytest.mark.parametrize(
    ("outcome", "reason"), [("POSTPONE", "UNDERWRITING_POSTPONED"), ("DECLINE", "UNDERWRITING_DECLINED")]
)
def test_who_is_not_accepted_is_declined(submitted, outcome, reason):
    stage = decide(submitted(), STANDARD | {"outcome": outcome, "comment": "體檢異常"})
    assert (ends(stage, "underwriting_declined"), closing(stage)) == ("hand_over_closed", ("DECLINED", "S7", reason))


@pytest.mark.parametrize(("decision", "percent", "exclusions"), [(RATED, 150, []), (EXCLUSION, 100, ["高山攀登"])])
def test_l7_new_terms_are_quoted_anew(submitted, decision, percent, exclusions):
    stage = decide(submitted(), decision)
    assert ends(stage, "approval_counter_offer") == "hand_over_returned"
    result, terms = stage.own("approval_result"), stage.own("underwriting")
    assert (result["decision"], result["return_to"], stage.own("loops")["L7"]) == ("COUNTER_OFFER", "S4", 1)
    assert (terms["table_percent"], terms["exclusions"], terms["substandard"]) == (percent, exclusions, True)


def test_l7_beyond_its_limit_the_case_closes(submitted):
    stage = decide(submitted(loops={"L7": 2}), RATED)
    assert (ends(stage, "counter_offers_exhausted"), closing(stage)[2]) == ("hand_over_closed", "UNDERWRITING_DECLINED")


def test_terms_that_the_client_has_signed_are_no_counter_offer(approval):
    """Substandard is L2."""
    terms = {"outcome": "RATED", "table_percent": 150, "flat_extra_per_mille": 0, "exclusions": [], "substandard": True}
    stage = approve(approval(underwriting=terms), "lead", "olga").do("submit_application", "amy", submission=SUBMITTED)
    decide(stage, RATED).task("record_payment")


def test_w8_an_overdue_decision_is_chased(work, submitted):
    """W8: 10 d. The client is not bothered."""
    stage = submitted()
    stage.task("record_underwriting_decision")
    work.go("2026-12-04T00:00")
    stage.do("chase_underwriting", "lead", underwriting_chase={"decision": "WAIT", "comment": "體檢報告未到"})
    stage.task("record_underwriting_decision")
    work.go("2026-12-15T00:00")
    stage.do("chase_underwriting", "lead", underwriting_chase={"decision": "CLOSE", "comment": "無法取得"})
    assert (ends(stage, "underwriting_abandoned"), closing(stage)) == (
        "hand_over_closed",
        ("EXPIRED", "S7", "NO_RESPONSE"),
    )


def test_nobody_pays_for_the_applicant(submitted):
    """Art. 32."""
    stage = pay(decide(submitted()), payer_account_holder="林太太")
    stage.task("record_payment")
    assert "林太太" in stage.variable("payment_problem")
    assert is_handed_over(pay(stage))


def test_a_failed_payment_is_tried_again_three_times(submitted):
    stage, failure = decide(submitted()), {"result": "FAILED", "order_no": "P-1"}
    for _ in range(4):
        stage.do("record_payment", "amy", payment=failure)
    assert (ends(stage, "payment_failed"), closing(stage)) == ("hand_over_closed", ("EXPIRED", "S7", "NO_RESPONSE"))


def test_w9_the_client_is_reminded_twice_and_the_application_lapses(work, submitted):
    """W9: 1 d, 3 d, 7 d."""
    stage = decide(submitted())
    stage.task("record_payment")
    work.go("2026-11-24T10:00")
    work.go("2026-11-26T10:00")
    assert [(each["wait"], each["nth"]) for each in stage.variable("reminders")] == [("W9", 1), ("W9", 2)]
    work.go("2026-12-01T00:00")
    assert (ends(stage, "payment_expired"), closing(stage)) == ("hand_over_closed", ("EXPIRED", "S7", "NO_RESPONSE"))


@pytest.fixture
def switched(deploy):
    """Deploys the table of hand-over with an edit, and as it was when the test is over."""
    name = next(each for each in late_files() if each.endswith("hand_over.dmn"))
    bundled = late_files()[name]

    def switch(output):
        cell = f'<outputEntry id="hand_over_rule_1_output_{output}">\n          <text>true'
        deploy({name: bundled.replace(cell.encode(), cell.replace("true", "false").encode())})

    yield switch
    deploy({name: bundled})


def test_presales_may_end_at_hand_over(approval, switched):
    switched(1)
    stage = approval().do("approve_case", "lead", approval=APPROVE)
    assert is_handed_over(stage)
    assert stage.passed("submit_application") == 0


def test_payment_may_be_elsewhere(submitted, switched):
    switched(2)
    assert is_handed_over(decide(submitted()))
