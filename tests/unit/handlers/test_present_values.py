"""Present values against the printed vectors of the domain specification (11.3), on published tables.

The vectors agree there in three ways: commutation sums, direct sums of probabilities, the library actuarialmath."""

import pytest

from handlers.pricing.commutation import commutation
from handlers.pricing.mortality import makeham
from tests.unit.handlers.published_tables import published

SULT = commutation(
    makeham({"a": 0.00022, "b": 0.0000027, "c": 1.124, "first_age": 0, "age_basis": "ALB"}, table_id="S", version="1"),
    0.05,
)
LIFE = None

# id: table, age, interest, benefit, years of cover, years of payment; A, ä, sum insured, net annual premium
VECTORS = {
    "L01": (3375, 35, 0.02, "term", 20, 20, 0.04358610, 16.39046291, 1_000_000, 2659.2355),
    "L02": (3376, 35, 0.02, "term", 20, 20, 0.01913257, 16.55513368, 1_000_000, 1155.6881),
    "L03": (3375, 35, 0.02, "term", 25, 10, 0.06503590, 9.10733537, 500_000, 3570.5231),
    "L04": (3375, 40, 0.02, "whole_life", LIFE, LIFE, 0.48206649, 26.41460894, 500_000, 9124.9977),
    "L05": (3375, 30, 0.02, "whole_life", LIFE, 20, 0.40088050, 16.48882557, 500_000, 12156.1265),
    "L06": (3376, 30, 0.02, "whole_life", LIFE, 20, 0.36119417, 16.59865999, 500_000, 10880.2208),
    "L07": (3377, 40, 0.02, "endowment", 20, 20, 0.67924590, 16.35845902, 100_000, 4152.2609),
    "L08": (3378, 30, 0.0175, "endowment", 20, 10, 0.70790387, 9.24851890, 100_000, 7654.2404),
    "L09": (3377, 3, 0.02, "pure_endowment", 15, 15, 0.74048358, 13.08790071, 200_000, 11315.5440),
    "L10": (3379, 45, 0.02, "deferred_annuity_due", 15, 15, 14.23135247, 12.92803040, 12_000, 13209.7639),
    "L11": (3380, 65, 0.02, "annuity_in_arrears", LIFE, 1, 18.54033408, 1.0, 12_000, 222484.0090),
    "L12": (1876, 35, 0.02, "term", 20, 20, 0.05448701, 16.30120650, 3_000_000, 10027.5414),
    "L13": (1877, 35, 0.02, "whole_life", LIFE, 20, 0.38814118, 16.53887361, 1_000_000, 23468.4169),
    "L14": (2008, 45, 0.03, "term", 10, 10, 0.02305729, 8.70075090, 1_000_000, 2650.0346),
    "L17": (3287, 45, 0.035, "term", 20, 20, 0.05874987, 14.30294948, 250_000, 1026.8837),
}


def benefit_of(columns, kind, age, years):
    value = getattr(columns, kind)
    return value(age) if years is LIFE else value(age, years)


@pytest.mark.parametrize("vector", VECTORS)
def test_vectors_on_published_tables(vector):
    table, age, interest, kind, years, pay, benefit, annuity, sum_insured, net = VECTORS[vector]
    columns = commutation(published(table), interest)
    assert round(benefit_of(columns, kind, age, years), 8) == benefit
    assert round(columns.annuity_due(age, pay), 8) == annuity
    premium = sum_insured * benefit_of(columns, kind, age, years) / columns.annuity_due(age, pay)
    assert round(premium, 4) == net


@pytest.mark.parametrize(
    ("rating", "benefit", "annuity", "net"),
    [
        ({"multiple": 1.5}, 0.06455964, 16.24946996, 3973.0308),  # L15
        ({"flat_extra_per_mille": 5}, 0.11803357, 15.69154601, 7522.1121),  # L16
    ],
)
def test_rated_lives(rating, benefit, annuity, net):
    columns = commutation(published(3375).substandard(**rating), 0.02)
    assert round(columns.term(35, 20), 8) == benefit
    assert round(columns.annuity_due(35, 20), 8) == annuity
    assert round(1_000_000 * columns.term(35, 20) / columns.annuity_due(35, 20), 4) == net


def test_return_of_premiums_on_death_in_deferral_l18():
    columns = commutation(published(3379), 0.02)
    assert round(columns.increasing_term(45, 15), 8) == 0.29559637
    income = 12_000 * columns.deferred_annuity_due(45, 15)
    assert round(income / (columns.annuity_due(45, 15) - columns.increasing_term(45, 15)), 4) == 13518.8697


def test_return_of_premiums_on_death_and_at_maturity_l19():
    columns = commutation(published(3375), 0.02)
    returned = columns.increasing_term(35, 20) + 20 * columns.pure_endowment(35, 20)
    assert round(columns.increasing_term(35, 20), 8) == 0.55349470
    assert round(1_000_000 * columns.term(35, 20) / (columns.annuity_due(35, 20) - returned), 4) == 13897.1989


@pytest.mark.parametrize(
    ("instalments", "annuity", "instalment", "factor"),
    [
        (2, 16.29871479, 1337.1024, 0.502815),
        (4, 16.25296728, 670.4330, 0.252115),
        (12, 16.22251581, 223.8972, 0.084196),
    ],
)
def test_true_instalment_premiums_of_l01(instalments, annuity, instalment, factor):
    columns = commutation(published(3375), 0.02)
    value = columns.annuity_due_by_instalments(35, 20, instalments)
    assert round(value, 8) == annuity
    assert round(1_000_000 * columns.term(35, 20) / value / instalments, 4) == instalment
    assert round(columns.annuity_due(35, 20) / value / instalments, 6) == factor


# Published by the Society of Actuaries: standard ultimate life table and sample questions of FAM-L
def test_s01_whole_life_aged_40():
    assert (round(SULT.whole_life(40), 5), round(SULT.annuity_due(40), 4)) == (0.12106, 18.4578)
    assert round(100_000 * SULT.whole_life(40) / SULT.annuity_due(40), 4) == 655.8717


def test_s04_expenses_at_the_end_of_each_year_of_a_whole_life_paid_ten_years():
    expenses = 100 * SULT.annuity_due(35) / 1.05
    assert round((50_000 * SULT.whole_life(35) + expenses) / SULT.annuity_due(35, 10), 3) == 819.719


def test_s06_return_of_premium_on_death_within_two_years():
    columns = commutation(
        makeham(
            {"a": 0.00022, "b": 0.0000027, "c": 1.124, "first_age": 0, "age_basis": "ALB"}, table_id="S", version="1"
        ),
        0.03,
    )
    premium = 1000 * columns.term(80, 2) / (columns.annuity_due(80, 2) - columns.increasing_term(80, 2))
    assert round(premium, 4) == 35.3592


@pytest.mark.parametrize(("years", "cap"), [(20, None), (20, 10), (20, 30), (1, 1)])
def test_increasing_term_agrees_with_a_direct_sum(years, cap):
    table, survival, expected = published(3375), 1.0, 0.0
    for year in range(years):
        paid = min(year + 1, cap or years)
        expected += paid * survival * table.rate(45 + year) / 1.02 ** (year + 1)
        survival *= 1 - table.rate(45 + year)
    assert commutation(table, 0.02).increasing_term(45, years, cap) == pytest.approx(expected, rel=1e-10)
