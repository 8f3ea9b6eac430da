"""Figures as they are computed, on the papers that show them: every sign of every formula can be printed."""

from decimal import Decimal

from handlers import REGISTRY
from tests.unit.handlers.catalogue import product
from tests.unit.handlers.test_documents import TOPICS

APPLICANT = {
    "name": "陳先生",
    "sex": "M",
    "birth_date": "1988-03-15",
    "occupation_class": 2,
    "annual_income": 200_000,
    "household_income": 260_000,
}
NEEDS = {
    "annual_expenses": 150_000,
    "cash_assets": 150_000,
    "mortgage_debt": 900_000,
    "education_cost": 600_000,
    "dependants": [{"relation": "CHILD", "birth_date": "2018-09-10"}],
}
PLAN = {
    "product_class": "TERM_ROP",
    "sum_insured": Decimal(2_000_000),
    "term_years": 20,
    "pay_years": 10,
    "pay_mode": "ANNUAL",
    "riders": [{"code": "WAIVER"}, {"code": "ACCIDENT_DEATH", "sum_insured": 1_000_000}],
}


def run(job_type, variables, context):
    return REGISTRY.get(job_type)(variables, context)


def test_a_needs_report_with_every_method(case, context):
    variables = TOPICS | {"case": case, "applicant": APPLICANT, "needs": NEEDS}
    variables |= run("presales.needs.calculate", variables, context)
    variables |= {
        "risk_answers": {"answers": {f"q{each}": "C" for each in range(1, 13)}, "answered_in_person": True},
        "risk_profile": None,
    }
    variables |= run("presales.risk.assess", variables, context)
    variables["risk_profile"] = variables["risk_score"] | {"client_class": "C3"}
    assert len(variables["needs_analysis"]["methods"]) == 6
    assert run("presales.document.needs_report", variables, context)["document"]["version"] == 1


def test_a_plan_description_with_scenarios_and_stress(case, context):
    plan = PLAN | {"product_class": "PAR", "riders": None}
    variables = TOPICS | {"case": case, "applicant": APPLICANT, "plan": plan, "product": product("PAR")}
    variables |= run("presales.plan.illustrate", variables, context)
    assert [each["code"] for each in variables["illustration"]["scenarios"]] == ["LOW", "MID", "HIGH"]
    assert len(variables["illustration"]["stress"]) == 2
    assert run("presales.document.plan_book", variables, context)["document"]["version"] == 1


def test_a_quotation_with_every_kind_of_line(case, context):
    variables = TOPICS | {
        "case": case,
        "applicant": APPLICANT,
        "plan": PLAN | {"product_class": "TERM"},
        "product": product("TERM"),
        "quotation_terms": {"pay_mode": "MONTHLY", "discounts": ["FAMILY"]},
        "underwriting": {"table_percent": 150, "flat_extra_per_mille": 2},
    }
    variables |= run("presales.premium.calculate", variables, context)
    lines = {each["id"]: each["amount"] for each in variables["premium"]["lines"]}
    assert {
        "SUBSTANDARD_RATE",
        "FLAT_EXTRA",
        "DISCOUNT_SIZE",
        "DISCOUNT_FAMILY",
        "RIDER_WAIVER",
        "RIDER_ACCIDENT_DEATH",
        "INSTALMENT",
    } <= set(lines)
    assert lines["INSTALMENT"] == variables["premium"]["modal_premium"]
    assert run("presales.document.quote", variables, context)["document"]["version"] == 1
