"""S3 保險方案設計與方案確認: the plan illustrated, the plan list, the plan description, the client's confirmation."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from handlers.documents.content import Fields, Notice, Signatures, Table, Text, shown
from handlers.documents.issue import DocumentInputs, DocumentOutputs, issue
from handlers.documents.labels import label, labels
from handlers.documents.papers import PAPERS
from handlers.ports import HandlerContext
from handlers.pricing.cover import NotInsurable, insurable_age, life_cover
from handlers.pricing.design import LifeCover
from handlers.pricing.illustration import Scenario, Stress, policy_years, scenarios, stress_cases
from handlers.pricing.life import Premium, life_premium
from handlers.registry import BpmnError, handler
from handlers.topics import Applicant, Case, Cover, Review, today

PLAN_LIST = PAPERS["plan_list"]
PLAN_BOOK = PAPERS["plan_book"]
PLAN_CONFIRM = PAPERS["plan_confirm"]
RATIO = Decimal("0.0001")


class Alternative(BaseModel):
    """Another way to cover the same need with the same product."""

    name: str
    sum_insured: Decimal
    term_years: int
    pay_years: int


class Plan(Cover):
    """The plan as designed, with its alternatives."""

    alternatives: list[Alternative] | None = None


class PricedAlternative(BaseModel):
    """What an alternative costs per year."""

    name: str
    annual_premium: Decimal


class Year(BaseModel):
    """One policy year of the illustration; money in the case's currency."""

    year: int
    age: int
    premium_paid: Decimal
    death_benefit: Decimal
    survival_benefit: Decimal
    cash_value: Decimal | None = None


class Basis(BaseModel):
    """What the figures rest on. `interest` is a fraction."""

    table: str
    table_version: str
    interest: Decimal


class Illustration(BaseModel):
    """What the plan costs and pays, year by year. `premium_to_income` is a fraction of household income.

    `years` are guaranteed; `scenarios` are not, and are empty for products without uncertain benefits."""

    annual_premium: Decimal
    premium_to_income: Decimal | None
    alternatives: list[PricedAlternative]
    years: list[Year]
    scenarios: list[Scenario] = []
    stress: list[Stress] = []
    basis: Basis


class Suitability(BaseModel):
    """Result of decisions D07 and D08."""

    result: str
    action: str
    product_level: int
    reason: str | None = None


class PlanConfirmation(BaseModel):
    """What the client decided about the plan."""

    decision: str
    explained_items: list[str] | None = None
    confirmed_on: date | None = None


class IllustrateInputs(BaseModel):
    """What the illustration is computed from."""

    case: Case
    applicant: Applicant
    plan: Plan


class IllustrateOutputs(BaseModel):
    """The computed illustration."""

    illustration: Illustration


class PlanInputs(DocumentInputs):
    """What the plan papers are made from."""

    applicant: Applicant
    plan: Plan
    illustration: Illustration
    suitability: Suitability


class PlanConfirmInputs(PlanInputs):
    """What the client's confirmation of the plan is made from."""

    plan_confirmation: PlanConfirmation
    plan_reviews: list[Review] | None = None


@handler("presales.plan.illustrate")
def illustrate_plan(inputs: IllustrateInputs, context: HandlerContext) -> IllustrateOutputs:
    """Price the plan and its alternatives, show premium and cover by policy year.

    Ends with PLAN_NOT_PRICEABLE where the product's limits do not allow the plan."""
    plan, applicant, jurisdiction = inputs.plan, inputs.applicant, inputs.case.jurisdiction
    on, sets = today(context, inputs.case), context.parameters
    pricing, assumptions = sets.at("pricing", jurisdiction, on), sets.at("illustration", jurisdiction, on)
    try:
        age = insurable_age(plan, applicant, sets.at("product", jurisdiction, on), on)
        cover = life_cover(plan, applicant, age)
        premium = life_premium(cover, pricing, sets)
        others = [
            PricedAlternative(name=each.name, annual_premium=life_premium(_other(cover, each), pricing, sets).annual)
            for each in plan.alternatives or []
        ]
    except NotInsurable as reason:
        raise BpmnError("PLAN_NOT_PRICEABLE", str(reason), {"plan_problem": str(reason)}) from reason
    income = applicant.household_income
    return IllustrateOutputs(
        illustration=Illustration(
            annual_premium=premium.annual,
            premium_to_income=(premium.annual / income).quantize(RATIO) if income else None,
            alternatives=others,
            years=[Year.model_validate(each.model_dump()) for each in policy_years(cover, premium, pricing)],
            scenarios=scenarios(cover, premium, pricing, assumptions),
            stress=stress_cases(cover, premium, income, pricing, assumptions),
            basis=_basis(premium, pricing),
        )
    )


def _other(cover: LifeCover, alternative: Alternative) -> LifeCover:
    return replace(
        cover,
        sum_insured=alternative.sum_insured,
        term_years=alternative.term_years,
        pay_years=alternative.pay_years,
        planned_premium=None,
    )


def _basis(premium: Premium, pricing: Mapping[str, Any]) -> Basis:
    interest = Decimal(repr(premium.basis.design.interest))
    return Basis(table=premium.basis.table.id, table_version=pricing["version"], interest=interest)


