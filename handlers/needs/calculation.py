"""Needs analysis of one client: every method the data allow, and what premium the household can bear."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field

from handlers.needs.analysis import Affordability, MethodResult, Situation, affordability, analyse
from handlers.needs.life import Household, NeedsLine, life_need
from handlers.topics import Applicant, age_last_birthday

NOTHING = Decimal(0)


class ExistingCover(BaseModel):
    """Cover that the client has already."""

    insurer: str | None = None
    product_type: str | None = None
    sum_insured: Decimal = Field(default=NOTHING, ge=0)
    annual_premium: Decimal | None = None


class Dependant(BaseModel):
    """A member of the family who depends on the client."""

    relation: str | None = None
    birth_date: date | None = None


class Needs(BaseModel):
    """The interview by the standard questionnaire."""

    marital_status: str | None = None
    dependants: list[Dependant] | None = None
    annual_expenses: Decimal | None = None
    cash_assets: Decimal | None = None
    property_assets: Decimal | None = None
    securities_assets: Decimal | None = None
    mortgage_debt: Decimal | None = None
    other_debt: Decimal | None = None
    education_cost: Decimal | None = None
    goals: list[str] = []
    existing_cover: list[ExistingCover] | None = None
    preferred_classes: list[str] | None = None
    annual_budget: Decimal | None = None
    income_years: int | None = Field(default=None, gt=0)
    remarks: str | None = None


class NeedsAnalysis(BaseModel):
    """Result of the calculation; money in the case's currency."""

    dime_need: Decimal
    income_multiple_need: Decimal
    existing_sum_insured: Decimal
    gap: Decimal
    recommended_sum_insured: Decimal
    premium_budget: Decimal
    lines: list[NeedsLine]
    methods: list[MethodResult] = []
    affordability: Affordability | None = None
    version: str | None = None


def calculate(applicant: Applicant, needs: Needs, parameters: Mapping[str, Any], on: date) -> NeedsAnalysis:
    """The need for life cover by DIME (NA2) and double ten (NA4), the other methods, the affordable premium.

    `parameters` is the dated set `needs`. Cover named in the interview counts before the sum given at screening."""
    income = applicant.annual_income or NOTHING
    if needs.existing_cover:
        existing = sum((cover.sum_insured for cover in needs.existing_cover), NOTHING)
    else:
        existing = applicant.existing_sum_insured or NOTHING
    need = life_need(
        Household(
            annual_income=income,
            household_income=applicant.household_income or income,
            debts=needs.other_debt or NOTHING,
            mortgage=needs.mortgage_debt or NOTHING,
            education=needs.education_cost or NOTHING,
            existing_cover=existing,
            liquid_assets=(needs.cash_assets or NOTHING) + (needs.securities_assets or NOTHING),
            income_years=needs.income_years or int(parameters["income_years"]),
        ),
        parameters,
    )
    situation = _situation(applicant, needs, existing, on)
    return NeedsAnalysis(
        dime_need=need.dime,
        income_multiple_need=need.income_multiple,
        existing_sum_insured=existing,
        gap=max(need.dime, NOTHING),
        recommended_sum_insured=need.recommended_sum_insured,
        premium_budget=need.premium_budget,
        lines=list(need.lines),
        methods=analyse(situation, parameters),
        affordability=affordability(situation, parameters),
        version=parameters["version"],
    )


def _situation(applicant: Applicant, needs: Needs, existing: Decimal, on: date) -> Situation:
    income = applicant.annual_income or NOTHING
    ages = [
        (each.relation, age_last_birthday(each.birth_date, on)) for each in needs.dependants or [] if each.birth_date
    ]
    return Situation(
        age=age_last_birthday(applicant.birth_date, on) if applicant.birth_date else None,
        income=income,
        household_income=applicant.household_income or income,
        expenses=needs.annual_expenses,
        cash=needs.cash_assets or NOTHING,
        liquid_assets=(needs.cash_assets or NOTHING) + (needs.securities_assets or NOTHING),
        debts=(needs.mortgage_debt or NOTHING) + (needs.other_debt or NOTHING),
        existing_cover=existing,
        existing_premiums=sum((each.annual_premium or NOTHING for each in needs.existing_cover or []), NOTHING),
        education_total=needs.education_cost,
        child_ages=tuple(age for relation, age in ages if relation == "CHILD"),
        spouse_age=next((age for relation, age in ages if relation == "SPOUSE"), None),
    )
