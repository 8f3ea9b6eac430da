"""What the stages before S3 and S4 leave behind, for tests that drive these alone: client T01 of the specification."""

from typing import Any

from tests.client_t01 import APPLICANT, CASE

NEEDS = {
    "annual_expenses": 150_000,
    "cash_assets": 150_000,
    "securities_assets": 0,
    "mortgage_debt": 900_000,
    "existing_cover": [],
    "goals": ["PROTECTION"],
    "annual_budget": 20_000,
}
PLAN = {
    "product_code": "DEMO-TERM",
    "purpose": "FAMILY",
    "sum_insured": 1_000_000,
    "term_years": 20,
    "pay_years": 20,
    "pay_mode": "ANNUAL",
    "smoker": "NEVER",
    "special_clause": False,
    "riders": [],
    "alternatives": [],
    "reason": "保障至子女成年，覆蓋房貸餘額",
}
TERMS = {"pay_mode": "ANNUAL", "pay_channel": "BANK_TRANSFER", "funds_source": "SALARY"}


def before_design(**changes: Any) -> dict[str, Any]:
    """Variables with which S3 starts; `changes` replace whole topics."""
    return {
        "sampling": {"S3": 50},  # no random examination
        "case": CASE,
        "applicant": APPLICANT,
        "contact": {"method": "VISIT", "contacted_on": "2026-11-20", "privacy_consent": True},
        "screening": {"do_not_contact": False, "fraud_or_aml_hit": False},
        "needs": NEEDS,
        "needs_analysis": {
            "dime_need": 2_000_000,
            "existing_sum_insured": 0,
            "gap": 2_000_000,
            "recommended_sum_insured": 2_000_000,
            "premium_budget": 20_000,
        },
        "need_priorities": [{"order": 1, "need": "TERM_LIFE", "reason": "有受撫養人與房貸"}],
        "risk_profile": {"client_class": "C3", "answered_in_person": True, "assessed_on": "2026-11-20"},
        "vulnerability": {"vulnerable": False, "grounds": [], "measures": [], "thinking_days": 0},
        "documents": {},
        "loops": {},
    } | changes
