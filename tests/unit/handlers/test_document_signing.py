"""Signing: D21's order is kept, nobody signs for another, and a signature is good for the version that was signed."""

from datetime import UTC, datetime

import pytest

from handlers import REGISTRY
from handlers.registry import BpmnError
from service.presales.papers.local_signatures import LocalSignatures, is_genuine

ORDER = [
    {"step": 4, "type": "plan_confirm", "capacities": ["APPLICANT"]},
    {"step": 5, "type": "quote_confirm", "capacities": ["APPLICANT"]},
    {"step": 9, "type": "application", "capacities": ["APPLICANT", "INSURED"]},
    {"step": 11, "type": "agent_report", "capacities": ["SELLER"]},
]
BASIS = {"plan_confirm": ["plan_book"], "quote": ["plan_book"], "quote_confirm": ["quote"]}
BASIS |= {"application": ["plan_confirm", "quote_confirm"], "agent_report": ["application"]}
SCOPE = ["plan_confirm", "quote_confirm", "application", "agent_report"]


def paper(kind, version=1, **basis):
    return {
        "document_id": f"{kind}-{version}",
        "type": kind,
        "number": f"{kind}-v{version}",
        "version": version,
        "title": f"<{kind}>",
        "file_name": f"{kind}.pdf",
        "sha256": (kind.encode().hex() + f"{version:02x}").ljust(64, "0"),
        "content_sha256": "0" * 64,
        "basis": basis,
        "created_on": "2026-11-23",
    }


@pytest.fixture
def signing(case, context, tmp_path):
    return SigningCase(case, context, tmp_path / "keys" / "key.pem")


class SigningCase:
    """A case whose papers are all issued; `variables` is what its handlers see."""

    def __init__(self, case, context, key_file):
        self.context = context
        context.signature_provider = LocalSignatures(key_file)
        self.variables = {
            "case": case,
            "applicant": {"name": "陳志明"},
            "documents": {"plan_book": paper("plan_book")},
            "signature_order": ORDER,
        }
        for kind in ("plan_confirm", "quote", "quote_confirm", "application", "agent_report"):
            self.issue(kind)

    def issue(self, kind, version=1):
        papers = self.variables["documents"]
        papers[kind] = paper(kind, version, **{below: papers[below]["number"] for below in BASIS.get(kind, [])})

    def call(self, verb, **more):
        self.context.job_key += 1
        self.variables |= more
        self.variables |= REGISTRY.get(f"presales.signature.{verb}")(self.variables, self.context)

    def open(self, *scope):
        self.call("open", signing_scope=list(scope or SCOPE))
        return [(item["type"], item["capacity"]) for item in self.variables["envelope"]["items"]]

    def sign(self, name="陳志明", types=None, method="E_SIGNATURE"):
        signing = {"decision": "SIGN", "method": method, "signed_by": name, "signed_types": types}
        self.call("record", signing=signing)

    def refusal(self, *arguments):
        with pytest.raises(BpmnError) as raised:
            self.sign(*arguments)
        assert raised.value.code == "SIGNATURE_REFUSED"
        assert raised.value.variables == {"signing_problem": raised.value.message}
        return raised.value.message


def test_an_envelope_holds_what_is_to_be_signed_in_the_order_of_d21(signing):
    assert signing.open("agent_report", "application", "plan_confirm") == [
        ("plan_confirm", "APPLICANT"),
        ("application", "APPLICANT"),
        ("application", "INSURED"),
        ("agent_report", "SELLER"),
    ]
    assert (
        signing.variables["envelope"]["items"][0]["sha256"] == signing.variables["documents"]["plan_confirm"]["sha256"]
    )


def test_the_client_signs_the_clients_papers_and_the_seller_the_report(signing):
    signing.open()
    signing.sign()
    assert signing.open() == [("agent_report", "SELLER")]
    signing.sign("陳小美")
    assert signing.open() == []
    assert list(signing.variables["signatures"]) == SCOPE


def test_a_signature_names_who_when_what_and_all_papers_before(signing):
    signing.open()
    signing.sign(method="HANDWRITTEN")
    documents = signing.variables["documents"]
    [first] = signing.variables["signatures"]["plan_confirm"]
    assert (first["signer"], first["capacity"], first["method"]) == ("陳志明", "APPLICANT", "HANDWRITTEN")
    assert (first["sha256"], first["number"]) == (documents["plan_confirm"]["sha256"], "plan_confirm-v1")
    assert (first["signed_at"], first["provider"]) == ("2026-11-22T20:00:00+00:00", "local")
    assert first["earlier"] == []
    application = signing.variables["signatures"]["application"][1]
    assert application["earlier"] == [
        {"type": kind, "sha256": documents[kind]["sha256"]} for kind in ("plan_confirm", "quote_confirm")
    ]


def test_the_evidence_holds_for_this_act_alone(signing):
    signing.open()
    signing.sign()
    first, second, *_ = signing.context.signatures
    assert is_genuine(first.act.statement(), first.evidence)
    assert not is_genuine(second.act.statement(), first.evidence)
    assert not is_genuine(first.act.statement(), dict(first.evidence) | {"public_key": "AAAA"})
    assert not is_genuine(first.act.statement(), {})


