"""The way from net premium to instalment: loading schemes, rated lives, extras, riders, discounts, modes, fee, tax."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from handlers.pricing.basis import basis_of
from handlers.pricing.commutation import commutation
from handlers.pricing.cover import NotInsurable
from handlers.pricing.design import LifeCover, Rating, Rider
from handlers.pricing.equivalence import _with_expenses, annual_premium
from handlers.pricing.life import life_premium
from handlers.pricing.lines import round_money
from handlers.pricing.mortality import MortalityTable
from service.presales.parameters import ParameterFiles
from tests.unit.handlers.published_tables import published

CN = ParameterFiles(Path(__file__).parents[3] / "bpmn/jurisdictions").at("pricing", "CN", date(2026, 11, 23))
STANDARD = Rating()


class Tables:
    """Published tables by the number they are filed under."""

    def mortality_table(self, table_id, **_):
        return published(int(table_id))


def on_table(number, cover, *, interest="0.02", loading="0.25", **changes):
    """The CN parameters with a published table, an interest and a loading ratio instead of the demonstration's."""
    kind = cover.product_class
    row = {"classes": [kind], "id": str(number), "age_basis": "ALB"}
    design = {**CN["design"][kind], "interest": "ORDINARY"} | changes
    return CN | {
        "table": [row],
        "interest": {"ORDINARY": Decimal(interest)},
        "loading_ratio": {kind: Decimal(loading)},
        "design": {kind: design},
    }


def life(kind, age, term, pay, sum_insured, **more):
    return LifeCover(kind, age, term, pay, Decimal(sum_insured), "ANNUAL", **more)


def annual(cover, pricing):
    return annual_premium(cover, basis_of(cover, pricing, Tables()), pricing, cover.rating)


# domain specification 11.3: table, cover, interest, λ; gross by λ, rate per mille, gross by GP1
VECTORS = {
    "L01": (3375, life("TERM", 35, 20, 20, 1_000_000), "0.02", "0.25", 3545.6473, "3.55", 2926.2609),
    "L02": (3376, life("TERM", 35, 20, 20, 1_000_000), "0.02", "0.25", 1540.9174, "1.54", 1295.9832),
    "L03": (3375, life("TERM", 35, 25, 10, 500_000), "0.02", "0.25", 4760.6975, "9.52", 4018.6903),
    "L04": (3375, life("WHOLE", 40, 1, 99, 500_000), "0.02", "0.20", 11406.2471, "22.81", 9819.7077),
    "L05": (3375, life("WHOLE", 30, 1, 20, 500_000), "0.02", "0.20", 15195.1581, "30.39", 13218.0777),
    "L06": (3376, life("WHOLE", 30, 1, 20, 500_000), "0.02", "0.20", 13600.2759, "27.20", 11832.9052),
    "L07": (3377, life("ENDOWMENT", 40, 20, 20, 100_000), "0.02", "0.12", 4718.4783, "47.18", 4544.9243),
    "L08": (3378, life("ENDOWMENT", 30, 20, 10, 100_000), "0.0175", "0.12", 8698.0005, "86.98", 8545.7112),
    "L12": (1876, life("TERM", 35, 20, 20, 3_000_000), "0.02", "0.25", 13370.0552, "4.46", 10915.0348),
    "L13": (1877, life("WHOLE", 35, 1, 20, 1_000_000), "0.02", "0.20", 29335.5211, "29.34", 25475.6344),
    "L14": (2008, life("TERM", 45, 10, 10, 1_000_000), "0.03", "0.25", 3533.3794, "3.53", 3005.2680),
    "L15": (
        3375,
        life("TERM", 35, 20, 20, 1_000_000, rating=Rating(150)),
        "0.02",
        "0.25",
        5297.3744,
        "5.30",
        4351.5810,
    ),
    "L17": (3287, life("TERM", 45, 20, 20, 250_000), "0.035", "0.25", 1369.1783, "5.48", 1163.5550),
}


