"""A plan as the tariff sees it."""

from decimal import Decimal

from handlers.pricing.design import LifeCover, Rating, Rider
from handlers.topics import Applicant, Cover, Underwriting


class NotInsurable(ValueError):
    """The product's limits do not allow the plan; the message is for the designer, in the procedure's language."""


def life_cover(
    plan: Cover,
    applicant: Applicant,
    age: int,
    *,
    pay_mode: str | None = None,
    underwriting: Underwriting | None = None,
    discounts: tuple[str, ...] = (),
    discretionary_percent: Decimal = Decimal(0),
) -> LifeCover:
    """The plan as the tariff sees it: for a life of that insurance age, rated as underwriting says."""
    terms = underwriting or Underwriting()
    return LifeCover(
        product_class=plan.product_class,
        age=age,
        term_years=plan.term_years,
        pay_years=plan.pay_years,
        sum_insured=plan.sum_insured,
        pay_mode=pay_mode or plan.pay_mode,
        sex=applicant.sex,
        occupation_class=applicant.occupation_class or 1,
        rating=Rating(terms.table_percent, terms.flat_extra_per_mille, terms.flat_extra_years),
        riders=tuple(Rider(each.code, each.sum_insured, each.term_years) for each in plan.riders or ()),
        discounts=discounts,
        discretionary_percent=discretionary_percent,
        planned_premium=plan.planned_premium,
    )
