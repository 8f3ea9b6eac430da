"""A plan as it was designed, and what it costs and pays year by year."""

from decimal import Decimal

from pydantic import BaseModel

from handlers.pricing.illustration import Scenario, Stress
from handlers.topics import Cover


class Alternative(BaseModel):
    """Another way to cover the same need with the same product."""

    name: str
    sum_insured: Decimal
    term_years: int
    pay_years: int


class Plan(Cover):
    """The plan as designed, with its alternatives."""

    alternatives: list[Alternative] | None = None


class PricedAlternative(BaseModel):
    """What an alternative costs per year."""

    name: str
    annual_premium: Decimal


class Year(BaseModel):
    """One policy year of the illustration; money in the case's currency."""

    year: int
    age: int
    premium_paid: Decimal
    death_benefit: Decimal
    survival_benefit: Decimal
    cash_value: Decimal | None = None


class Basis(BaseModel):
    """What the figures rest on. `interest` is a fraction."""

    table: str
    table_version: str
    interest: Decimal


class Illustration(BaseModel):
    """What the plan costs and pays, year by year. `premium_to_income` is a fraction of household income.

    `years` are guaranteed; `scenarios` are not, and are empty for products without uncertain benefits."""

    annual_premium: Decimal
    premium_to_income: Decimal | None
    alternatives: list[PricedAlternative]
    years: list[Year]
    scenarios: list[Scenario] = []
    stress: list[Stress] = []
    basis: Basis
