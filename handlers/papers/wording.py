"""What several papers say about a plan: its elements, its exemptions, its terms."""

from typing import Any

from handlers.documents.issue import DocumentInputs
from handlers.documents.papers import PAPERS
from handlers.documents.writing import NOTHING, Writer
from handlers.papers.topics import Plan, PlanInputs, PricedInputs, Terms
from handlers.products import Clause
from handlers.topics import IssuedDocument

#: classes whose benefits are in part not guaranteed: the law has the client copy a sentence by hand
NEW_TYPE = frozenset({"PAR", "UL", "ILP"})

Pair = tuple[str, Any]


def product_name(page: Writer, inputs: PlanInputs) -> str:
    """As the catalogue has it in this language, else as the plan was written."""
    if inputs.product and inputs.product.name:
        return page.say.own(inputs.product.name)
    return inputs.plan.product_name or page.label("product_class", inputs.plan.product_class)


def plan_elements(page: Writer, inputs: PlanInputs) -> tuple[Pair, ...]:
    """What is insured, for how long, how it is paid."""
    plan, product = inputs.plan, inputs.product
    return (
        ("投保人兼被保險人", inputs.applicant.name),
        ("保險公司", inputs.case.company.name),
        ("產品", product_name(page, inputs)),
        ("產品代碼與版本", f"{product.code} / {product.version}" if product and product.code else plan.product_code),
        ("產品類型", page.label("product_class", plan.product_class)),
        ("風險等級", risk_level(inputs)),
        ("目的", page.label("purpose", plan.purpose)),
        ("保額", page.money(plan.sum_insured)),
        ("保險期間", term(page, inputs, plan.term_years)),
        ("繳費期間", page.years(plan.pay_years)),
        ("附約", riders(page, plan)),
    )


def price_elements(page: Writer, inputs: PricedInputs) -> tuple[Pair, ...]:
    """The plan in short, and its price."""
    price = inputs.premium
    return (
        ("投保人兼被保險人", inputs.applicant.name),
        ("保險公司", inputs.case.company.name),
        ("產品", product_name(page, inputs)),
        ("產品類型", page.label("product_class", inputs.plan.product_class)),
        ("保額", page.money(inputs.plan.sum_insured)),
        ("保險期間", term(page, inputs, inputs.plan.term_years)),
        ("繳費期間", page.years(inputs.plan.pay_years)),
        ("附約", riders(page, inputs.plan)),
        ("繳費方式", page.label("pay_mode", price.pay_mode or inputs.plan.pay_mode)),
        ("年繳保費", page.money(price.annual_premium)),
        ("每期保費", page.money(price.modal_premium)),
    )


def term(page: Writer, inputs: PlanInputs, years: int) -> str:
    """How long the cover lasts; of an annuity, until the income begins."""
    if inputs.plan.product_class == "ANNUITY":
        return page.say("{number} 年後開始領取，終身給付", number=years)
    for_life = inputs.product is not None and inputs.product.terms == []
    return page.say("終身") if for_life else page.years(years)


def risk_level(inputs: PlanInputs) -> str | None:
    """P1 to P5, as the catalogue or the suitability assessment has it."""
    level = inputs.product.risk_level if inputs.product else None
    if level is None and inputs.suitability:
        level = inputs.suitability.match.product_level
    return None if level is None else f"P{level}"


def riders(page: Writer, plan: Plan) -> str:
    """The riders with their sums."""
    return page.say.listed(
        [
            f"{page.label('rider', each.code)}{'' if each.sum_insured is None else f' {page.money(each.sum_insured)}'}"
            for each in plan.riders or []
        ]
    )


def underwriting_terms(page: Writer, terms: Terms | None) -> tuple[Pair, ...]:
    """What underwriting asks for beyond the tariff."""
    if terms is None:
        return ()
    excluded = [*terms.exclusions, *([terms.exclusion] if terms.exclusion else [])]
    return (
        ("核保結論", page.label("underwriting", terms.outcome)),
        ("死亡率", NOTHING if terms.table_percent is None else f"{terms.table_percent}%"),
        ("定額加費（每千元保額每年）", terms.flat_extra_per_mille),
        ("特別除外", page.say.listed(excluded)),
    )


def clauses(inputs: PlanInputs, *, exemption: bool) -> list[Clause]:
    """The clauses of the product that free the insurer, or those that do not."""
    every = inputs.product.clauses if inputs.product else []
    return [each for each in every if each.exemption is exemption]


def exclusions(page: Writer, inputs: PlanInputs) -> tuple[str, ...]:
    """The exemptions in one sentence each: the product's, else those of the jurisdiction's texts."""
    of_product = clauses(inputs, exemption=True)
    if not of_product:
        return page.texts_of("exclusions")
    colon = page.say("：")
    return tuple(f"{page.say.own(each.title)}{colon}{page.say.own(each.text)}" for each in of_product)


def number_of(inputs: PlanInputs, kind: str) -> str:
    """The number of the newest version of another paper."""
    issued = (inputs.documents or {}).get(kind)
    return issued.number if issued else NOTHING


def in_order(inputs: DocumentInputs) -> list[IssuedDocument]:
    """The newest papers of the case in the order of the register."""
    issued = inputs.documents or {}
    return [issued[kind] for kind in PAPERS if kind in issued]