@handler("presales.document.plan_list", queue="documents")
def issue_plan_list(inputs: PlanInputs, context: HandlerContext) -> DocumentOutputs:
    """保險方案清單: the plan and its alternatives side by side."""
    plan, illustration = inputs.plan, inputs.illustration
    priced = {each.name: each.annual_premium for each in illustration.alternatives}
    rows = [_row("建議方案", plan, illustration.annual_premium)]
    rows += [_row(other.name, other, priced[other.name]) for other in plan.alternatives or []]
    return issue(
        PLAN_LIST,
        inputs,
        context,
        Fields(
            heading="產品",
            fields=(
                ("產品", shown(plan.product_name)),
                ("類型", label("product_class", plan.product_class)),
                ("目的", label("purpose", plan.purpose)),
            ),
        ),
        Table(
            heading="方案",
            columns=("方案", "保額", "保險期間(年)", "繳費期間(年)", "年繳保費"),
            rows=tuple(rows),
            numeric=(1, 2, 3, 4),
        ),
        Signatures(heading="審核", signers=("方案設計師", "資深售前主管")),
    )


def _row(name: str, of: Plan | Alternative, premium: Decimal) -> tuple[str, ...]:
    return (name, shown(of.sum_insured), str(of.term_years), str(of.pay_years), shown(premium))


@handler("presales.document.plan_book", queue="documents")
def issue_plan_book(inputs: PlanInputs, context: HandlerContext) -> DocumentOutputs:
    """方案說明書: cover, exclusions, illustration by policy year, why it suits."""
    plan, illustration, suitability = inputs.plan, inputs.illustration, inputs.suitability
    texts = context.parameters.at("texts", inputs.case.jurisdiction, today(context, inputs.case))
    return issue(
        PLAN_BOOK,
        inputs,
        context,
        Fields(heading="方案要素", fields=_elements(inputs)),
        Text(heading="適當性說明(D07、D08)", paragraphs=(shown(suitability.reason), shown(plan.reason))),
        Notice(heading="責任免除", paragraphs=tuple(texts["exclusions"])),
        Table(
            heading="利益演示(以下均為保證利益)",
            columns=("保單年度", "年末年齡", "累計已繳保費", "身故保險金", "生存金(年末)", "現金價值(年末)"),
            rows=tuple(
                (
                    str(each.year),
                    str(each.age),
                    *map(shown, (each.premium_paid, each.death_benefit, each.survival_benefit, each.cash_value)),
                )
                for each in illustration.years
            ),
            numeric=(0, 1, 2, 3, 4, 5),
        ),
        *_not_guaranteed(illustration),
        Fields(
            heading="計算基礎",
            fields=(
                ("生命表", f"{illustration.basis.table} {illustration.basis.table_version}"),
                ("預定利率", f"{illustration.basis.interest:.2%}"),
            ),
        ),
        Text(heading="說明", paragraphs=(texts["price_changes"],)),
    )


def _not_guaranteed(illustration: Illustration) -> list[Table]:
    """Scenarios and cases of stress, each marked for what it is."""
    tables = [
        Table(
            heading=f"演示情景 {each.code}:假設年收益率 {each.rate:.2%}(不保證,實際可能為零或更低)",
            columns=("保單年度", "年末年齡", "當年紅利", "累積紅利或帳戶價值", "退保可得", "身故可得"),
            rows=tuple(
                (
                    str(year.year),
                    str(year.age),
                    *map(shown, (year.dividend, year.fund, year.surrender_value, year.death_benefit)),
                )
                for year in each.years
            ),
            numeric=(0, 1, 2, 3, 4, 5),
        )
        for each in illustration.scenarios
    ]
    if illustration.stress:
        rows = tuple(
            (each.label, each.formula, shown(each.amount), shown(each.bearable)) for each in illustration.stress
        )
        columns = ("情形", "算法", "結果", "可承受")
        tables.append(Table(heading="壓力情形", columns=columns, rows=rows, numeric=(2,)))
    return tables


@handler("presales.document.plan_confirm", queue="documents")
def issue_plan_confirm(inputs: PlanConfirmInputs, context: HandlerContext) -> DocumentOutputs:
    """客戶確認書: which plan the client confirms, with which declarations."""
    confirmation = inputs.plan_confirmation
    texts = context.parameters.at("texts", inputs.case.jurisdiction, today(context, inputs.case))
    return issue(
        PLAN_CONFIRM,
        inputs,
        context,
        Fields(heading="所確認的方案", fields=_elements(inputs)),
        Fields(
            heading="確認",
            fields=(
                ("已說明事項", labels("clause", confirmation.explained_items)),
                ("確認日期", shown(confirmation.confirmed_on)),
            ),
        ),
        Text(heading="聲明", paragraphs=tuple(texts["plan_declarations"])),
        Signatures(heading="簽署", signers=("客戶", "售前專員")),
    )


def _elements(inputs: PlanInputs) -> tuple[tuple[str, str], ...]:
    plan = inputs.plan
    return (
        ("被保險人", inputs.applicant.name),
        ("產品", shown(plan.product_name)),
        ("類型", label("product_class", plan.product_class)),
        ("風險等級", f"P{inputs.suitability.product_level}"),
        ("保額", shown(plan.sum_insured)),
        ("保險期間", f"{plan.term_years} 年"),
        ("繳費期間", f"{plan.pay_years} 年"),
        ("年繳保費", shown(inputs.illustration.annual_premium)),
    )


HANDLERS = (illustrate_plan, issue_plan_list, issue_plan_book, issue_plan_confirm)
