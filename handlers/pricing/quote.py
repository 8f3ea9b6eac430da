"""A quotation: the premium in the payment mode asked for, the other modes beside it, what will change the price."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field

from handlers.ports import Parameters
from handlers.pricing.cover import life_cover
from handlers.pricing.design import LifeCover
from handlers.pricing.life import Premium as LifePremium
from handlers.pricing.life import life_premium
from handlers.pricing.limits import filed_tariff, insurable_age
from handlers.products import Product
from handlers.topics import Applicant, Cover, Underwriting

#: paid at once
SINGLE = "SINGLE"


class QuotationTerms(BaseModel):
    """How the client wants to pay."""

    pay_mode: str
    pay_channel: str | None = None
    funds_source: str | None = None
    discounts: list[str] | None = None
    discretionary_percent: Decimal | None = Field(default=None, ge=0, le=100)


class PremiumLine(BaseModel):
    """One line of the premium; `amount` is money, or per mille where the unit says so."""

    id: str
    label: str
    formula_id: str | None = None
    formula: str
    amount: Decimal
    unit: str
    basis: str


class ModePremium(BaseModel):
    """What one instalment costs in a payment mode."""

    pay_mode: str
    amount: Decimal


class Premium(BaseModel):
    """The calculated premium; money in the case's currency, rate per mille of the sum insured.

    `discount_percent` is that of all discounts. How long the price holds, decision D25 says, from the day of the next
    change of the insurance age and of the rates (None: not known)."""

    quote_date: date
    next_age_change_on: date | None
    rates_change_on: date | None
    annual_premium: Decimal
    modal_premium: Decimal
    rate_per_mille: Decimal
    pay_mode: str
    discount_percent: Decimal
    discretionary_percent: Decimal
    lines: list[PremiumLine]
    modes: list[ModePremium]
    basis: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Quoted:
    """The premium as it is told, and the figures that an illustration goes on from."""

    premium: Premium
    cover: LifeCover
    computed: LifePremium


def quote(  # noqa: PLR0913 - each is a fact of the quotation
    plan: Cover,
    applicant: Applicant,
    terms: QuotationTerms,
    sets: Parameters,
    *,
    jurisdiction: str,
    on: date,
    underwriting: Underwriting | None = None,
    product: Product | None = None,
) -> Quoted:
    """Price a plan by the parameter sets in force on that day, within the limits of its product.

    Without a product it is the tariff's price for the class, whoever may buy it.

    Raises NotInsurable where product or tariff do not allow it, KeyError for a jurisdiction without parameters."""
    pricing = filed_tariff(sets.at("pricing", jurisdiction, on), product)
    age = insurable_age(plan, applicant, product, pricing, on)
    cover = life_cover(
        plan,
        applicant,
        age,
        pay_mode=terms.pay_mode,
        underwriting=underwriting,
        discounts=tuple(terms.discounts or ()),
        discretionary_percent=terms.discretionary_percent or Decimal(0),
    )
    chosen = life_premium(cover, pricing, sets)
    offered = [mode for mode in pricing["modal_factor"] if (mode == SINGLE) == (terms.pay_mode == SINGLE)]
    modes = {mode: life_premium(replace(cover, pay_mode=mode), pricing, sets) for mode in offered}
    premium = Premium(
        quote_date=on,
        next_age_change_on=next_age_change(applicant, on),
        rates_change_on=sets.next_change("pricing", jurisdiction, on),
        annual_premium=chosen.annual,
        modal_premium=chosen.instalment,
        rate_per_mille=chosen.rate_per_mille,
        pay_mode=terms.pay_mode,
        discount_percent=chosen.discount_percent,
        discretionary_percent=cover.discretionary_percent,
        lines=[PremiumLine(id=line.code, **line.model_dump(exclude={"code"})) for line in chosen.lines],
        modes=[ModePremium(pay_mode=mode, amount=each.instalment) for mode, each in modes.items()],
        basis={
            "table": chosen.basis.table.id,
            "table_version": chosen.basis.table.version,
            "interest": Decimal(repr(chosen.basis.design.interest)),
            "version": pricing["version"],
            "age": age,
            **({} if product is None else {"product_code": product.code, "product_version": product.version}),
        },
    )
    return Quoted(premium, cover, chosen)


def next_age_change(applicant: Applicant, on: date) -> date | None:
    """The next day on which the insurance age changes, that of the last birthday; None without a date of birth."""
    birth = applicant.birth_date
    if birth is None:
        return None
    return next(day for day in (_birthday(birth, on.year), _birthday(birth, on.year + 1)) if day > on)


def _birthday(birth: date, year: int) -> date:
    """The day of a year on which a life gets a year older; one born on 29 February does on 1 March."""
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
