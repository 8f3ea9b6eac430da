"""Life premiums against figures of the domain specification and an independent direct computation."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from handlers.pricing.basis import basis_of
from handlers.pricing.commutation import commutation
from handlers.pricing.design import LifeCover
from handlers.pricing.illustration import policy_years
from handlers.pricing.life import life_premium
from handlers.pricing.mortality import InvalidTable, MortalityTable, makeham
from service.presales.parameters import ParameterFiles

BUNDLE = Path(__file__).parents[3] / "bpmn"
DEMO = makeham(
    {"a": 0.00022, "b": 0.0000027, "c": 1.124, "first_age": 0, "age_basis": "ALB"}, table_id="D", version="1"
)
PRICING = ParameterFiles(BUNDLE / "jurisdictions").at("pricing", "CN", date(2026, 11, 23))


# Net annual premiums on the Makeham table, each checked with actuarialmath's SULT (domain specification, 11.3)
@pytest.mark.parametrize(
    ("interest", "term", "whole_life", "endowment", "annuity"),
    [(0.05, 721.4984, 2951.5595, 2934.2658, 7757.7019), (0.02, 803.3094, 10091.5736, 4084.0121, 14049.1003)],
)
def test_net_premiums_on_the_makeham_table(interest, term, whole_life, endowment, annuity):
    columns = commutation(DEMO, interest)
    assert 1_000_000 * columns.term(35, 20) / columns.annuity_due(35, 20) == pytest.approx(term, abs=5e-5)
    assert 500_000 * columns.whole_life(30) / columns.annuity_due(30, 20) == pytest.approx(whole_life, abs=5e-5)
    assert 100_000 * columns.endowment(40, 20) / columns.annuity_due(40, 20) == pytest.approx(endowment, abs=5e-5)
    assert 12_000 * columns.deferred_annuity_due(45, 15) / columns.annuity_due(45, 15) == pytest.approx(
        annuity, abs=5e-5
    )


def test_published_values_of_the_standard_ultimate_life_table():
    columns = commutation(DEMO, 0.05)
    assert columns.whole_life(60) == pytest.approx(0.29028, abs=5e-6)
    assert columns.annuity_due(60) == pytest.approx(14.9041, abs=5e-5)


@pytest.mark.parametrize("age", [18, 35, 60])
@pytest.mark.parametrize(("term", "pay"), [(10, 10), (20, 20), (20, 5)])
def test_term_agrees_with_direct_sums_of_probabilities(age, term, pay):
    v, survival, benefit, annuity = 1 / 1.02, 1.0, 0.0, 0.0
    for year in range(term):
        if year < pay:
            annuity += survival * v**year
        benefit += survival * DEMO.rate(age + year) * v ** (year + 1)
        survival *= 1 - DEMO.rate(age + year)
    premium = life_premium(LifeCover("TERM", age, term, pay, Decimal(1_000_000), "ANNUAL"), PRICING)
    assert float(premium.net_annual) == pytest.approx(1_000_000 * benefit / annuity, abs=0.005)


def test_gross_premium_is_the_net_one_over_one_minus_the_loading_ratio():
    # 803.3094 / (1 - 0.25) = 1071.0792, rate per mille 1.07, premium 1 070.00, monthly × 0.09 = 96.30
    premium = life_premium(LifeCover("TERM", 35, 20, 20, Decimal(1_000_000), "MONTHLY"), PRICING)
    assert premium.net_annual == Decimal("803.31")
    assert premium.rate_per_mille == Decimal("1.07")
    assert premium.annual == Decimal("1070.00")
    assert premium.instalment == Decimal("96.30")
    assert [line.code for line in premium.lines] == [
        "NET_PREMIUM",
        "GROSS_RATE",
        "BASE_PREMIUM",
        "ANNUAL_PREMIUM",
        "MODAL_PREMIUM",
        "TAX",
        "INSTALMENT",
    ]
    assert {line.basis for line in premium.lines} == {f"DEMO-MAKEHAM {PRICING['version']}", PRICING["version"]}


def test_a_rated_life_dies_by_multiple_and_flat_extra_capped_at_certainty():
    rated = DEMO.substandard(multiple=1.5, flat_extra_per_mille=5)
    assert rated.rate(40) == pytest.approx(DEMO.rate(40) * 1.5 + 0.005)
    assert rated.rate(129) == 1.0


@pytest.mark.parametrize("rates", [(), (0.1, 0.2), (0.1, 1.2, 1.0)])
def test_a_table_that_is_none_is_refused(rates):
    with pytest.raises(InvalidTable):
        MortalityTable("X", "1", "ALB", 0, rates)


def test_an_age_outside_the_table_is_refused():
    with pytest.raises(InvalidTable, match=r"0\.\.130"):
        DEMO.rate(131)


# Net annual premiums at 2 % (domain specification, 11.3), and the loading ratios of 11.1
@pytest.mark.parametrize(
    ("cover", "net", "loading"),
    [
        (LifeCover("WHOLE", 30, 99, 20, Decimal(500_000), "ANNUAL"), "10091.57", "0.20"),
        (LifeCover("ENDOWMENT", 40, 20, 20, Decimal(100_000), "ANNUAL"), "4084.01", "0.12"),
        (LifeCover("ANNUITY", 45, 15, 15, Decimal(12_000), "ANNUAL"), "14049.10", "0.08"),
    ],
)
def test_products_other_than_term(cover, net, loading):
    premium = life_premium(cover, PRICING)
    assert premium.net_annual == Decimal(net)
    gross = Decimal(net) / (1 - Decimal(loading))
    assert abs(premium.annual - gross) <= cover.sum_insured / 1000 * Decimal("0.0051")  # the rate has two places


def cover(product_class):
    return LifeCover(product_class, 45, 15, 10, Decimal(12_000), "ANNUAL")


@pytest.mark.parametrize(
    ("product_class", "years", "dead", "alive_at_15", "alive_at_16"),
    [
        ("TERM", 15, 12_000, 0, None),
        ("ENDOWMENT", 15, 12_000, 12_000, None),
        ("WHOLE", 60, 12_000, 0, 0),
        ("ANNUITY", 60, 0, 12_000, 12_000),
    ],
)
def test_benefits_by_policy_year(product_class, years, dead, alive_at_15, alive_at_16):
    shown = policy_years(
        cover(product_class),
        replace(
            life_premium(cover("TERM"), PRICING), annual=Decimal(100), basis=basis_of(cover(product_class), PRICING)
        ),
        PRICING,
    )
    assert len(shown) == years
    assert {each.death_benefit for each in shown} == {dead}
    assert shown[13].survival_benefit == 0
    assert shown[14].survival_benefit == alive_at_15
    assert [each.survival_benefit for each in shown[15:16]] == ([] if alive_at_16 is None else [alive_at_16])
    assert [shown[at].premium_paid for at in (0, 9, 14)] == [100, 1000, 1000]