def test_the_installations_key_is_made_once_and_for_its_owner_only(signing, tmp_path):
    signing.open()
    signing.sign()
    [file] = (tmp_path / "keys").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert len({each.evidence["key_id"] for each in signing.context.signatures}) == 1


def test_the_same_job_records_the_same_signatures_again(signing):
    signing.open()
    signing.sign()
    ids = [each.signature_id for each in signing.context.signatures]
    signing.context.signatures.clear()
    signing.context.job_key -= 1
    signing.variables["signatures"] = {}
    signing.sign()
    assert [each.signature_id for each in signing.context.signatures] == ids


def test_nobody_signs_for_another(signing):
    signing.open("plan_confirm")
    assert "須由投保人本人簽署" in signing.refusal("陳小美")
    assert "第二十九條" in signing.refusal("amy")
    signing.open("agent_report")
    assert "須由銷售人員本人簽署" in signing.refusal("陳志明")
    assert signing.context.signatures == []


def test_the_reassigned_seller_signs_the_report(signing):
    signing.variables["seller"] = {"user": "eva", "name": "李麗", "certificate_no": "1"}
    signing.open()
    signing.sign()
    signing.open()
    assert "須由銷售人員本人簽署" in signing.refusal("陳小美")
    signing.sign("李麗")
    assert signing.open() == []


def test_a_paper_is_not_signed_before_those_that_come_first(signing):
    signing.open("quote_confirm")
    assert signing.refusal() == "簽署<quote_confirm>之前，必須先完成 <plan_confirm>（plan_confirm-v1） 的簽署。"
    del signing.variables["documents"]["plan_confirm"]
    assert "plan_confirm（尚未出具）" in signing.refusal()


def test_some_papers_of_an_envelope_may_be_signed_first_but_in_order(signing):
    signing.open()
    assert "必須先完成" in signing.refusal("陳志明", ["quote_confirm"])
    signing.sign(types=["plan_confirm"])
    assert signing.open()[0] == ("quote_confirm", "APPLICANT")
    assert "沒有這些文件：plan_confirm" in signing.refusal("陳志明", ["plan_confirm"])


def test_what_changed_since_the_envelope_was_opened_is_not_signed(signing):
    signing.open("plan_confirm")
    signing.issue("plan_confirm", 2)
    assert "已變更" in signing.refusal()


def test_t30_a_quotation_that_is_edited_blocks_signing_until_its_confirmation_is_signed_again(signing):
    signing.open("plan_confirm", "quote_confirm")
    signing.sign()
    signing.open("application")
    signing.issue("quote", 2)
    with pytest.raises(ValueError, match="a current application"):
        signing.open("application")
    assert "已變更" in signing.refusal()
    signing.issue("quote_confirm", 2)
    signing.issue("application", 2)
    signing.open("application")
    assert "<quote_confirm>（quote_confirm-v2）" in signing.refusal()
    assert signing.open("plan_confirm", "quote_confirm") == [("quote_confirm", "APPLICANT")]
    signing.sign()
    signing.open("application")
    signing.sign()
    assert [each["number"] for each in signing.variables["signatures"]["quote_confirm"]] == ["quote_confirm-v2"]


def test_t27_after_a_return_only_what_changed_is_signed_again(signing):
    signing.open()
    signing.sign()
    signing.open()
    signing.sign("陳小美")
    for kind in ("quote", "quote_confirm", "application", "agent_report"):
        signing.issue(kind, 2)
    assert [kind for kind, _ in signing.open()] == ["quote_confirm", "application", "application", "agent_report"]


def test_attempts_count_envelopes_that_nobody_signed(signing):
    attempts = []
    for _ in range(2):
        signing.open()
        attempts.append(signing.variables["envelope"]["attempt"])
    signing.sign(types=["plan_confirm"])
    signing.open()
    attempts.append(signing.variables["envelope"]["attempt"])
    assert attempts == [1, 2, 1]


def test_papers_are_checked_for_being_current_and_signed(signing):
    signing.context.headers = {"types": "quote, plan_confirm"}
    signing.call("check")
    assert signing.variables["signature_check"] == {"valid": False, "missing": ["plan_confirm"]}
    signing.open("plan_confirm")
    signing.sign()
    signing.call("check")
    assert signing.variables["signature_check"] == {"valid": True, "missing": []}
    signing.issue("plan_book", 2)
    signing.call("check")
    assert signing.variables["signature_check"]["missing"] == ["quote", "plan_confirm"]


def test_times_are_attested_in_utc(signing):
    signing.context.now = datetime.fromisoformat("2026-11-23T04:00:00+08:00")
    signing.open()
    signing.sign()
    act = signing.context.signatures[0].act
    assert b'"signed_at":"2026-11-22T20:00:00+00:00"' in act.statement()
    assert act.signed_at == datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
