"""Net and gross premium of one cover by the equivalence principle: what comes in is worth what goes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from handlers.pricing.basis import Basis
from handlers.pricing.commutation import Commutation, commutation
from handlers.pricing.cover import NotInsurable
from handlers.pricing.design import LifeCover, Rating, benefit_value, premiums_value, returned_value


@dataclass(frozen=True, slots=True)
class AnnualPremium:
    """Yearly premium before rounding, and the present values it comes from, per unit."""

    net: Decimal
    gross: Decimal
    benefit: float
    annuity: float
    returned: float
    formula_id: str
    formula: str


def annual_premium(cover: LifeCover, basis: Basis, pricing: Mapping[str, Any], rating: Rating) -> AnnualPremium:
    """Net P = S·A / (ä − R) and gross by the scheme of the design, R being the premiums that come back.

    GP1 (expenses explicit): G = (S·A + e₁·ä + (e₀ − e₁)) / (ä·(1 − β) − (α − β) − R);
    GP2 (loading ratio): G = S·A / (ä·(1 − λ) − R). The premium that comes back is the one that is paid.
    Source: domain specification, life conventions. Raises NotInsurable where no premium could pay for the benefit."""
    columns = _columns(basis, rating)
    benefit = benefit_value(columns, basis.design, cover)
    annuity = premiums_value(columns, cover)
    returned = returned_value(columns, basis.design, cover)
    sum_insured = float(cover.sum_insured)
    if basis.design.scheme == "GP1":
        outgo, income, formula = _with_expenses(sum_insured * benefit, annuity, pricing["expenses"])
    else:
        share = float(basis.design.loading_ratio)
        outgo, income = sum_insured * benefit, annuity * (1 - share)
        formula = f"純保費 / (1 − {basis.design.loading_ratio})"
    if min(annuity, income) <= returned:
        raise NotInsurable("返還的保費超過可用於保障的部分，此組合無法定價；請縮短返還或調整附加費用率。")
    return AnnualPremium(
        net=Decimal(repr(sum_insured * benefit / (annuity - returned))),
        gross=Decimal(repr(outgo / (income - returned))),
        benefit=benefit,
        annuity=annuity,
        returned=returned,
        formula_id=basis.design.scheme,
        formula=formula if returned == 0 else f"{formula}，含返還保費 R = {returned:.8f}",
    )


def _columns(basis: Basis, rating: Rating) -> Commutation:
    if rating.table_percent == Rating().table_percent:
        return basis.columns
    return commutation(basis.table.substandard(multiple=rating.table_percent / 100), basis.design.interest)


def _with_expenses(benefits: float, annuity: float, expenses: Mapping[str, Any]) -> tuple[float, float, str]:
    """Present values of what goes out, of what is left of 1 a year, and the formula in words (GP1)."""
    first, renewal = (float(expenses[name]) for name in ("first_year_share", "renewal_share"))
    first_cost, renewal_cost = (float(expenses[name]) for name in ("first_year_cost", "renewal_cost"))
    outgo = benefits + renewal_cost * annuity + (first_cost - renewal_cost)
    income = annuity * (1 - renewal) - (first - renewal)
    words = f"(S·A + {renewal_cost:g}·ä + {first_cost - renewal_cost:g}) / (ä × {1 - renewal:g} − {first - renewal:g})"
    return outgo, income, words