@pytest.mark.parametrize("vector", VECTORS)
def test_gross_premiums_by_both_schemes(vector):
    table, cover, interest, loading, by_ratio, rate, by_expenses = VECTORS[vector]
    gross = annual(cover, on_table(table, cover, interest=interest, loading=loading)).gross
    assert round(float(gross), 4) == by_ratio
    assert round_money(gross * 1000 / cover.sum_insured) == Decimal(rate)
    explicit = annual(cover, on_table(table, cover, interest=interest, scheme="GP1")).gross
    assert round(float(explicit), 4) == by_expenses


@pytest.mark.parametrize(
    ("table", "cover", "loading", "gross", "rate"),
    [
        (3377, life("PURE_ENDOWMENT", 3, 15, 15, 200_000), "0.10", 12572.8267, "62.86"),  # L09
        (3379, life("ANNUITY", 45, 15, 15, 12_000), "0.08", 14358.4391, "1196.54"),  # L10
        (3380, life("IMMEDIATE_ANNUITY", 65, 1, 1, 12_000), "0.05", 234193.6936, "19516.14"),  # L11
    ],
)
def test_gross_premiums_by_loading_ratio_alone(table, cover, loading, gross, rate):
    found = annual(cover, on_table(table, cover, loading=loading, returns="NONE"))
    assert round(float(found.gross), 4) == gross
    assert round_money(found.gross * 1000 / cover.sum_insured) == Decimal(rate)


@pytest.mark.parametrize(
    ("table", "cover", "net"),
    [
        (3379, life("ANNUITY_ROP", 45, 15, 15, 12_000), 13518.8697),  # L18
        (3375, life("TERM_ROP", 35, 20, 20, 1_000_000), 13897.1989),  # L19
    ],
)
def test_net_premiums_that_come_back(table, cover, net):
    found = annual(cover, on_table(table, cover, loading="0"))
    assert round(float(found.net), 4) == net
    assert found.gross == found.net


# Society of Actuaries, sample questions FAM-L, on the Standard Ultimate Life Table at 5 %
def sult(cover, expenses, **design):
    pricing = CN | {"design": {cover.product_class: CN["design"][cover.product_class] | design | {"scheme": "GP1"}}}
    names = ("first_year_share", "renewal_share", "first_year_cost", "renewal_cost")
    return pricing | {"interest": {"ORDINARY": 0.05}, "expenses": dict(zip(names, expenses, strict=True))}


def test_s02_commission_of_19_and_4_percent():
    cover = life("WHOLE", 35, 1, 99, 100_000)
    assert round(float(annual(cover, sult(cover, (0.19, 0.04, 0, 0))).gross), 4) == 534.4072


def test_s03_gross_premiums_come_back_on_death():
    # given: A 0.17094, IA 0.96728, ä 6.8865; 50 % and 5 % of premium, 200 a year
    expenses = {"first_year_share": 0.5, "renewal_share": 0.05, "first_year_cost": 200, "renewal_cost": 200}
    outgo, income, _ = _with_expenses(100_000 * 0.17094, 6.8865, expenses)
    assert round(outgo / (income - 0.96728), 4) == 3604.2299


def test_s05_sum_insured_and_premium_rise_by_one_percent():
    columns = commutation(MortalityTable("Q", "1", "ALB", 50, (0.01, 0.02, 1.0)), 0.05)
    benefit = 99_000 * columns.term(50, 2) + 1_000 * columns.increasing_term(50, 2)
    annuity = 1.01 * columns.annuity_due(50, 2) - 0.01 * columns.annuity_due(50, 1)
    assert round(benefit / annuity, 4) == 1416.9332


def test_return_of_premiums_that_no_premium_could_pay_for_is_refused():
    cover = life("TERM_ROP", 35, 20, 20, 1_000_000)
    with pytest.raises(NotInsurable, match="無法定價"):
        annual(cover, on_table(3375, cover, loading="0.25"))


def lines(cover, pricing=CN):
    return {line.code: line for line in life_premium(cover, pricing, Tables()).lines}


