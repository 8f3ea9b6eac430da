"""F20: the history of the case as PDF and, under the same number, as JSON."""

import hashlib
from decimal import Decimal

import pypdfium2
import pytest

from handlers import REGISTRY
from service import exact_json
from service.presales.papers.process_file import ProcessFile

AT = "2026-11-23T01:30:00.000Z"  # half past nine in Shanghai
PAPER = {
    "documentId": "d1",
    "type": "quote",
    "number": "F08-PS-20261123-000001-v1",
    "version": 1,
    "title": "報價單",
    "fileName": "F08-PS-20261123-000001-v1.pdf",
    "contentType": "application/pdf",
    "size": 4,
    "sha256": "ab" * 32,
    "contentSha256": "cd" * 32,
    "language": "zh-Hant",
    "madeFrom": {},
    "state": "SUPERSEDED",
    "supersededBy": "F08-PS-20261123-000001-v2",
    "supersededAt": AT,
    "createdAt": AT,
    "createdBy": "presales-worker",
}
SIGNATURE = {
    "signatureId": "s1",
    "envelopeId": "E-1",
    "type": "quote_confirm",
    "number": "F09-PS-20261123-000001-v1",
    "documentId": "d2",
    "sha256": "ef" * 32,
    "signer": "陳志明",
    "capacity": "APPLICANT",
    "method": "HANDWRITTEN",
    "provider": "local",
    "evidence": {"algorithm": "Ed25519"},
    "earlier": [{"type": "plan_confirm", "sha256": "00" * 32}],
    "signedAt": "2026-11-23T01:30:00.123456+00:00",
    "state": "VALID",
    "voidReason": None,
    "voidedAt": None,
}
HISTORY = {
    "schema": "presales-process-file/1",
    "madeAt": AT,
    "case": {
        "caseKey": "1",
        "caseNo": "PS-20261123-000001",
        "productLine": "LIFE",
        "clientType": "INDIVIDUAL",
        "channel": "AGENT",
        "jurisdiction": "CN",
        "language": "zh-Hant",
        "owner": "amy",
        "state": "ACTIVE",
        "stageId": "final_approval",
        "end": None,
        "openedAt": AT,
        "endedAt": None,
    },
    "processes": [
        {
            "processDefinitionId": "presales",
            "name": "售前流程",
            "version": 3,
            "versionTag": None,
            "processDefinitionKey": "7",
        }
    ],
    "timeline": [
        {
            "type": "user_task_completed",
            "at": AT,
            "key": "2",
            "elementId": "collect_client_data",
            "name": "收集客戶基本資料",
            "actor": "amy",
            "details": {},
        },
        {
            "type": "user_task_completed",
            "at": AT,
            "key": "3",
            "elementId": "approve_case",
            "name": "逐級審批",
            "actor": "lee",
            "details": {"concluded": {"decision": "RETURN", "return_to": "S4", "comment": "改為半年繳"}},
        },
    ],
    "documents": [PAPER],
    "signatures": [SIGNATURE],
    "decisions": [
        {
            "decisionEvaluationKey": "5",
            "decisionDefinitionId": "CN_approval_route",
            "name": "最終審批級別",
            "version": 2,
            "elementId": "determine_approval",
            "at": AT,
            "state": "EVALUATED",
            "inputs": [{"name": "annual_premium", "value": Decimal("1070.50")}],
            "matchedRules": [{"ruleIndex": 4, "ruleId": "r4", "outputs": {"level": "L1"}}],
            "result": {"level": "L1", "roles": ["presales_lead"], "split": False},
            "failure": None,
        }
    ],
    "reviews": {"approvals": [{"role": "presales_lead", "decision": "APPROVE", "return_to": None, "comment": "同意"}]},
    "stages": [
        {
            "stage": "S1",
            "elementId": "client_screening",
            "sla": "ON_TIME",
            "workedSeconds": 5400,
            "waitedSeconds": 0,
            "startedAt": AT,
            "endedAt": AT,
        }
    ],
    "notices": [
        {
            "kind": "STAGE_WARNED",
            "stage": "S3",
            "elementId": None,
            "level": 1,
            "roles": ["presales_lead"],
            "users": [],
            "dueAt": AT,
            "createdAt": AT,
            "acknowledgedAt": None,
            "acknowledgedBy": None,
        }
    ],
    "messages": {"reminders": [{"wait": "W5", "nth": 1, "sent_at": AT, "channel": "SMS"}]},
    "records": {"loops": {"L2": 1}},
}

PREMIUM = {
    "quote_date": "2026-11-23",
    "annual_premium": 1070,
    "modal_premium": 1070,
    "rate_per_mille": Decimal("1.07"),
    "pay_mode": "ANNUAL",
    "discount_percent": 0,
    "discretionary_percent": 0,
    "next_age_change_on": None,
    "rates_change_on": None,
    "lines": [],
    "modes": [],
    "basis": {},
}


@pytest.fixture
def issued(case, context):
    context.records = {"case_history": HISTORY}
    variables = {
        "case": case,
        "applicant": {"name": "陳志明"},
        "plan": {
            "product_class": "TERM",
            "sum_insured": 1_000_000,
            "term_years": 20,
            "pay_years": 20,
            "pay_mode": "ANNUAL",
        },
        "premium": PREMIUM,
        "approval_route": {"level": "L1", "roles": ["presales_lead"]},
        "approvals": [{"decision": "APPROVE", "comment": "同意"}],
        "loops": {"L2": 1},
    }
    result = REGISTRY.get("presales.document.process_archive")(variables, context)["document"]
    return result, context.documents


def test_the_json_is_the_history_that_the_schema_describes_with_exact_numbers(issued):
    _, [_, data] = issued
    assert exact_json.decode(data.content) == HISTORY
    ProcessFile.model_validate(exact_json.decode(data.content))
    assert b'"value": 1070.50' in data.content


def test_pdf_and_json_have_one_number(issued):
    result, [paper, data] = issued
    assert (paper.file_name, data.file_name) == (f"{result['number']}.pdf", f"{result['number']}.json")
    assert data.content_type == "application/json"
    assert paper.metadata["number"] == data.metadata["number"] == "F20-PS-20261123-000001-v1"
    assert data.content_hash == hashlib.sha256(data.content).hexdigest()


def test_the_pdf_tells_the_history_at_local_times(issued):
    _, [paper, _] = issued
    pdf = pypdfium2.PdfDocument(paper.content)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    for told in (
        "F08-v2",
        "陳志明",
        "最終審批級別 v2",
        "最終審批級別 4",
        "level=L1",
        "split=false",
        "收集客戶基本資料",
        "2026-11-23 09:30:00",
        "L2 方案審核退回",
        "階段即將逾時",
        "退回 S4",
        "改為半年繳",
        "1.5",
    ):
        assert told in text.replace("\r\n", "").replace("\n", "") or told in text, told


def test_outside_of_a_case_there_is_no_process_file(case, context):
    context.records = {"case_history": None}
    variables = {"case": case, "applicant": {"name": "x"}, "approval_route": {"level": "L1", "roles": []}}
    plan = {"product_class": "TERM", "sum_insured": 1, "term_years": 1, "pay_years": 1, "pay_mode": "ANNUAL"}
    handler = REGISTRY.get("presales.document.process_archive")
    with pytest.raises(ValueError, match="presales case"):
        handler(variables | {"plan": plan, "premium": PREMIUM}, context)
