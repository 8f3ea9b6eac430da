"""A quotation: the premium in the payment mode asked for, the other modes beside it, how long the price holds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from handlers.ports import Parameters
from handlers.pricing.cover import insurable_age, life_cover
from handlers.pricing.design import LifeCover
from handlers.pricing.life import Premium as LifePremium
from handlers.pricing.life import life_premium
from handlers.topics import Applicant, Cover, Underwriting


class QuotationTerms(BaseModel):
    """How the client wants to pay."""

    pay_mode: str
    pay_channel: str | None = None
    funds_source: str | None = None
    discounts: list[str] | None = None


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
    """The calculated premium; money in the case's currency, rate per mille of the sum insured."""

    quote_date: date
    valid_until: date
    annual_premium: Decimal
    modal_premium: Decimal
    rate_per_mille: Decimal
    pay_mode: str
    discount_percent: Decimal
    lines: list[PremiumLine]
    modes: list[ModePremium]
    basis: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Quoted:
    """The premium as it is told, and the figures that an illustration goes on from."""

    premium: Premium
    cover: LifeCover
    computed: LifePremium


def quote(
    plan: Cover,
    applicant: Applicant,
    terms: QuotationTerms,
    sets: Parameters,
    *,
    jurisdiction: str,
    on: date,
    underwriting: Underwriting | None = None,
) -> Quoted:
    """Price a plan by the parameter sets in force on that day.

    Raises NotInsurable where product or tariff do not allow it, KeyError for a jurisdiction without parameters."""
    pricing = sets.at("pricing", jurisdiction, on)
    age = insurable_age(plan, applicant, sets.at("product", jurisdiction, on), on)
    cover = life_cover(
        plan,
        applicant,
        age,
        pay_mode=terms.pay_mode,
        underwriting=underwriting,
        discounts=tuple(terms.discounts or ()),
    )
    chosen = life_premium(cover, pricing, sets)
    modes = {mode: life_premium(replace(cover, pay_mode=mode), pricing, sets) for mode in pricing["modal_factor"]}
    premium = Premium(
        quote_date=on,
        valid_until=valid_until(applicant, sets.at("quotation", jurisdiction, on), on),
        annual_premium=chosen.annual,
        modal_premium=chosen.instalment,
        rate_per_mille=chosen.rate_per_mille,
        pay_mode=terms.pay_mode,
        discount_percent=chosen.discount_percent,
        lines=[PremiumLine(id=line.code, **line.model_dump(exclude={"code"})) for line in chosen.lines],
        modes=[ModePremium(pay_mode=mode, amount=each.instalment) for mode, each in modes.items()],
        basis={
            "table": chosen.basis.table.id,
            "table_version": chosen.basis.table.version,
            "interest": Decimal(repr(chosen.basis.design.interest)),
            "version": pricing["version"],
            "age": age,
        },
    )
    return Quoted(premium, cover, chosen)


def valid_until(applicant: Applicant, validity: Mapping[str, Any], on: date) -> date:
    """Last day of the price: 30 days, but not beyond the day before the next insurance-age change (D25).

    The number of days is that of the `quotation` parameter set; the insurance age is that of the last birthday."""
    latest = on + timedelta(days=int(validity["validity_days"]))
    birth = applicant.birth_date
    if birth is None:
        return latest
    birthdays = (_birthday(birth, year) for year in (on.year, on.year + 1))
    return min(latest, next(day for day in birthdays if day > on) - timedelta(days=1))


def _birthday(birth: date, year: int) -> date:
    """The day of a year on which a life gets a year older; one born on 29 February does on 1 March."""
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
