"""Calculations for other systems: /presales/quotations:calculate, /presales/needs:calculate. Nothing is stored."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field
from pydantic.alias_generators import to_camel
from starlette.responses import Response

from service import clock
from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.schemas import Body
from service.api.searching import answers
from service.identity.permissions import Permission
from service.presales.calculations import Asked, calculate_needs, calculate_quotation
from service.presales.parameters import ParameterFiles

router = APIRouter(prefix="/presales", tags=["Presales calculation"], route_class=ExactRoute)
Calculator = Annotated[Edge, admit(Permission.CALCULATE)]
Rows = list[dict[str, Any]]
Money = Annotated[Decimal, Field(examples=[1000000])]
OnDay = Annotated[date | None, Field(description="Whose parameters hold; by default today.", examples=["2026-11-23"])]


class Insured(Body):
    """Who is insured; household income only for the cases of stress."""

    birth_date: date = Field(examples=["1991-06-01"])
    sex: str | None = Field(default=None, examples=["M"])
    occupation_class: int | None = Field(default=None, ge=1, le=6, examples=[1])
    household_income: Money | None = None


class RiderAsked(Body):
    """An additional benefit; a waiver of premium has no sum insured."""

    code: str = Field(examples=["ACCIDENT_DEATH"])
    sum_insured: Money | None = None
    term_years: int | None = None


class PlanAsked(Body):
    """What is insured and how long it is paid for."""

    product_class: str = Field(examples=["TERM"])
    sum_insured: Money
    term_years: int = Field(examples=[20])
    pay_years: int = Field(examples=[20])
    planned_premium: Money | None = None
    riders: list[RiderAsked] = Field(default_factory=list)


class Rated(Body):
    """Terms of a rated life."""

    table_percent: int = Field(default=100, examples=[150])
    flat_extra_per_mille: Decimal = Field(default=Decimal(0), examples=[0])


class QuotationToCalculate(Body):
    """A plan to price."""

    jurisdiction: str = Field(default="CN", examples=["CN"])
    on: OnDay = None
    insured: Insured
    plan: PlanAsked
    pay_mode: str = Field(default="ANNUAL", examples=["MONTHLY"])
    discounts: list[str] = Field(default_factory=list, examples=[["FAMILY"]])
    underwriting: Rated = Field(default_factory=Rated)


class CalculatedQuotation(Body):
    """The premium; `lines` explain every step with formula and version. `years` are guaranteed, `scenarios` are not."""

    quote_date: date
    valid_until: date
    annual_premium: Decimal
    modal_premium: Decimal
    rate_per_mille: Decimal
    pay_mode: str
    discount_percent: Decimal
    lines: Rows
    modes: Rows
    basis: dict[str, Any]
    years: Rows
    scenarios: Rows
    stress: Rows


class NeedsToCalculate(Body):
    """The client's data (`applicant`) and interview (`needs`) as in a case, with its names and in camel case."""

    jurisdiction: str = Field(default="CN", examples=["CN"])
    on: OnDay = None
    client: dict[str, Any] = Field(examples=[{"birthDate": "1988-03-15", "annualIncome": 200000}])
    needs: dict[str, Any] = Field(examples=[{"annualExpenses": 150000, "mortgageDebt": 900000}])


class CalculatedNeeds(Body):
    """The need by DIME with its `lines`, and by the other `methods` with range and assumptions."""

    dime_need: Decimal
    income_multiple_need: Decimal
    existing_sum_insured: Decimal
    gap: Decimal
    recommended_sum_insured: Decimal
    premium_budget: Decimal
    lines: Rows
    methods: Rows
    affordability: dict[str, Any]
    version: str


@cache
def _parameters(folder: Path) -> ParameterFiles:
    return ParameterFiles(folder)


@router.post("/quotations:calculate", **answers(CalculatedQuotation, 400, description="Calculated."))
def calculate_a_quotation(body: QuotationToCalculate, edge: Calculator) -> Response:
    """Price a plan, with every step of the premium."""
    plan = body.plan.model_dump() | {"pay_mode": body.pay_mode}
    insured = body.insured.model_dump() | {"name": "-"}
    terms = {"pay_mode": body.pay_mode, "discounts": body.discounts}
    asked = Asked(body.jurisdiction, body.on, clock.now())
    sets = _parameters(edge.service.settings.bpmn_dir / "jurisdictions")
    return JsonAnswer(_camel(calculate_quotation(plan, insured, terms, body.underwriting.model_dump(), sets, asked)))


@router.post("/needs:calculate", **answers(CalculatedNeeds, 400, description="Calculated."))
def calculate_the_needs(body: NeedsToCalculate, edge: Calculator) -> Response:
    """Calculate what cover a client needs, by every method that the data allow."""
    asked = Asked(body.jurisdiction, body.on, clock.now())
    sets = _parameters(edge.service.settings.bpmn_dir / "jurisdictions")
    return JsonAnswer(_camel(calculate_needs(_snake(body.client) | {"name": "-"}, _snake(body.needs), sets, asked)))


def _camel(value: Any) -> Any:
    if isinstance(value, dict):
        return {to_camel(key): _camel(each) for key, each in value.items()}
    return [_camel(each) for each in value] if isinstance(value, list) else value


def _snake(value: Any) -> Any:
    if isinstance(value, dict):
        return {_snake_key(key): _snake(each) for key, each in value.items()}
    return [_snake(each) for each in value] if isinstance(value, list) else value


def _snake_key(key: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in key)
