"""document_signing through the front door, alone: order of D21, whose name, what is signed again, W1 of DOMAIN 3.5."""

import pytest

from tests.acceptance.late_stages import CLIENT, MONDAY, SELLER, accepted_quotation, issued, sign, signature

SCOPE = ["agent_report", "application", "exclusion_ack", "payment_authorisation", "purchase_notice", "risk_ack"]
#: D21, steps 6 to 11
IN_ORDER = ["purchase_notice", "exclusion_ack", "risk_ack", "application", "payment_authorisation", "agent_report"]
PAPERS = [*SCOPE, "risk_notice"]


@pytest.fixture
def signing(work):
    """Starts the signing of `scope` on a Monday; `documents` and `signatures` are added to those of S3 and S4."""

    def start(scope=SCOPE, documents=None, signatures=None):
        work.go(MONDAY)
        before = accepted_quotation({"ordinary": True})
        before["documents"] |= {kind: issued(kind) for kind in PAPERS} | (documents or {})
        before["signatures"] |= signatures or {}
        return work.start("document_signing", before | {"signing_scope": scope, "signing_stage": "S5"})

    return start


def asked(stage):
    """The types in the open envelope, in its order."""
    stage.task("sign_envelope")
    return list(dict.fromkeys(each["type"] for each in stage.own("envelope")["items"]))


def test_papers_are_asked_for_in_the_order_of_d21(signing):
    stage = signing()
    assert asked(stage) == IN_ORDER
    sign(stage)
    assert asked(stage) == ["agent_report"]
    sign(stage, SELLER)
    assert stage.end() == "documents_signed"


def test_a_signature_names_its_hash_and_those_of_all_papers_before(signing):
    stage = signing()
    sign(stage)
    sign(stage, SELLER)
    stage.end()
    [given] = [each for each in stage.own("signatures")["risk_ack"] if each["capacity"] == "APPLICANT"]
    assert (given["signer"], given["sha256"]) == (CLIENT, issued("risk_ack")["sha256"])
    earlier = {each["type"]: each["sha256"] for each in given["earlier"]}
    before = ["plan_confirm", "quote_confirm", "purchase_notice", "exclusion_ack"]
    assert {kind: earlier.get(kind) for kind in before} == {kind: issued(kind)["sha256"] for kind in before}


def test_nothing_may_be_signed_before_its_turn(signing):
    stage = signing()
    sign(stage, signed_types=["application"])
    assert asked(stage) == IN_ORDER
    assert "必須先完成" in stage.own("signing_problem")
    sign(stage, signed_types=["purchase_notice", "exclusion_ack", "risk_ack"])
    assert asked(stage) == ["application", "payment_authorisation", "agent_report"]
    assert stage.own("signing_problem") is None


@pytest.mark.parametrize("who", ["王經理", SELLER])
def test_nobody_signs_for_another(signing, who):
    """Art. 29: neither a stranger nor the seller in the client's place."""
    stage = signing(["purchase_notice"])
    sign(stage, who)
    assert asked(stage) == ["purchase_notice"]
    assert "不得代簽" in stage.own("signing_problem")
    assert "purchase_notice" not in stage.own("signatures")


def test_what_is_validly_signed_is_not_asked_for(signing):
    stage = signing(["quote_confirm", "plan_confirm"])
    assert stage.end() == "documents_signed"
    assert stage.passed("sign_envelope") == 0


def test_t30_an_edited_quotation_blocks_signing_until_it_is_confirmed_again(work, signing):
    stage = signing(documents={"quote": issued("quote", 2)})
    assert stage.open() == []
    [job] = work.search("jobs", {"processInstanceKey": stage.key, "type": "presales.signature.open"})
    assert job["state"] == "FAILED"
    assert "Expected a current application to be signed" in job["errorMessage"]


def test_t30_only_what_rests_on_the_new_quotation_is_signed_again(signing):
    new = {
        "quote": issued("quote", 2),
        "quote_confirm": issued("quote_confirm", 2) | {"basis": {"quote": issued("quote", 2)["number"]}},
        "application": issued("application", 2)
        | {
            "basis": {
                kind: issued(kind, version)["number"] for kind, version in (("plan_confirm", 1), ("quote_confirm", 2))
            }
        },
        "payment_authorisation": issued("payment_authorisation", 2)
        | {"basis": {"quote_confirm": issued("quote_confirm", 2)["number"]}},
    }
    signed = {kind: [signature(kind)] for kind in (*IN_ORDER[:-1], "quote_confirm")}
    scope = ["quote_confirm", *IN_ORDER[:-1]]
    assert asked(signing(scope, new, signed)) == ["quote_confirm", "application", "payment_authorisation"]


def test_w1_reminds_twice_re_issues_once_and_expires(work, signing):
    """W1: 2 d, 5 d, 10 d. The second reminder would be a Saturday and comes on Monday, when people begin."""
    stage = signing(["purchase_notice"])
    asked(stage)
    first = stage.own("envelope")
    work.go("2026-11-25T09:59")
    assert stage.passed("remind_signing") == 0
    work.go("2026-11-25T10:00")
    assert [each["nth"] for each in stage.own("reminders")] == [1]
    work.go("2026-11-30T09:00")
    assert [each["nth"] for each in stage.own("reminders")] == [1, 2]
    work.go("2026-12-03T23:59")
    assert stage.own("envelope") == first
    work.go("2026-12-04T00:00")
    again = stage.own("envelope")
    assert (again["attempt"], again["items"]) == (2, first["items"])
    assert again["envelope_id"] != first["envelope_id"]
    work.go("2026-12-15T00:00")
    assert stage.end() == "signing_expired"
    closing = {"outcome": "EXPIRED", "stage": "S5", "reason_code": "SIGNATURE_EXPIRED", "reason": None}
    assert stage.own("closing") == closing


def test_a_client_who_does_not_sign_withdraws(signing):
    stage = signing(["purchase_notice"])
    stage.do("sign_envelope", "carl", signing={"decision": "DECLINE", "reason": "要再考慮"})
    assert stage.end() == "signing_declined"
    closing = {"outcome": "WITHDRAWN", "stage": "S5", "reason_code": "SIGNATURE_REFUSED", "reason": "要再考慮"}
    assert stage.own("closing") == closing
