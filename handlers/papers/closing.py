"""What the client is told when a case should not, or does not, go on: advice to stop, closing letter."""

from datetime import date

from pydantic import BaseModel

from handlers.documents.content import Section
from handlers.documents.issue import DocumentOutputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.writing import Writer
from handlers.papers.suitability import affordability_findings, suitability_elements
from handlers.papers.topics import ClientInputs, Plan, PlanInputs, Product, Suitability
from handlers.papers.wording import Pair, plan_elements
from handlers.ports import HandlerContext
from handlers.registry import handler


class Comprehension(BaseModel):
    """How much the client understood."""

    correct_answers: int | None = None
    passed: bool | None = None


class StopAdviceInputs(ClientInputs):
    """What the advice to stop is made from. Without a ground of D23 it is the failed comprehension check."""

    plan: Plan | None = None
    product: Product | None = None
    suitability: Suitability | None = None
    comprehension: Comprehension | None = None


class Closing(BaseModel):
    """How the case ended."""

    outcome: str
    stage: str | None = None
    reason_code: str | None = None
    reason: str | None = None


class Retention(BaseModel):
    """D28: how long data are kept."""

    minimum_years: int | None = None
    maximum_months: int | None = None
    counted_from: str | None = None
    delete_by: date | None = None
    rule: str | None = None


class ClosingLetterInputs(ClientInputs):
    """What the closing letter is made from."""

    closing: Closing
    retention: Retention | None = None


@handler("presales.document.stop_advice", queue="documents")
def issue_stop_advice(inputs: StopAdviceInputs, context: HandlerContext) -> DocumentOutputs:
    """建議終止投保告知書: the ground, the advice, what the client may decide (保險銷售行為管理辦法 Art. 28)."""
    page, stop = Writer(inputs.case, context), (inputs.suitability or Suitability()).stop
    not_understood = not stop.advised and inputs.comprehension is not None and inputs.comprehension.passed is False
    grounds = ["NOT_UNDERSTOOD"] if not_understood else stop.grounds
    return issue(
        PAPERS["stop_advice"],
        inputs,
        context,
        page.fields("保險計劃", *_plan(page, inputs)),
        page.notice("建議終止投保的情形", *(page.class_text("stop_grounds", each) for each in grounds)),
        page.fields("評估結果", *suitability_elements(page, inputs.suitability)),
        *_findings(page, inputs),
        page.text("本公司的建議", page.text_of("stop_advice")),
        _options(page, insist=bool(stop.waivable) and not not_understood),
        page.signatures("簽署", "客戶", "售前專員"),
    )


def _plan(page: Writer, inputs: StopAdviceInputs) -> tuple[Pair, ...]:
    if inputs.plan is None:
        return (("投保人兼被保險人", inputs.applicant.name),)
    whole = PlanInputs.model_validate(inputs.model_dump())
    return plan_elements(page, whole)


def _findings(page: Writer, inputs: StopAdviceInputs) -> list[Section]:
    found = inputs.suitability.affordability.findings if inputs.suitability else []
    return [affordability_findings(page, inputs.suitability)] if found else []


def _options(page: Writer, *, insist: bool) -> Section:
    """What the client may decide. The paper is handed over before the decision, so it is ticked on it."""
    offered = [f"□ {page.label('stop_decision', each)}" for each in ("CHANGE", "END", *(["INSIST"] if insist else []))]
    return page.text("客戶的決定（請勾選）", *offered, *(() if insist else (page.text_of("not_waivable"),)))


@handler("presales.document.closing_letter", queue="documents")
def issue_closing_letter(inputs: ClosingLetterInputs, context: HandlerContext) -> DocumentOutputs:
    """結案通知函: how the case ended and why, what becomes of the data, whom to ask.

    A free reason is shown only where it is the client's own; what staff wrote is not for the letter."""
    page, closing, kept = Writer(inputs.case, context), inputs.closing, inputs.retention
    return issue(
        PAPERS["closing_letter"],
        inputs,
        context,
        page.text(
            "通知",
            page.say("{name} 您好：", name=inputs.applicant.name),
            page.class_text("closing", closing.outcome),
        ),
        page.fields(
            "結案",
            ("案件編號", inputs.case.case_no),
            ("結果", page.label("outcome", closing.outcome)),
            ("原因", page.label("reason_code", closing.reason_code)),
            *((("客戶說明", closing.reason),) if closing.outcome == "WITHDRAWN" else ()),
        ),
        page.text("個人信息的保存與刪除", *_retention(page, kept)),
        page.fields(
            "聯絡",
            ("聯絡人", inputs.sold_by.name),
            ("服務電話", page.text_of("service_phone")),
            ("投訴電話", page.text_of("complaint_phone")),
        ),
        page.signatures("公司", "保險公司（蓋章）"),
    )


def _retention(page: Writer, kept: Retention | None) -> tuple[str, ...]:
    periods = []
    if kept and kept.minimum_years:
        periods.append(page.text_of("retention_minimum", years=kept.minimum_years))
    if kept and kept.maximum_months is not None:
        name = "retention_maximum" if kept.maximum_months else "retention_none"
        periods.append(page.text_of(name, months=kept.maximum_months))
    if kept and kept.delete_by and kept.maximum_months:
        periods.append(page.say("最遲於 {day} 刪除。", day=kept.delete_by))
    return (*(periods or [page.text_of("retention_unknown")]), page.text_of("data_rights"))


HANDLERS = (issue_stop_advice, issue_closing_letter)
