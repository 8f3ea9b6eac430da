"""The product catalogue: /presales/products."""

from datetime import date
from functools import cache
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import Field
from pydantic.alias_generators import to_camel
from sqlalchemy import Connection
from starlette.responses import Response

from service import clock
from service.api.answers import JsonAnswer, etag
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.schemas import Body
from service.api.searching import SearchRequest, answers, lists, searches
from service.errors import InvalidArgument, NotFound
from service.identity.permissions import Permission
from service.presales.calculations import Asked
from service.presales.catalogue import products
from service.presales.parameters import ParameterFiles

router = APIRouter(prefix="/presales", tags=["Product"], route_class=ExactRoute)
Reader = Annotated[Edge, admit(Permission.READ_PRODUCTS)]
Code = Annotated[str, Path(alias="code", examples=["DEMO-TERM"])]
OnDay = Annotated[date | None, Query(description="By default today in the jurisdiction.", examples=["2026-11-23"])]
Limit = Annotated[int, Query(ge=0, le=10_000)]
After = Annotated[str | None, Query(description="The endCursor of the page before.")]
Texts = Annotated[dict[str, str], Field(examples=[{"zh-Hant": "示範", "zh-Hans": "示范", "en": "Demonstration"}])]


class ClauseAnswer(Body):
    """A clause of the conditions; of an exemption also its plain meaning and its effect."""

    code: str
    exemption: bool
    title: Texts
    text: Texts
    meaning: Texts | None
    effect: Texts | None


class DiscountAnswer(Body):
    """The filed range of discounts, in percent of the premium."""

    min_percent: float
    max_percent: float


class ProductAnswer(Body):
    """A version of a product. Empty `channels` and `regions` mean all; `terms` and `maxAgeAtEnd` are empty for life."""

    product_code: str
    version: int
    jurisdiction: str
    catalogue: str
    effective_from: date
    effective_to: date | None
    name: Texts
    description: Texts
    product_line: str
    product_class: str
    risk_level: int = Field(ge=1, le=5)
    ordinary: bool
    investment_risk: bool
    channels: list[str]
    regions: list[str]
    on_sale_from: date
    on_sale_to: date | None
    min_age: int
    max_age: int
    max_age_at_end: int | None
    max_occupation_class: int
    terms: list[int]
    max_pay_years: int | None
    rate_basis: str
    discount: DiscountAnswer
    riders: list[str]
    clauses: list[ClauseAnswer]
    cooling_off_days: int
    demonstration: bool


@cache
def _parameters(folder: FilePath) -> ParameterFiles:
    return ParameterFiles(folder)


def _day(edge: Edge, jurisdiction: str, on: date | None) -> date:
    return Asked(jurisdiction, on, clock.now()).day(_parameters(edge.service.settings.bpmn_dir / "jurisdictions"))


@router.get("/products", **lists(products.NOUN, 400))
def list_products(  # noqa: PLR0913, PLR0917 - one for each filter
    edge: Reader,
    jurisdiction: Annotated[str | None, Query(description="By default the service's own.", examples=["CN"])] = None,
    on: OnDay = None,
    productLine: Annotated[str | None, Query(examples=["LIFE"])] = None,  # noqa: N803 - as the answer names it
    productClass: Annotated[str | None, Query(examples=["TERM"])] = None,  # noqa: N803 - as the answer names it
    channel: Annotated[str | None, Query(examples=["AGENT"])] = None,
    region: Annotated[str | None, Query(examples=["Shanghai"])] = None,
    limit: Limit = 100,
    after: After = None,
) -> Response:
    """List the products on sale on a day, by code; those without channels or regions are sold in all."""
    chosen = {"product_line": productLine, "product_class": productClass, "channel": channel, "region": region}
    page, whose = {"limit": limit, "after": after}, jurisdiction or edge.service.settings.jurisdiction
    return JsonAnswer(edge.read(products.on_sale, whose, _day(edge, whose, on), chosen, page))


@router.post("/products/search", **searches(products.NOUN))
def search_products(wanted: SearchRequest, edge: Reader) -> Response:
    """Search every version of every product, whether on sale or not."""
    return JsonAnswer(edge.read(products.search, wanted))


@router.get("/products/{code}", **answers(ProductAnswer, 400, 404, description="The product."))
def get_product(
    code: Code, edge: Reader, on: OnDay = None, version: Annotated[int | None, Query(ge=1)] = None
) -> Response:
    """A product in the version in force on a day, or in a version of your choice."""
    found = _answered(edge.read(_chosen, code, edge, on, version))
    return JsonAnswer(found, headers={"ETag": etag(found)})


def _chosen(connection: Connection, code: str, edge: Edge, on: date | None, version: int | None) -> dict[str, Any]:
    if on is not None and version is not None:
        raise InvalidArgument("Expected `on` or `version`, but there are both. Leave one out.")
    jurisdiction = products.jurisdiction_of(connection, code)
    if version is not None:
        found, wanted = products.version(connection, code, version), f"a version {version} of product '{code}'"
    else:
        day = _day(edge, jurisdiction, on)
        found, wanted = products.in_force(connection, code, day), f"product '{code}' to be in force on {day}"
    if found is None:
        raise NotFound(f"Expected {wanted}, but it is not. GET /presales/products/{code}/versions lists what there is.")
    return found


@router.get("/products/{code}/versions", **lists(products.NOUN, 404))
def list_product_versions(code: Code, edge: Reader, limit: Limit = 100, after: After = None) -> Response:
    """Every version of a product, the newest first; `ended` marks the day from which there is none."""
    return JsonAnswer(edge.read(products.versions, code, {"limit": limit, "after": after}))


def _answered(product: dict[str, Any]) -> dict[str, Any]:
    """The product in camel case; texts keep the names of their languages."""
    named = {to_camel(name): value for name, value in product.items() if name != "code"}
    discount = {to_camel(name): value for name, value in product["discount"].items()}
    return {"productCode": product["code"], **named, "discount": discount}