def test_whole_quotation_of_l01():
    # 3.55 ‰ × 1 000 000 = 3 550.00; family discount 5 % → 3 372.50; monthly × 0.09 → 303.53
    cover = life("TERM", 35, 20, 20, 1_000_000, discounts=("FAMILY",))
    quoted = lines(replace(cover, pay_mode="MONTHLY"), on_table(3375, cover))
    assert {code: line.amount for code, line in quoted.items()} == {
        "NET_PREMIUM": Decimal("2659.24"),
        "GROSS_RATE": Decimal("3.55"),
        "BASE_PREMIUM": Decimal("3550.00"),
        "DISCOUNT_FAMILY": Decimal("-177.50"),
        "ANNUAL_PREMIUM": Decimal("3372.50"),
        "MODAL_PREMIUM": Decimal("303.53"),
        "TAX": Decimal("0.00"),
        "INSTALMENT": Decimal("303.53"),
    }
    assert "0.084196" in quoted["MODAL_PREMIUM"].formula  # the exact factor is shown beside the filed one
    assert quoted["NET_PREMIUM"].formula == "S × 0.04358610 / 16.39046291"
    assert [line.formula_id for line in quoted.values()] == [
        "NP.TERM",
        "GP2",
        "RATE",
        "DISCOUNT",
        "SUM",
        "MODAL",
        "TAX",
        "SUM",
    ]


# published modal premiums (domain specification 11.3)
@pytest.mark.parametrize(
    ("annual_premium", "factor", "instalment"),
    [
        ("426.40", "0.09", "38.38"),
        ("426.40", "0.265", "113.00"),
        ("426.40", "0.52", "221.73"),
        ("413.00", "0.52", "214.76"),
        ("413.00", "0.265", "109.45"),
        ("413.00", "0.135", "55.76"),
    ],
)
def test_published_modal_premiums(annual_premium, factor, instalment):
    cover = replace(life("ILP", 35, 20, 20, 10_000, planned_premium=Decimal(annual_premium)), pay_mode="SEMI")
    pricing = CN | {"modal_factor": {"SEMI": Decimal(factor)}}
    assert life_premium(cover, pricing).instalment == Decimal(instalment)


def test_a_rated_life_with_everything_in_the_filed_order():
    riders = (Rider("WAIVER"), Rider("ACCIDENT_DEATH", Decimal(2_000_000)), Rider("CRITICAL_ILLNESS", Decimal(300_000)))
    cover = life(
        "TERM",
        35,
        20,
        20,
        2_000_000,
        rating=Rating(150, Decimal(5)),
        riders=riders,
        discounts=("FAMILY",),
        occupation_class=3,
    )
    pricing = on_table(3375, cover) | {"policy_fee": 10, "tax": {"name": "增值稅", "rate": Decimal("0.06")}}
    found = {code: line.amount for code, line in lines(cover, pricing).items()}
    # 5.30 ‰ (L15); 5 ‰; 1.3 ‰ of class 3; 4.2 ‰ from 31 on; 2.5 % of all before; 2 % from 2m on; 5 %
    expected = {
        "GROSS_RATE": "3.55",
        "SUBSTANDARD_RATE": "5.30",
        "BASE_PREMIUM": "10600.00",
        "FLAT_EXTRA": "10000.00",
        "RIDER_ACCIDENT_DEATH": "2600.00",
        "RIDER_CRITICAL_ILLNESS": "1260.00",
        "RIDER_WAIVER": "611.50",
        "DISCOUNT_SIZE": "-501.43",
        "DISCOUNT_FAMILY": "-1253.58",
        "ANNUAL_PREMIUM": "23316.49",
        "MODAL_PREMIUM": "23316.49",
        "POLICY_FEE": "10.00",
        "TAX": "1399.59",
        "INSTALMENT": "24726.08",
    }
    assert {code: amount for code, amount in found.items() if code != "NET_PREMIUM"} == {
        code: Decimal(amount) for code, amount in expected.items()
    }
    assert list(found)[1:] == list(expected)


