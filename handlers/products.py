"""A product as the catalogue has it: the variable `product` of a case, and what others ask of the catalogue."""

from datetime import date
from decimal import Decimal
from typing import NoReturn

from pydantic import BaseModel

from handlers.documents.language import Language
from handlers.ports import HandlerContext
from handlers.registry import BpmnError, handler
from handlers.topics import Case, Jurisdiction, today

#: a text by language: zh-Hant, zh-Hans, en
Texts = dict[str, str]


class Clause(BaseModel):
    """A clause of the conditions; of an exemption also what it means in plain words and what it costs the client."""

    code: str
    title: Texts
    text: Texts
    exemption: bool = False
    meaning: Texts | None = None
    effect: Texts | None = None


class DiscountRange(BaseModel):
    """Discounts that are filed, in percent of the premium. Nobody may grant more."""

    min_percent: Decimal
    max_percent: Decimal


class Product(BaseModel):
    """One version of a product.

    `ordinary`: benefits and premium are certain; `investment_risk`: the client bears risk of investment. Ages are those
    of the last birthday; `max_age_at_end` and `terms` are empty for covers that last for life. `terms`: years of cover,
    of an annuity years until the income begins. Empty `channels` and `regions` mean all of them."""

    code: str
    version: int
    name: Texts
    description: Texts
    product_line: str
    product_class: str
    risk_level: int
    ordinary: bool
    investment_risk: bool
    channels: list[str] = []
    regions: list[str] = []
    on_sale_from: date
    on_sale_to: date | None = None
    min_age: int
    max_age: int
    max_age_at_end: int | None = None
    max_occupation_class: int
    terms: list[int] = []
    max_pay_years: int | None = None
    rate_basis: str
    discount: DiscountRange
    riders: list[str] = []
    clauses: list[Clause] = []
    cooling_off_days: int
    demonstration: bool = False


class PlannedProduct(BaseModel):
    """What the plan says of its product."""

    product_code: str | None = None
    product_class: str | None = None


class LookUpInputs(BaseModel):
    """Which product to look up."""

    case: Jurisdiction
    plan: PlannedProduct


class LookUpOutputs(BaseModel):
    """The product in force, and the day it is in the case's jurisdiction."""

    product: Product
    looked_up_on: date


@handler("presales.product.look_up", queue="catalogue", reads=("product",))
def look_up_product(inputs: LookUpInputs, context: HandlerContext) -> LookUpOutputs:
    """Look the plan's product up in the catalogue, as it is in force today.

    Ends with PRODUCT_UNKNOWN if there is none, or it is of another class than the plan; `plan_problem` says which."""
    plan, found = inputs.plan, context.records["product"]
    if found is None:
        _refuse(f"產品目錄中沒有今日有效的產品 {plan.product_code or '（未填代碼）'}，請改選目錄中的產品。")
    product = Product.model_validate(found)
    if plan.product_class not in (None, product.product_class):
        _refuse(f"產品 {product.code} 的類型為 {product.product_class}，與方案的 {plan.product_class} 不符，請更正。")
    return LookUpOutputs(product=product, looked_up_on=today(context, inputs.case))


class ScreenInputs(BaseModel):
    """The case that products are screened for."""

    case: Case


class OfferedProduct(BaseModel):
    """A product on sale; `label` is what people choose by: its name, risk level and code."""

    code: str
    label: str
    product_class: str
    risk_level: int


class ScreenOutputs(BaseModel):
    """The products on sale, by risk level and code."""

    offered_products: list[OfferedProduct]


@handler("presales.product.screen", queue="catalogue", reads=("products_on_sale",))
def screen_products(inputs: ScreenInputs, context: HandlerContext) -> ScreenOutputs:
    """Products on sale today in the case's line, channel and region: what plans are designed from (3.1).

    Whether the client may have one, decision D04 says, with its reasons. Ends with NO_PRODUCT if none is on sale."""
    say = Language(inputs.case.language)
    on_sale = [_offered(Product.model_validate(each), say) for each in context.records["products_on_sale"]]
    if not on_sale:
        problem = "本險種、渠道與地區今日沒有在售產品。"
        raise BpmnError("NO_PRODUCT", problem, {"screening_problem": problem})
    return ScreenOutputs(offered_products=sorted(on_sale, key=lambda each: (each.risk_level, each.code)))


def _offered(product: Product, say: Language) -> OfferedProduct:
    return OfferedProduct(
        code=product.code,
        label=f"{say.own(product.name)} P{product.risk_level} [{product.code}]",
        product_class=product.product_class,
        risk_level=product.risk_level,
    )


def _refuse(problem: str) -> NoReturn:
    raise BpmnError("PRODUCT_UNKNOWN", problem, {"plan_problem": problem})


HANDLERS = (screen_products, look_up_product)
