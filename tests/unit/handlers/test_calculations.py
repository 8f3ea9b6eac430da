"""Quick handlers: needs, illustration, premium, validity."""

from datetime import date
from decimal import Decimal

import pytest

from handlers import REGISTRY
from handlers.pricing.quote import next_age_change
from handlers.registry import BpmnError
from handlers.topics import Applicant, age_last_birthday
from tests.unit.handlers.catalogue import product

PLAN = {
    "product_class": "TERM",
    "product_name": "示範定期壽險",
    "sum_insured": Decimal(1_000_000),
    "term_years": 20,
    "pay_years": 20,
    "pay_mode": "ANNUAL",
}


def run(job_type, context, **variables):
    if "plan" in variables:
        variables = {"product": product(variables["plan"]["product_class"]), **variables}
    return REGISTRY.get(job_type)(variables, context)


def test_dime_n05(case, context):
    # domain specification N05: 80k + 50k + 200k×10 + 900k + 600k − 500k − 200k = 2 930 000
    result = run(
        "presales.needs.calculate",
        context,
        case=case,
        applicant={"name": "陳先生", "annual_income": 200_000, "household_income": 300_000},
        needs={
            "other_debt": 80_000,
            "mortgage_debt": 900_000,
            "education_cost": 600_000,
            "existing_cover": [{"sum_insured": 300_000}, {"sum_insured": 200_000}],
            "cash_assets": 150_000,
            "securities_assets": 50_000,
        },
    )["needs_analysis"]
    assert result["dime_need"] == result["gap"] == result["recommended_sum_insured"] == 2_930_000
    # N08: income 300k gives 3.0m and 30k
    assert (result["income_multiple_need"], result["premium_budget"]) == (3_000_000, 30_000)


def test_no_need_is_a_gap_of_zero(case, context):
    applicant = {"name": "陳先生", "annual_income": 100_000, "existing_sum_insured": 5_000_000}
    result = run("presales.needs.calculate", context, case=case, applicant=applicant, needs={})["needs_analysis"]
    assert result["dime_need"] == -3_950_000
    assert result["gap"] == result["recommended_sum_insured"] == 0


def test_the_plan_is_illustrated_year_by_year(case, context):
    applicant = {"name": "陳先生", "birth_date": "1991-11-23", "household_income": 260_000}
    alternatives = [{"name": "精簡", "sum_insured": 500_000, "term_years": 20, "pay_years": 20}]
    result = run(
        "presales.plan.illustrate",
        context,
        case=case,
        applicant=applicant,
        plan=PLAN | {"alternatives": alternatives, "pay_years": 10},
    )["illustration"]
    assert len(result["years"]) == 20
    paid = [each["premium_paid"] for each in result["years"]]
    assert paid[9] == paid[19] == 10 * result["annual_premium"]
    assert result["years"][0]["age"] == 36  # 35 on the day of the birthday, as it is in Shanghai
    assert result["alternatives"][0]["name"] == "精簡"


@pytest.mark.parametrize(
    ("change", "birth_date", "says"),
    [
        ({"product_class": "TONTINE"}, "1991-01-01", "尚無費率"),
        ({}, None, "出生日期"),
        ({}, "2010-01-01", "投保年齡 16 歲"),
        ({"term_years": 30, "pay_years": 20}, "1970-01-01", "期滿年齡 86 歲"),
        ({"term_years": 12, "pay_years": 12}, "1991-01-01", "不可選"),
        ({"pay_years": 25}, "1991-01-01", "長於保險期間"),
        ({"product_class": "PAR", "riders": [{"code": "CRITICAL_ILLNESS"}]}, "1991-01-01", "不提供附約"),
        ({"product_class": "WHOLE", "product": product("TERM")}, "1991-01-01", "類型為 TERM"),
        ({"product": product("TERM", rate_basis="CN-pricing-2020-01")}, "1991-01-01", "CN-pricing-2020-01"),
        (
            {"alternatives": [{"name": "短期", "sum_insured": 500_000, "term_years": 7, "pay_years": 7}]},
            "1991-01-01",
            "不可選",
        ),
    ],
)
def test_a_plan_beyond_the_limits_goes_back_to_the_designer(case, context, change, birth_date, says):
    with pytest.raises(BpmnError) as error:
        run(
            "presales.plan.illustrate",
            context,
            case=case,
            applicant={"name": "陳先生", "birth_date": birth_date},
            plan=PLAN | {name: value for name, value in change.items() if name != "product"},
            **{name: value for name, value in change.items() if name == "product"},
        )
    assert error.value.code == "PLAN_NOT_PRICEABLE"
    assert says in error.value.variables["plan_problem"]


