"""Papers of a case that knows little: each is issued all the same, numbered, versioned, reproducible."""

import hashlib
from decimal import Decimal

import pytest
from pydantic import ValidationError

from handlers import REGISTRY

REVIEW = {"decision": "APPROVE", "comment": "同意"}
TOPICS = {
    "applicant": {"name": "陳先生", "annual_income": 260_000, "birth_date": "1991-06-01"},
    "contact": {"method": "VISIT", "privacy_consent": True},
    "first_needs": {"need_types": ["PROTECTION"]},
    "potential": {
        "score": 88,
        "fit": 50,
        "intent": 38,
        "negative": 0,
        "tier": "A",
        "treatment": "重點",
        "outcome": "QUALIFIED",
    },
    "needs": {"goals": ["PROTECTION"]},
    "risk_profile": {"client_class": "C3", "answered_in_person": True},
    "needs_analysis": {
        "dime_need": 2_930_000,
        "income_multiple_need": 3_000_000,
        "existing_sum_insured": 0,
        "gap": 2_930_000,
        "recommended_sum_insured": 2_930_000,
        "premium_budget": 26_000,
        "lines": [{"id": "DEBTS", "label": "其他負債", "formula": "負債", "amount": 80_000}],
    },
    "plan_outline": {"items": [{"need_type": "PROTECTION", "product_class": "TERM"}]},
    "plan": {
        "product_class": "TERM",
        "sum_insured": 1_000_000,
        "term_years": 20,
        "pay_years": 20,
        "pay_mode": "ANNUAL",
        "alternatives": [{"name": "精簡", "sum_insured": 500_000, "term_years": 20, "pay_years": 20}],
    },
    "illustration": {
        "annual_premium": 1070,
        "premium_to_income": Decimal("0.0041"),
        "alternatives": [{"name": "精簡", "annual_premium": 535}],
        "years": [{"year": 1, "age": 36, "premium_paid": 1070, "death_benefit": 1_000_000, "survival_benefit": 0}],
        "basis": {"table": "DEMO", "table_version": "1", "interest": Decimal("0.02")},
    },
    "suitability": {"match": {"result": "MATCH", "product_level": 2}, "action": "PROCEED"},
    "closing": {"outcome": "EXPIRED", "stage": "S4", "reason_code": "QUOTATION_EXPIRED"},
    "plan_reviews": [REVIEW],
    "plan_review_route": {"level": "L1", "roles": ["senior_presales_lead"]},
    "plan_confirmation": {"decision": "ACCEPT"},
    "premium": {
        "quote_date": "2026-11-23",
        "annual_premium": 1070,
        "modal_premium": 1070,
        "rate_per_mille": Decimal("1.07"),
        "pay_mode": "ANNUAL",
        "discount_percent": 0,
        "discretionary_percent": 0,
        "next_age_change_on": None,
        "rates_change_on": None,
        "lines": [
            {"id": "INSTALMENT", "label": "每期保費", "formula": "×1", "amount": 1070, "unit": "CNY", "basis": "1"}
        ],
        "modes": [{"pay_mode": "ANNUAL", "amount": 1070}],
        "basis": {},
    },
    "quotation_confirmation": {"decision": "ACCEPT"},
    "clause_explanation": {"explained_items": ["COVER"], "certificate_shown": True, "client_understood": True},
    "application": {"decision": "SIGN", "beneficiaries": [{"name": "陳太太", "share": 100}]},
    "communication": {"entries": [{"on": "2026-11-23", "method": "PHONE", "topic": "條款"}], "correct_answers": 5},
    "file_checklist": {"present": ["quote"]},
    "followup": {"tasks": [{"task": "ISSUE"}]},
    "approval_route": {"level": "L1", "roles": ["presales_lead"]},
    "approvals": [REVIEW],
    "loops": {"L2": 1},
}
# the outputs of the procedure's seven stages
OUTPUTS = [
    "client_profile",
    "potential_report",
    "needs_report",
    "prelim_plan",
    "plan_list",
    "plan_book",
    "plan_confirm",
    "quote",
    "quote_confirm",
    "risk_notice",
    "application",
    "risk_ack",
    "purchase_notice",
    "exclusion_ack",
    "payment_authorisation",
    "agent_report",
    "suitability_report",
    "stop_advice",
    "closing_letter",
    "comm_log",
    "client_file",
    "followup_plan",
    "approval_form",
    "confirm_letter",
]


@pytest.mark.parametrize("kind", OUTPUTS)
def test_each_output_is_issued_as_a_pdf_with_number_and_hash(kind, case, context):
    variables = TOPICS | {"case": case}
    result = REGISTRY.get(f"presales.document.{kind}")(variables, context)["document"]
    (document,) = context.documents
    assert document.content.startswith(b"%PDF-")
    assert b"pdfaid" in document.content  # PDF/A says so in its metadata
    assert result["sha256"] == hashlib.sha256(document.content).hexdigest() == document.content_hash
    assert result["number"].endswith("-PS-20261123-000001-v1")
    assert (result["type"], result["version"], result["created_on"]) == (kind, 1, "2026-11-23")


def test_a_paper_names_the_versions_that_it_rests_on(case, context):
    plan_book = REGISTRY.get("presales.document.plan_book")(TOPICS | {"case": case}, context)["document"]
    documents = {"plan_book": plan_book}
    quote = REGISTRY.get("presales.document.quote")(TOPICS | {"case": case, "documents": documents}, context)
    assert quote["document"]["basis"] == {"plan_book": "F06-PS-20261123-000001-v1"}
    assert context.documents[1].metadata["made_from"] == quote["document"]["basis"]


def test_the_same_job_makes_the_same_document_again(case, context):
    issue = REGISTRY.get("presales.document.risk_notice")
    assert issue(TOPICS | {"case": case}, context) == issue(TOPICS | {"case": case}, context)


def test_data_that_does_not_fit_is_refused(case, context):
    broken = TOPICS | {"case": case, "plan": {"sum_insured": -1}}
    with pytest.raises(ValidationError):
        REGISTRY.get("presales.document.quote")(broken, context)
    assert context.documents == []
