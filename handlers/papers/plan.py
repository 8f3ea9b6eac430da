"""S3 保險方案設計與方案確認: plan list, the client's confirmation, suitability report."""

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from handlers.documents.content import Section
from handlers.documents.issue import DocumentOutputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.writing import Writer
from handlers.papers.suitability import affordability_findings, stop_elements, suitability_elements
from handlers.papers.topics import Plan, PlanInputs, RiskProfile
from handlers.papers.wording import number_of, plan_elements, product_name, riders, term, underwriting_terms
from handlers.ports import HandlerContext
from handlers.pricing.plan import Alternative
from handlers.registry import handler
from handlers.topics import Vulnerability


class PlanConfirmation(BaseModel):
    """What the client decided about the plan."""

    decision: str | None = None
    wishes: str | None = None
    explained_items: list[str] | None = None
    confirmed_on: date | None = None


class StopDecision(BaseModel):
    """What the client decided when advised to stop."""

    decision: str | None = None
    advised_on: date | None = None
    statement: str | None = None


class PlanConfirmInputs(PlanInputs):
    """What the client's confirmation of the plan is made from."""

    plan_confirmation: PlanConfirmation
    stop_decision: StopDecision | None = None


class SuitabilityReportInputs(PlanInputs):
    """What the suitability report is made from."""

    risk_profile: RiskProfile | None = None
    stop_decision: StopDecision | None = None


@handler("presales.document.plan_list", queue="documents")
def issue_plan_list(inputs: PlanInputs, context: HandlerContext) -> DocumentOutputs:
    """保險方案清單: the plan and its alternatives side by side."""
    page, plan, illustration = Writer(inputs.case, context), inputs.plan, inputs.illustration
    priced = {each.name: each.annual_premium for each in (illustration.alternatives if illustration else [])}
    planned = _row(page, inputs, page.say("建議方案"), plan, illustration.annual_premium if illustration else None)
    return issue(
        PAPERS["plan_list"],
        inputs,
        context,
        page.fields(
            "產品",
            ("產品", product_name(page, inputs)),
            ("產品代碼", inputs.product.code if inputs.product else plan.product_code),
            ("產品類型", page.label("product_class", plan.product_class)),
            ("目的", page.label("purpose", plan.purpose)),
            ("免賠額", page.say("不適用（壽險）")),
        ),
        page.table(
            "方案",
            ("方案", "保額", "保險期間", "繳費期間", "繳費方式", "附約", "年繳保費"),
            [
                planned,
                *(_row(page, inputs, each.name, each, priced.get(each.name)) for each in plan.alternatives or []),
            ],
            numeric=(1, 6),
        ),
        page.text("建議理由", page.shown(plan.reason)),
        page.signatures("審核", "方案設計師", "資深售前主管"),
    )


def _row(
    page: Writer, inputs: PlanInputs, name: str, of: Plan | Alternative, premium: Decimal | None
) -> tuple[Any, ...]:
    plan = inputs.plan
    return (
        name,
        of.sum_insured,
        term(page, inputs, of.term_years),
        page.years(of.pay_years),
        page.label("pay_mode", plan.pay_mode),
        riders(page, plan) if of is plan else None,
        premium,
    )


@handler("presales.document.plan_confirm", queue="documents")
def issue_plan_confirm(inputs: PlanConfirmInputs, context: HandlerContext) -> DocumentOutputs:
    """客戶確認書: which plan the client confirms, with which declarations."""
    page, confirmation = Writer(inputs.case, context), inputs.plan_confirmation
    premium = inputs.illustration.annual_premium if inputs.illustration else None
    return issue(
        PAPERS["plan_confirm"],
        inputs,
        context,
        page.fields(
            "所確認的方案",
            ("方案說明書", number_of(inputs, "plan_book")),
            ("選定的方案", page.say("建議方案")),
            *plan_elements(page, inputs),
            ("年繳保費", page.money(premium)),
            *underwriting_terms(page, inputs.underwriting),
        ),
        page.fields(
            "確認",
            ("客戶的決定", page.label("decision", confirmation.decision)),
            ("已說明事項", page.labels("clause", confirmation.explained_items)),
            ("客戶的意見", confirmation.wishes),
            ("確認日期", confirmation.confirmed_on),
        ),
        *_insisted(page, inputs),
        page.text("聲明", *page.texts_of("plan_declarations")),
        page.signatures("簽署", "客戶", "售前專員"),
    )


def _insisted(page: Writer, inputs: PlanConfirmInputs | SuitabilityReportInputs) -> list[Section]:
    """A client who goes on against our advice confirms that it is done voluntarily."""
    decided = inputs.stop_decision
    if decided is None or decided.decision != "INSIST" or not (inputs.suitability and inputs.suitability.stop.advised):
        return []
    return [
        page.fields(
            "建議終止後客戶的決定",
            ("情形", page.labels("stop_ground", inputs.suitability.stop.grounds)),
            ("決定", page.label("stop_decision", decided.decision)),
            ("告知日期", decided.advised_on),
            ("客戶聲明", decided.statement),
        ),
        page.notice("自願投保聲明", page.text_of("insisted_statement")),
    ]


@handler("presales.document.suitability_report", queue="documents")
def issue_suitability_report(inputs: SuitabilityReportInputs, context: HandlerContext) -> DocumentOutputs:
    """適當性評估結果: product level, client class, needs and affordability, the result, what the client confirms."""
    page, profile = Writer(inputs.case, context), inputs.risk_profile or RiskProfile()
    vulnerable = inputs.vulnerability or Vulnerability()
    return issue(
        PAPERS["suitability_report"],
        inputs,
        context,
        page.fields("產品與方案", ("方案說明書", number_of(inputs, "plan_book")), *plan_elements(page, inputs)),
        page.fields(
            "客戶",
            ("風險承受能力", page.label("client_class", profile.client_class)),
            ("評估有效至", profile.valid_until),
            ("本人作答", profile.answered_in_person),
            ("屬弱勢客戶", vulnerable.vulnerable),
            ("措施", page.labels("care", vulnerable.measures)),
        ),
        page.fields("評估結果", *suitability_elements(page, inputs.suitability)),
        affordability_findings(page, inputs.suitability),
        page.fields("建議終止投保（D23）", *stop_elements(page, inputs.suitability)),
        *_insisted(page, inputs),
        page.notice("客戶確認", *page.texts_of("suitability_confirmation")),
        page.signatures("簽署", "客戶", "方案設計師"),
    )


HANDLERS = (issue_plan_list, issue_plan_confirm, issue_suitability_report)
