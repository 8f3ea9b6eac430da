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
from service.errors import InvalidArgument
from service.identity.permissions import Permission
from service.presales.calculations import Asked, calculate_needs, calculate_quotation
from service.presales.catalogue import products
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
    """What is insured and how long it is paid for.

    With `productCode` the product's limits hold; with `productClass` alone it is the tariff's price for the class."""

    product_code: str | None = Field(default=None, examples=["DEMO-TERM"])
    product_class: str | None = Field(default=None, examples=["TERM"])
    sum_insured: Money
    term_years: int = Field(examples=[20])
    pay_years: int = Field(examples=[20])
    planned_premium: Money | None = None
    riders: list[RiderAsked] = Field(default_factory=list)


class Rated(Body):
    """Terms of a rated life."""

    table_percent: int = Field(default=100, examples=[150])
    flat_extra_per_mille: Decimal = Field(default=Decimal(0), examples=[0])
    flat_extra_years: int | None = Field(
        default=None, description="Years of the flat extra; by default as long as premiums are paid.", examples=[5]
    )


class QuotationToCalculate(Body):
    """A plan to price."""

    jurisdiction: str | None = Field(default=None, description="By default the service's own.", examples=["CN"])
    on: OnDay = None
    insured: Insured
    plan: PlanAsked
    pay_mode: str = Field(default="ANNUAL", examples=["MONTHLY"])
    discounts: list[str] = Field(default_factory=list, examples=[["FAMILY"]])
    underwriting: Rated = Field(default_factory=Rated)


class CalculatedQuotation(Body):
    """The premium; `lines` explain every step with formula and version. `years` are guaranteed, `scenarios` are not.

    It is no offer and has no validity: an offer is made in a case, by decision D25 on the days of change told here."""

    quote_date: date
    next_age_change_on: date | None
    rates_change_on: date | None
    annual_premium: Decimal
    modal_premium: Decimal
    rate_per_mille: Decimal
    pay_mode: str
    discount_percent: Decimal
    discretionary_percent: Decimal
    lines: Rows
    modes: Rows
    basis: dict[str, Any]
    years: Rows
    scenarios: Rows
    stress: Rows


class ClientAsked(Body):
    """Who needs cover; what is left out, the methods that ask for it leave out too."""

    birth_date: date | None = Field(default=None, examples=["1988-03-15"])
    sex: str | None = Field(default=None, examples=["M"])
    annual_income: Money | None = Field(default=None, ge=0, examples=[200000])
    household_income: Money | None = Field(default=None, ge=0, examples=[260000])
    net_assets: Money | None = None
    existing_sum_insured: Money | None = Field(default=None, ge=0, examples=[0])


class DependantAsked(Body):
    """A member of the family who depends on the client."""

    relation: str | None = Field(default=None, examples=["CHILD"])
    birth_date: date | None = Field(default=None, examples=["2015-05-01"])


class CoverAsked(Body):
    """Cover that the client has already."""

    insurer: str | None = None
    product_type: str | None = None
    sum_insured: Money = Field(default=Decimal(0), ge=0)
    annual_premium: Money | None = None


class InterviewAsked(Body):
    """What the needs interview asks for."""

    marital_status: str | None = Field(default=None, examples=["MARRIED"])
    dependants: list[DependantAsked] | None = None
    annual_expenses: Money | None = Field(default=None, examples=[150000])
    cash_assets: Money | None = Field(default=None, examples=[150000])
    property_assets: Money | None = None
    securities_assets: Money | None = None
    mortgage_debt: Money | None = Field(default=None, examples=[900000])
    other_debt: Money | None = None
    education_cost: Money | None = None
    goals: list[str] = Field(default_factory=list, examples=[["PROTECTION", "EDUCATION"]])
    existing_cover: list[CoverAsked] | None = None
    annual_budget: Money | None = None
    income_years: int | None = Field(default=None, gt=0, examples=[10])


class NeedsToCalculate(Body):
    """The client's data and the interview, as in a case."""

    jurisdiction: str | None = Field(default=None, description="By default the service's own.", examples=["CN"])
    on: OnDay = None
    client: ClientAsked
    needs: InterviewAsked


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
    """Price a plan, with every step of the premium, within the limits of its product."""
    insured = body.insured.model_dump() | {"name": "-"}
    terms = {"pay_mode": body.pay_mode, "discounts": body.discounts}
    asked = _asked(body, edge)
    sets = _parameters(edge.service.settings.bpmn_dir / "jurisdictions")
    product = _product(body, asked.jurisdiction, asked.day(sets), edge)
    product_class = body.plan.product_class or (product or {}).get("product_class")
    plan = body.plan.model_dump() | {"pay_mode": body.pay_mode, "product_class": product_class}
    rated = body.underwriting.model_dump()
    return JsonAnswer(_camel(calculate_quotation(plan, insured, terms, rated, product, sets, asked)))


def _asked(body: QuotationToCalculate | NeedsToCalculate, edge: Edge) -> Asked:
    return Asked(body.jurisdiction or edge.service.settings.jurisdiction, body.on, clock.now())


def _product(body: QuotationToCalculate, jurisdiction: str, on: date, edge: Edge) -> dict[str, Any] | None:
    """The product in force that the plan names; None for a plan that names a class alone."""
    code = body.plan.product_code
    if code is None:
        if body.plan.product_class is None:
            raise InvalidArgument("Expected plan.productCode or plan.productClass, but there is neither. Name one.")
        return None
    found = edge.read(products.in_force, code, on)
    if found is None or found["jurisdiction"] != jurisdiction:
        raise InvalidArgument(
            f"Expected plan.productCode to be a product of {jurisdiction} in force on {on}, but '{code}' is not. "
            "GET /presales/products lists them."
        )
    return found


@router.post("/needs:calculate", **answers(CalculatedNeeds, 400, description="Calculated."))
def calculate_the_needs(body: NeedsToCalculate, edge: Calculator) -> Response:
    """Calculate what cover a client needs, by every method that the data allow."""
    asked = _asked(body, edge)
    sets = _parameters(edge.service.settings.bpmn_dir / "jurisdictions")
    return JsonAnswer(
        _camel(calculate_needs(body.client.model_dump() | {"name": "-"}, body.needs.model_dump(), sets, asked))
    )


def _camel(value: Any) -> Any:
    if isinstance(value, dict):
        return {to_camel(key): _camel(each) for key, each in value.items()}
    return [_camel(each) for each in value] if isinstance(value, list) else value
