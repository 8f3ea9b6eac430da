"""Needs analysis for life cover: what would the family lack, and what is a sound budget."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Any

from pydantic import BaseModel


class NeedsLine(BaseModel):
    """One item of a calculation; `amount` is in the case's currency, negative where it is deducted."""

    id: str
    label: str
    formula: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Household:
    """What the DIME method needs to know; amounts in the case's currency."""

    annual_income: Decimal
    household_income: Decimal
    debts: Decimal
    mortgage: Decimal
    education: Decimal
    existing_cover: Decimal
    liquid_assets: Decimal
    income_years: int


@dataclass(frozen=True, slots=True)
class LifeNeed:
    """DIME need (net of cover and liquid assets), double-ten guide, and how they came about."""

    dime: Decimal
    income_multiple: Decimal
    recommended_sum_insured: Decimal
    premium_budget: Decimal
    lines: tuple[NeedsLine, ...]


def life_need(household: Household, parameters: Mapping[str, Any]) -> LifeNeed:
    """DIME (NA2): debts + final costs + income × years + mortgage + education − existing cover − liquid assets;
    double ten (NA4): 10 × household income as sum insured, 10 % of it as premium. Multiples, final costs and the
    rounding step of the recommendation (up) are those of the `needs` parameter set.

    Source: domain specification, needs-analysis mathematics."""
    replaced = household.annual_income * household.income_years
    lines = (
        NeedsLine(id="DEBTS", label="其他負債", formula="負債", amount=household.debts),
        NeedsLine(id="FINAL", label="身後費用", formula="參數", amount=Decimal(parameters["final_costs"])),
        NeedsLine(id="INCOME", label="收入替代", formula=f"年收入 × {household.income_years} 年", amount=replaced),
        NeedsLine(id="MORTGAGE", label="房貸餘額", formula="房貸", amount=household.mortgage),
        NeedsLine(id="EDUCATION", label="教育費用", formula="教育", amount=household.education),
        NeedsLine(id="COVER", label="已有保障", formula="− 已有保額", amount=-household.existing_cover),
        NeedsLine(id="ASSETS", label="流動資產", formula="− 流動資產", amount=-household.liquid_assets),
    )
    dime = sum((line.amount for line in lines), Decimal(0))
    step = Decimal(parameters["rounding"])
    return LifeNeed(
        dime=dime,
        income_multiple=household.household_income * Decimal(parameters["income_multiple"]),
        recommended_sum_insured=(max(dime, Decimal(0)) / step).quantize(Decimal(1), ROUND_UP) * step,
        premium_budget=household.household_income * Decimal(parameters["premium_share"]),
        lines=lines,
    )