def test_percent_of_the_premium_where_the_product_allows_it():
    # 150 % of 2 659.24 = 3 988.85 instead of 3 973.03 on the rated mortality
    cover = life("TERM", 35, 20, 20, 1_000_000, rating=Rating(150))
    rated = lines(cover, on_table(3375, cover, percent_of_premium=True))["SUBSTANDARD_RATE"]
    assert (rated.amount, rated.formula_id) == (Decimal("5.33"), "SUBSTANDARD.PREMIUM")


def test_discounts_end_at_the_filed_cap():
    cover = life("TERM", 35, 20, 20, 5_000_000, discounts=("FAMILY",))
    quoted = lines(cover, CN | {"max_discount_percent": 6})
    assert quoted["DISCOUNT_SIZE"].amount == -round_money(quoted["BASE_PREMIUM"].amount * 4 / 100)
    assert quoted["DISCOUNT_FAMILY"].amount == -round_money(quoted["BASE_PREMIUM"].amount * 2 / 100)
    assert "報備上限" in quoted["DISCOUNT_FAMILY"].formula
    assert life_premium(cover, CN | {"max_discount_percent": 6}).discount_percent == Decimal("6.00")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"pay_mode": "SINGLE"}, "躉繳的繳費期間須為 1 年"),
        ({"discounts": ("FRIEND",)}, "FRIEND"),
        ({"rating": Rating(160)}, "每級 25%"),
        ({"rating": Rating(525)}, "500%"),
        ({"riders": (Rider("ACCIDENT_DEATH", Decimal(5_000_001)),)}, "5 倍"),
        ({"riders": (Rider("ACCIDENT_DEATH"),)}, "大於 0"),
        ({"riders": (Rider("WAIVER", term_years=25),)}, "長於主約"),
        ({"riders": (Rider("CRITICAL_ILLNESS", Decimal(1)),), "age": 10}, "沒有 10 的費率"),
    ],
)
def test_what_the_tariff_does_not_allow_is_refused(change, says):
    with pytest.raises(NotInsurable, match=says):
        life_premium(replace(life("TERM", 35, 20, 20, 1_000_000), **change), CN)


def test_a_discretionary_discount_is_calculated_as_asked_since_only_d17_can_stop_it():
    cover = life("TERM", 35, 20, 20, 5_000_000, discretionary_percent=Decimal(12))
    quoted = lines(cover, CN)
    assert quoted["DISCOUNT_DISCRETIONARY"].amount == -round_money(quoted["BASE_PREMIUM"].amount * 12 / 100)
    assert life_premium(cover, CN).discount_percent == Decimal(16)  # 4 % for the sum insured, beyond the cap of 15 %


def test_a_temporary_flat_extra_ends():
    # 1 070 a year and 5 per mille of 1 000 000 for five years: 5 × 6 070 + 5 × 1 070 after ten
    cover = life("TERM", 35, 20, 20, 1_000_000, rating=Rating(flat_extra_per_mille=Decimal(5), flat_extra_years=5))
    premium = life_premium(cover, CN)
    assert (premium.annual, premium.later_annual) == (Decimal(6070), Decimal(1070))
    assert premium.paid(cover, 10) == Decimal(35700)
    quoted = lines(cover, CN)
    assert quoted["FLAT_EXTRA"].formula.endswith("（前 5 年）")
    assert quoted["LATER_ANNUAL_PREMIUM"].amount == Decimal(1070)


@pytest.mark.parametrize("years", [None, 20, 30])
def test_a_flat_extra_that_lasts_as_long_as_payment_has_no_later_premium(years):
    rating = Rating(flat_extra_per_mille=Decimal(5), flat_extra_years=years)
    premium = life_premium(life("TERM", 35, 20, 20, 1_000_000, rating=rating), CN)
    assert premium.later_annual == premium.annual == Decimal(6070)
    assert "LATER_ANNUAL_PREMIUM" not in {line.code for line in premium.lines}
