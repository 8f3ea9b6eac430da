"""Every product on offer against a computation of another kind: the cash flows of each year times the probability
that they fall due, discounted. No commutation columns."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from handlers.pricing.basis import basis_of
from handlers.pricing.design import LifeCover, Rating
from handlers.pricing.equivalence import annual_premium
from handlers.pricing.illustration import policy_years
from handlers.pricing.life import life_premium
from service.presales.parameters import ParameterFiles

CN = ParameterFiles(Path(__file__).parents[3] / "bpmn/jurisdictions").at("pricing", "CN", date(2026, 11, 23))
END = 130
SUM_INSURED = 100_000


def flows(kind, term):
    """Per unit: paid at the end of the year of death, paid to a survivor at the end of a year."""
    dying = {
        "TERM": lambda year: year < term,
        "TERM_ROP": lambda year: year < term,
        "ENDOWMENT": lambda year: year < term,
        "WHOLE": lambda _: True,
        "PAR": lambda _: True,
    }.get(kind, lambda _: False)
    alive = {
        "ENDOWMENT": lambda year: year + 1 == term,
        "PURE_ENDOWMENT": lambda year: year + 1 == term,
        "ANNUITY": lambda year: year + 1 >= term,
        "ANNUITY_ROP": lambda year: year + 1 >= term,
        "IMMEDIATE_ANNUITY": lambda _: True,
    }.get(kind, lambda _: False)
    return dying, alive


def returned(kind, year, term, pay):
    """Premiums that come back, per 1 of premium: on death in the year, at its end."""
    on_death = min(year + 1, pay) if kind in {"TERM_ROP", "ANNUITY_ROP", "PURE_ENDOWMENT"} and year < term else 0
    return on_death, pay if kind == "TERM_ROP" and year + 1 == term else 0


def direct(kind, age, term, pay, table, interest, after=0):
    """A, ä and R at a policy anniversary, by the years that follow."""
    dying, alive = flows(kind, term)
    benefit = annuity = back = 0.0
    survival, v = 1.0, 1 / (1 + interest)
    for year in range(after, END - age):
        q, discount = table.rate(age + year), v ** (year - after)
        annuity += survival * discount * (year < pay)
        benefit += survival * discount * v * (q * dying(year) + (1 - q) * alive(year))
        on_death, at_end = returned(kind, year, term, pay)
        back += survival * discount * v * (q * on_death + (1 - q) * at_end)
        survival *= 1 - q
    return benefit, annuity, back


COVERS = [
    ("TERM", 35, 20, 20),
    ("TERM", 60, 10, 5),
    ("TERM_ROP", 40, 20, 10),
    ("WHOLE", 30, 1, 20),
    ("WHOLE", 65, 1, 1),
    ("PURE_ENDOWMENT", 3, 15, 10),
    ("ENDOWMENT", 40, 20, 20),
    ("ENDOWMENT", 55, 10, 1),
    ("ANNUITY", 45, 15, 15),
    ("ANNUITY", 30, 30, 10),
    ("ANNUITY_ROP", 45, 15, 10),
    ("IMMEDIATE_ANNUITY", 65, 1, 1),
    ("PAR", 40, 1, 20),
]


@pytest.mark.parametrize(("kind", "age", "term", "pay"), COVERS)
def test_premiums_and_cash_values_of_every_product(kind, age, term, pay):
    cover = LifeCover(kind, age, term, pay, Decimal(SUM_INSURED), "ANNUAL")
    basis = basis_of(cover, CN)
    interest = {"PAR": 0.0175}.get(kind, 0.02)
    benefit, annuity, back = direct(kind, age, term, pay, basis.table, interest)
    found = annual_premium(cover, basis, CN, Rating())
    loading = float(CN["loading_ratio"][kind])
    assert float(found.net) == pytest.approx(SUM_INSURED * benefit / (annuity - back), rel=1e-8)
    assert float(found.gross) == pytest.approx(SUM_INSURED * benefit / (annuity * (1 - loading) - back), rel=1e-8)

    premium = life_premium(cover, CN)
    gross = float(premium.annual)
    net = (SUM_INSURED * benefit + gross * back) / annuity
    charges = [float(each) for each in CN["surrender_charge"]]
    for each in policy_years(cover, premium, CN):
        left, dues, again = direct(kind, age, term, pay, basis.table, interest, each.year)
        reserve = max(0.0, SUM_INSURED * left + gross * again - net * dues)
        kept = 1 - charges[each.year - 1] if each.year <= len(charges) else 1
        assert float(each.cash_value) == pytest.approx(reserve * kept, abs=0.006)


def test_every_product_class_of_the_tariff_is_compared():
    assert {kind for kind, *_ in COVERS} | {"ILP", "UL"} == set(CN["design"])
