"""Needs analysis against the vectors N01 to N08 of the domain specification, and sums written out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from handlers.needs import methods
from handlers.needs.analysis import Situation, affordability, analyse
from service.presales.parameters import ParameterFiles

NEEDS = ParameterFiles(Path(__file__).parents[3] / "bpmn/jurisdictions").at("needs", "CN", date(2026, 11, 23))
D = Decimal


def money(amount):
    return round(amount, 2)


@pytest.mark.parametrize(
    ("income", "growth", "interest", "years", "value"),
    [
        (10_000, "0", "0.05", 5, "45459.51"),  # N01
        (10_000, "0.08", "0.05", 5, "52939.95"),  # N02
        (81_250, "0.03", "0.05", 20, "1361995.60"),  # N03
        (10_000, "0.05", "0.05", 7, "70000.00"),  # growth eats the interest: n times
    ],
)
def test_n01_to_n03_income_capitalised(income, growth, interest, years, value):
    assert money(methods.growing_annuity(D(income), D(growth), D(interest), years)) == D(value)


def test_n04_human_life_value():
    value = methods.human_life_value(
        D(300_000), tax=D("0.10"), consumption=D("0.30"), growth=D("0.03"), interest=D("0.04"), years=25
    )
    assert money(value) == D("4217955.85")
    yearly = 300_000 * 0.9 * 0.7
    assert float(value) == pytest.approx(sum(yearly * (1.03 / 1.04) ** year for year in range(25)))


def test_n06_education():
    value = methods.education_cost(D(40_000), starts_in=15, payments=4, inflation=D("0.05"), interest=D("0.03"))
    assert money(value) == D("219800.96")
    gap = value - 50_000
    assert money(gap) == D("169800.96")
    assert money(gap / methods.annuity_due(D("0.03"), 15)) == D("13809.37")
    assert money(methods.accumulated(value, D("0.03"), 15)) == D("342442.74")


def test_n07_retirement():
    first = methods.accumulated(D(120_000 - 48_000), D("0.03"), 20)
    assert money(first) == D("130040.01")
    capital = methods.retirement_capital(first, inflation=D("0.03"), interest=D("0.035"), years=25)
    assert money(capital) == D("3069334.82")
    gap = capital - methods.accumulated(D(300_000), D("0.04"), 20)
    assert money(gap) == D("2411997.88")
    assert money(gap / methods.savings_due(D("0.04"), 20)) == D("77883.76")


# 40 years old, one child of 3, spouse earns 100 000
FAMILY = Situation(
    age=35,
    income=D(300_000),
    household_income=D(400_000),
    expenses=D(200_000),
    cash=D(40_000),
    liquid_assets=D(100_000),
    debts=D(1_000_000),
    existing_cover=D(0),
    existing_premiums=D(12_000),
    education_total=D(160_000),
    child_ages=(3,),
)


def analysed(**changes):
    return {each.id: each for each in analyse(replace(FAMILY, **changes), NEEDS)}


def test_every_method_with_range_and_assumptions():
    found = analysed()
    assert list(found) == ["NA1", "NA3", "NA5", "NA6", "NA7", "NA8"]
    assert found["NA1"].amount == D("4217955.85")  # N04 by the parameters alone
    assert found["NA1"].assumptions["consumption"] == D("0.30")
    assert found["NA5"].amount == D("219800.96")  # N06 by the parameters alone
    for each in found.values():
        assert each.low <= each.amount <= each.high
        assert each.surplus == 0


def test_income_replacement_until_the_child_is_22():
    # (200 000 × 0.75 − 100 000) a year for 19 years at 1 %
    expected = sum(50_000 / 1.01**year for year in range(19))
    assert float(analysed()["NA3"].amount) == pytest.approx(expected, abs=0.005)
    spouse = analysed(child_ages=(), spouse_age=33)["NA3"]
    assert float(spouse.amount) == pytest.approx(sum(50_000 / 1.01**year for year in range(52)), abs=0.005)


def test_retirement_shows_living_to_90_as_the_high_case():
    found = analysed()["NA6"]
    first = (200_000 * 0.8 - 300_000 * 0.4) * 1.03**25
    at_85, at_90 = (sum(first * (1.03 / 1.035) ** year for year in range(years)) for years in (25, 30))
    have = 100_000 * 1.04**25
    assert float(found.amount) == pytest.approx(at_85 - have, abs=0.01)
    assert float(found.high) == pytest.approx(at_90 - have, abs=0.01)
    saved = sum(1.04 ** (25 - year) for year in range(25))
    assert float(found.yearly_saving) == pytest.approx((at_85 - have) / saved, abs=0.01)


def test_critical_illness_and_medical():
    found = analysed()
    # 3 to 5 × 200 000 + 300 000 + 3 × 1 000 000 / 20
    assert (found["NA7"].low, found["NA7"].amount, found["NA7"].high) == (1_050_000, 1_250_000, 1_450_000)
    assert found["NA8"].amount == 2_000_000
    assert found["NA8"].assumptions["deductible"] == 20_000
    assert analysed(cash=D(6_000))["NA8"].assumptions["deductible"] == 5_000
    assert analysed(cash=D(-1))["NA8"].assumptions["deductible"] == 0


def test_no_need_is_shown_as_a_surplus():
    found = analysed(existing_cover=D(5_000_000))["NA1"]
    assert (found.amount, found.low) == (0, 0)
    assert found.surplus == D("782044.15")


def test_without_data_a_method_is_left_out():
    assert list(analysed(age=None, expenses=None, child_ages=())) == ["NA8"]
    assert "NA1" not in analysed(age=60)
    assert "NA6" not in analysed(age=61)
    assert "NA5" not in analysed(child_ages=(18,))
    assert "NA3" not in analysed(child_ages=(22,))


@pytest.mark.parametrize(
    ("changes", "cash_flow", "envelope"),
    [
        ({}, "178000.00", "40000.00"),  # 10 % of 400 000
        ({"expenses": D(370_000)}, "0.00", "0.00"),  # 18 000 free, 52 500 short of three months' reserve
        ({"expenses": D(350_000), "cash": D(90_000)}, "38000.00", "38000.00"),
        ({"existing_premiums": D(60_000)}, "130000.00", "20000.00"),  # 20 % for all premiums
        ({"expenses": None}, None, "40000.00"),
    ],
)
def test_affordability_is_the_smallest_bound(changes, cash_flow, envelope):
    found = affordability(replace(FAMILY, **changes), NEEDS)
    assert (found.cash_flow, found.envelope) == (None if cash_flow is None else D(cash_flow), D(envelope))
