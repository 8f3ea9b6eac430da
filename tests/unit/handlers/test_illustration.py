"""What is guaranteed, what is not, and what becomes of the plan if things go badly."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from handlers.pricing.design import LifeCover
from handlers.pricing.illustration import policy_years, scenarios, stress_cases
from handlers.pricing.life import life_premium
from service.presales.parameters import ParameterFiles

SETS = ParameterFiles(Path(__file__).parents[3] / "bpmn/jurisdictions")
CN = SETS.at("pricing", "CN", date(2026, 11, 23))
ASSUMED = SETS.at("illustration", "CN", date(2026, 11, 23))


def cover(kind, **changes):
    given = {"age": 35, "term_years": 20, "pay_years": 20, "sum_insured": Decimal(500_000), "pay_mode": "ANNUAL"}
    return LifeCover(kind, **given | changes)


def shown(kind, **changes):
    premium = life_premium(cover(kind, **changes), CN)
    return {each.code: each for each in scenarios(cover(kind, **changes), premium, CN, ASSUMED)}


@pytest.mark.parametrize("kind", ["TERM", "WHOLE", "ENDOWMENT", "ANNUITY"])
def test_products_with_certain_benefits_have_no_scenarios(kind):
    assert shown(kind) == {}


@pytest.mark.parametrize("kind", ["PAR", "ILP"])
def test_scenarios_are_marked_as_not_guaranteed_and_ordered(kind):
    cases = shown(kind)
    assert list(cases) == ["LOW", "MID", "HIGH"]
    assert not any(each.guaranteed for each in cases.values())
    at_20 = [each.years[19].surrender_value for each in cases.values()]
    assert at_20 == sorted(at_20)
    assert at_20[0] < at_20[1] < at_20[2]


def test_participating_is_the_base_product_plus_dividends():
    # at the pricing interest nothing is left to share: the low case is the guaranteed product
    premium = life_premium(cover("PAR"), CN)
    guaranteed = policy_years(cover("PAR"), premium, CN)
    low, middle = shown("PAR")["LOW"].years, shown("PAR")["MID"].years
    assert [each.surrender_value for each in low] == [each.cash_value for each in guaranteed]
    assert {each.fund for each in low} == {0}
    # first dividend: 70 % of (3.00 % − 1.75 %) of the net premium, the reserve before it being nil
    assert middle[0].dividend == round(premium.net_annual * Decimal("0.70") * Decimal("0.0125"), 2)
    assert middle[1].fund == round(middle[0].fund * Decimal("1.015"), 2) + middle[1].dividend
    assert middle[9].death_benefit == 500_000 + middle[9].fund


def test_a_participating_policy_costs_more_for_its_lower_interest():
    assert life_premium(cover("PAR"), CN).annual > life_premium(cover("WHOLE"), CN).annual


def test_the_account_of_an_investment_linked_policy():
    # first year: (50 000 × 50 % − 60 − q35 × (500 000 − 25 000)) × (1 + 3 % − 1.5 %)
    life = cover("ILP", planned_premium=Decimal(50_000))
    premium = life_premium(life, CN)
    assert (premium.annual, premium.rate_per_mille) == (Decimal("50000.00"), Decimal("100.00"))
    first = shown("ILP", planned_premium=Decimal(50_000))["MID"].years[0]
    q = premium.basis.table.rate(35)
    assert float(first.fund) == pytest.approx((25_000 - 60 - q * 475_000) * 1.015, abs=0.006)
    assert first.death_benefit == 500_000
    assert first.surrender_value == round(first.fund * Decimal("0.40"), 2)  # 60 % charge in the first year
    assert {each.cash_value for each in policy_years(life, premium, CN)} == {0}  # nothing is guaranteed


def test_a_universal_account_has_a_guarantee_and_more_that_is_not_guaranteed():
    # first year of the guarantee: (50 000 × 50 % − 60 − q35 × (500 000 − 25 000)) × 1.01, no management fee
    cases = shown("UL", planned_premium=Decimal(50_000))
    assert {code: each.guaranteed for code, each in cases.items()} == {"LOW": True, "MID": False, "HIGH": False}
    q = life_premium(cover("UL", planned_premium=Decimal(50_000)), CN).basis.table.rate(35)
    assert float(cases["LOW"].years[0].fund) == pytest.approx((25_000 - 60 - q * 475_000) * 1.01, abs=0.006)
    at_20 = [each.years[19].surrender_value for each in cases.values()]
    assert at_20[0] < at_20[1] < at_20[2]


def test_an_account_that_is_used_up_covers_nothing():
    years = shown("ILP", planned_premium=Decimal(1_000))["LOW"].years
    assert years[-1].fund == 0
    assert years[-1].death_benefit == 0


def test_cash_values_rise_to_what_falls_due():
    premium = life_premium(cover("ENDOWMENT"), CN)
    values = [each.cash_value for each in policy_years(cover("ENDOWMENT"), premium, CN)]
    assert values[:19] == sorted(values[:19])
    assert values[18] < 500_000
    assert values[19] == 0  # the sum insured has been paid


def test_stress_income_falls_by_30_percent():
    premium = life_premium(cover("WHOLE"), CN)
    drop, holiday = stress_cases(cover("WHOLE"), premium, Decimal(100_000), CN, ASSUMED)
    assert drop.amount == (premium.annual / 70_000).quantize(Decimal("0.0001"))
    assert drop.bearable == (drop.amount <= Decimal("0.20"))
    assert (holiday.code, holiday.unit) == ("PREMIUM_HOLIDAY", "years")
    # 80 % of the cash value of year 3 carries so many premiums
    value = policy_years(cover("WHOLE"), premium, CN)[2].cash_value
    assert holiday.amount == int(value * Decimal("0.8") / premium.annual)


def test_stress_without_income_or_with_few_premiums_says_less():
    short = cover("TERM", pay_years=3)
    assert stress_cases(short, life_premium(short, CN), None, CN, ASSUMED) == []


def test_stress_pause_of_an_account():
    life = cover("ILP", planned_premium=Decimal(50_000))
    (holiday,) = stress_cases(life, life_premium(life, CN), None, CN, ASSUMED)
    without = shown("ILP", planned_premium=Decimal(50_000))["LOW"].years[4].fund
    assert 0 < holiday.amount < without
    assert holiday.bearable
