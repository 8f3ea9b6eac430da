"""Present values and premiums against those of `actuarialmath`, a library of another author."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from actuarialmath import LifeTable, Premiums

from handlers.pricing.basis import basis_of
from handlers.pricing.commutation import commutation
from handlers.pricing.design import LifeCover, Rating
from handlers.pricing.equivalence import annual_premium
from handlers.pricing.mortality import makeham
from service.presales.parameters import ParameterFiles

CN = ParameterFiles(Path(__file__).parents[3] / "bpmn/jurisdictions").at("pricing", "CN", date(2026, 11, 23))
TOLERANCE = 1e-8


@pytest.fixture(scope="module", params=[0.05, 0.02])
def both(request):
    """Our columns and their table: the Standard Ultimate Life Table's law, at a rate of interest."""
    table = makeham(CN["mortality"], table_id="SULT", version="1")
    rates = {age: table.rate(age) for age in range(table.last_age + 1)}
    theirs = LifeTable(udd=True).set_interest(i=request.param).set_table(q=rates)
    return commutation(table, request.param), theirs


@pytest.mark.parametrize("age", [20, 35, 40, 60])
def test_present_values(both, age):
    ours, theirs = both
    assert ours.whole_life(age) == pytest.approx(theirs.whole_life_insurance(age), rel=TOLERANCE)
    assert ours.annuity_due(age) == pytest.approx(theirs.whole_life_annuity(age), rel=TOLERANCE)
    for years in (5, 20):
        assert ours.term(age, years) == pytest.approx(theirs.term_insurance(age, t=years), rel=TOLERANCE)
        assert ours.endowment(age, years) == pytest.approx(theirs.endowment_insurance(age, t=years), rel=TOLERANCE)
        assert ours.pure_endowment(age, years) == pytest.approx(theirs.E_x(age, t=years), rel=TOLERANCE)
        assert ours.annuity_due(age, years) == pytest.approx(theirs.temporary_annuity(age, t=years), rel=TOLERANCE)
        assert ours.deferred_annuity_due(age, years) == pytest.approx(
            theirs.deferred_annuity(age, u=years), rel=TOLERANCE
        )


def test_a_gross_premium_with_explicit_expenses(both):
    """GP1 with the expenses of the parameter set: 50 % of the first premium, 5 % of the others; 200, then 30 a year."""
    _, theirs = both
    pricing = {**CN, "design": {"TERM": {"benefit": "TERM", "scheme": "GP1"}}}
    pricing["interest"] = {"ORDINARY": Decimal(str(theirs.interest.i))}
    cover = LifeCover("TERM", 35, 20, 20, Decimal(1_000_000), "ANNUAL")
    ours = annual_premium(cover, basis_of(cover, pricing, None), pricing, Rating())
    gross = Premiums().gross_premium(
        A=theirs.term_insurance(35, t=20),
        a=theirs.temporary_annuity(35, t=20),
        benefit=1_000_000,
        initial_premium=0.5,
        renewal_premium=0.05,
        initial_policy=200,
        renewal_policy=30,
    )
    assert float(ours.gross) == pytest.approx(gross, rel=TOLERANCE)