def test_premium_of_a_life_aged_35(case, context):
    # net 803.3094 (domain specification 11.3) / 0.75 → 1.07 ‰ → 1 070.00; monthly × 0.09
    premium = run(
        "presales.premium.calculate",
        context,
        case=case,
        applicant={"name": "陳先生", "birth_date": "1991-06-01"},
        plan=PLAN,
        quotation_terms={"pay_mode": "MONTHLY"},
    )["premium"]
    assert (premium["annual_premium"], premium["modal_premium"]) == (Decimal("1070.00"), Decimal("96.30"))
    assert premium["quote_date"] == "2026-11-23"
    assert {each["pay_mode"]: each["amount"] for each in premium["modes"]} == {
        "ANNUAL": Decimal("1070.00"),
        "SEMI": Decimal("556.40"),
        "QUARTERLY": Decimal("283.55"),
        "MONTHLY": Decimal("96.30"),
    }


@pytest.mark.parametrize(
    ("birth_date", "quoted", "changes"),
    [
        (date(1990, 12, 5), date(2026, 11, 22), date(2026, 12, 5)),  # T25
        (date(1990, 6, 5), date(2026, 11, 22), date(2027, 6, 5)),
        (date(1990, 11, 22), date(2026, 11, 22), date(2027, 11, 22)),
        (date(1990, 1, 3), date(2026, 12, 20), date(2027, 1, 3)),
        (date(1992, 2, 29), date(2027, 2, 10), date(2027, 3, 1)),
        (None, date(2027, 2, 10), None),
    ],
)
def test_the_insurance_age_changes_on_the_birthday(birth_date, quoted, changes):
    assert next_age_change(Applicant(name="陳先生", birth_date=birth_date), quoted) == changes


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        ({"pay_mode": "SINGLE"}, "躉繳的繳費期間須為 1 年，不可為 20 年。"),
        ({"pay_mode": "ANNUAL", "discounts": ["FRIEND"]}, "此產品的報備費率沒有折扣 FRIEND。"),
    ],
)
def test_what_the_tariff_refuses_takes_the_way_out_that_is_drawn(terms, problem, context, case):
    client = {"name": "陳先生", "birth_date": "1991-06-01"}
    with pytest.raises(BpmnError) as refused:
        run("presales.premium.calculate", context, case=case, applicant=client, plan=PLAN, quotation_terms=terms)
    assert (refused.value.code, refused.value.variables) == ("TARIFF_REFUSED", {"quotation_problem": problem})


def test_a_plan_that_is_paid_at_once_has_one_mode(context, case):
    plan = PLAN | {"product_class": "ENDOWMENT", "pay_years": 1, "pay_mode": "SINGLE"}
    premium = run(
        "presales.premium.calculate",
        context,
        case=case,
        applicant={"name": "陳先生", "birth_date": "1991-06-01"},
        plan=plan,
        quotation_terms={"pay_mode": "SINGLE"},
    )["premium"]
    assert [each["pay_mode"] for each in premium["modes"]] == ["SINGLE"]
    assert premium["modal_premium"] == premium["annual_premium"]


def test_insurance_age_is_that_of_the_last_birthday():
    assert age_last_birthday(date(1990, 11, 23), date(2026, 11, 22)) == 35
    assert age_last_birthday(date(1990, 11, 23), date(2026, 11, 23)) == 36
