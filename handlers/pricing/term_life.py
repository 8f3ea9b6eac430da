"""Premium of a level term insurance, with every step of it as a line of the quotation."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pydantic import BaseModel

from handlers.pricing.commutation import commutation
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
class TermLife:
    """What is insured: age last birthday, years of cover, years of payment, sum insured in the case's currency."""

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


def term_life_premium(cover: TermLife, pricing: Mapping[str, Any]) -> Premium:
    """Premium by the equivalence principle with loading ratio λ (GP2), then the modal factor.

    net = S·A / ä with A = (M_x − M_{x+n})/D_x and ä = (N_x − N_{x+m})/D_x; gross rate per 1 000 of sum insured
    = net/(1 − λ) · 1000/S rounded half up to 0.01; premium = rate · S/1000; instalment = premium · modal factor.
    `pricing` is the dated parameter set of that name. Source: domain specification, premium calculation."""
    table = makeham(pricing["mortality"], table_id=pricing["mortality"]["id"], version=pricing["version"])
    columns = commutation(table, float(pricing["interest"]["ORDINARY"]))
    benefit, annuity = (
        columns.term(cover.age, cover.term_years),
        columns.annuity_due(cover.age, cover.pay_years),
    )
    net = Decimal(repr(benefit / annuity)) * cover.sum_insured
    loading = Decimal(pricing["loading_ratio"]["TERM"])
    rate = round_money(net / (1 - loading) * 1000 / cover.sum_insured)
    annual = round_money(rate * cover.sum_insured / 1000)
    modal = Decimal(pricing["modal_factor"][cover.pay_mode])
    instalment = round_money(annual * modal)
    basis, yearly = f"{table.id} {table.version}", pricing["currency"]
    lines = (
        _line("NET_PREMIUM", "純保費(年)", f"S × {benefit:.8f} / {annuity:.8f}", round_money(net), yearly, basis),
        _line("GROSS_RATE", "毛保費費率", f"純保費 / (1 − {loading}) / S × 1000", rate, "‰", pricing["version"]),
        _line("ANNUAL_PREMIUM", "年繳保費", "費率 × S / 1000", annual, yearly, pricing["version"]),
        _line("INSTALMENT", "每期保費", f"年繳保費 × {modal}", instalment, yearly, pricing["version"]),
    )
    return Premium(round_money(net), rate, annual, instalment, lines)


def _line(code: str, label: str, formula: str, amount: Decimal, unit: str, basis: str) -> QuotationLine:
    return QuotationLine(code=code, label=label, formula=formula, amount=amount, unit=unit, basis=basis)
