"""Premium of a life product, with every step of it as a line of the quotation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pydantic import BaseModel

from handlers.pricing.commutation import Commutation, commutation
from handlers.pricing.mortality import makeham

CENT = Decimal("0.01")


def round_money(amount: Decimal) -> Decimal:
    """To the cent, half up: the rounding of every amount and rate per mille that a client sees."""
    return amount.quantize(CENT, ROUND_HALF_UP)


class QuotationLine(BaseModel):
    """One step of the premium. `amount` is in the case's currency, or per mille where the unit says so."""

    code: str
    label: str
    formula: str
    amount: Decimal
    unit: str
    basis: str


@dataclass(frozen=True, slots=True)
class LifeCover:
    """What is insured: age at issue as the table counts it, years of cover and of payment.

    `sum_insured` is in the case's currency: the benefit, or for an annuity the yearly income, which begins after
    `term_years`. Whole life takes no notice of `term_years`."""

    product_class: str
    age: int
    term_years: int
    pay_years: int
    sum_insured: Decimal
    pay_mode: str


@dataclass(frozen=True, slots=True)
class Premium:
    """What it costs: per year, per instalment, and how that came about."""

    net_annual: Decimal
    rate_per_mille: Decimal
    annual: Decimal
    instalment: Decimal
    lines: tuple[QuotationLine, ...]


#: single net premium per unit of benefit, by product class (domain specification, life conventions)
_BENEFITS: Mapping[str, Callable[[Commutation, LifeCover], float]] = {
    "TERM": lambda columns, cover: columns.term(cover.age, cover.term_years),
    "WHOLE": lambda columns, cover: columns.whole_life(cover.age),
    "ENDOWMENT": lambda columns, cover: columns.endowment(cover.age, cover.term_years),
    "ANNUITY": lambda columns, cover: columns.deferred_annuity_due(cover.age, cover.term_years),
}


def life_premium(cover: LifeCover, pricing: Mapping[str, Any]) -> Premium:
    """Premium by the equivalence principle with loading ratio λ (GP2), then the modal factor.

    net = S·A / ä, A by product class, ä = (N_x − N_{x+m})/D_x; gross rate per 1 000 of sum insured
    = net/(1 − λ) · 1000/S rounded half up to 0.01; premium = rate · S/1000; instalment = premium · modal factor.
    `pricing` is the dated parameter set of that name. Source: domain specification, premium calculation.
    Raises KeyError for a product class or payment mode that has no formula or parameter."""
    table = makeham(pricing["mortality"], table_id=pricing["mortality"]["id"], version=pricing["version"])
    columns = commutation(table, float(pricing["interest"]["ORDINARY"]))
    benefit = _BENEFITS[cover.product_class](columns, cover)
    annuity = columns.annuity_due(cover.age, cover.pay_years)
    net = Decimal(repr(benefit / annuity)) * cover.sum_insured
    loading = Decimal(pricing["loading_ratio"][cover.product_class])
    rate = round_money(net / (1 - loading) * 1000 / cover.sum_insured)
    annual = round_money(rate * cover.sum_insured / 1000)
    modal = Decimal(pricing["modal_factor"][cover.pay_mode])
    instalment = round_money(annual * modal)
    basis, money, version = f"{table.id} {table.version}", pricing["currency"], pricing["version"]
    lines = (
        _line("NET_PREMIUM", "純保費(年)", f"S × {benefit:.8f} / {annuity:.8f}", round_money(net), money, basis),
        _line("GROSS_RATE", "毛保費費率", f"純保費 / (1 − {loading}) / S × 1000", rate, "‰", version),
        _line("ANNUAL_PREMIUM", "年繳保費", "費率 × S / 1000", annual, money, version),
        _line("INSTALMENT", "每期保費", f"年繳保費 × {modal}", instalment, money, version),
    )
    return Premium(round_money(net), rate, annual, instalment, lines)


@dataclass(frozen=True, slots=True)
class PolicyYear:
    """What a policy year costs and pays, in the case's currency. `age` is that at the end of the year.

    `death_benefit` is paid if the insured dies within the year, `survival_benefit` at its end if alive."""

    year: int
    age: int
    premium_paid: Decimal
    death_benefit: Decimal
    survival_benefit: Decimal


def policy_years(cover: LifeCover, annual_premium: Decimal, to_age: int) -> tuple[PolicyYear, ...]:
    """Guaranteed benefits by policy year, over the term, or for life up to an age. Premiums are added up.

    An annuity's income falls due in advance from the end of the deferral on: it is shown in the year that ends then."""
    nothing = Decimal(0)
    for_life = cover.product_class in {"WHOLE", "ANNUITY"}
    years = []
    for year in range(1, (to_age - cover.age if for_life else cover.term_years) + 1):
        at_end = year >= cover.term_years
        pays_income = cover.product_class == "ANNUITY" and at_end
        pays_maturity = cover.product_class == "ENDOWMENT" and at_end
        years.append(
            PolicyYear(
                year=year,
                age=cover.age + year,
                premium_paid=annual_premium * min(year, cover.pay_years),
                death_benefit=nothing if cover.product_class == "ANNUITY" else cover.sum_insured,
                survival_benefit=cover.sum_insured if pays_income or pays_maturity else nothing,
            )
        )
    return tuple(years)


def _line(code: str, label: str, formula: str, amount: Decimal, unit: str, basis: str) -> QuotationLine:
    return QuotationLine(code=code, label=label, formula=formula, amount=amount, unit=unit, basis=basis)
