"""S2 客戶需求深入分析: the need for cover, the needs report, the preliminary plan proposal."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field

from handlers.documents.content import Fields, Signatures, Table, Text, shown
from handlers.documents.issue import DocumentInputs, DocumentOutputs, issue
from handlers.documents.labels import label, labels
from handlers.documents.papers import PAPERS
from handlers.needs.calculation import Needs, NeedsAnalysis, calculate
from handlers.needs.risk import AnswerLine, AnswersRefused, Attempt, RiskScore, check_retake, score
from handlers.ports import HandlerContext
from handlers.registry import BpmnError, handler
from handlers.topics import Applicant, Case, age_last_birthday, local, today

NEEDS_REPORT = PAPERS["needs_report"]
PRELIM_PLAN = PAPERS["prelim_plan"]
NOTHING = Decimal(0)


class RiskAnswers(BaseModel):
    """The questionnaire as the client answered it: option codes by question code, seconds for all of them."""

    answers: dict[str, str]
    answered_in_person: bool
    seconds: int | None = Field(default=None, ge=0)
    remarks: str | None = None


class RiskProfile(BaseModel):
    """The client's risk class, answered in person, and how it came about."""

    client_class: str
    answered_in_person: bool
    assessed_on: date | None = None
    valid_until: date | None = None
    version: str | None = None
    score: int | None = None
    overrides: list[str] = []
    flags: list[str] = []
    lines: list[AnswerLine] = []
    attempts: list[Attempt] = []
    remarks: str | None = None


class PlanItem(BaseModel):
    """One need with the kind of product proposed for it."""

    need_type: str
    product_class: str
    sum_insured: Decimal | None = None
    premium_min: Decimal | None = None
    premium_max: Decimal | None = None
    reason: str | None = None


class PlanOutline(BaseModel):
    """The preliminary plan."""

    items: list[PlanItem]
    not_covered: str | None = None
    remarks: str | None = None


class CalculateInputs(BaseModel):
    """What the need is calculated from."""

    case: Case
    applicant: Applicant
    needs: Needs


class CalculateOutputs(BaseModel):
    """The calculated need."""

    needs_analysis: NeedsAnalysis


class AssessRiskInputs(BaseModel):
    """What the risk class is assessed from; `risk_profile` is that of the last assessment."""

    case: Case
    applicant: Applicant
    risk_answers: RiskAnswers
    risk_profile: RiskProfile | None = None


class AssessRiskOutputs(BaseModel):
    """The assessed risk class."""

    risk_profile: RiskProfile


class NeedsReportInputs(DocumentInputs):
    """What the needs report is made from."""

    applicant: Applicant
    needs: Needs
    risk_profile: RiskProfile
    needs_analysis: NeedsAnalysis


class PrelimPlanInputs(DocumentInputs):
    """What the preliminary plan proposal is made from."""

    applicant: Applicant
    plan_outline: PlanOutline


@handler("presales.needs.calculate")
def calculate_needs(inputs: CalculateInputs, context: HandlerContext) -> CalculateOutputs:
    """Need for cover by DIME, double ten and the other methods the data allow; what premium the household can bear."""
    on = today(context, inputs.case)
    parameters = context.parameters.at("needs", inputs.case.jurisdiction, on)
    return CalculateOutputs(needs_analysis=calculate(inputs.applicant, inputs.needs, parameters, on))


@handler("presales.risk.assess")
def assess_risk(inputs: AssessRiskInputs, context: HandlerContext) -> AssessRiskOutputs:
    """Class of risk tolerance (C1 to C5) from the client's own answers, with overrides and limits on retaking.

    Ends with RISK_ANSWERS_REFUSED where somebody else answered, answers contradict each other, or it is too soon.
    The same answers as last time confirm the last assessment and do not count as another."""
    on = today(context, inputs.case)
    questionnaire = context.parameters.at("risk_questionnaire", inputs.case.jurisdiction, on)
    try:
        result, attempts = _assessed(inputs, context, on, questionnaire)
    except AnswersRefused as reason:
        raise BpmnError("RISK_ANSWERS_REFUSED", str(reason), {"risk_problem": str(reason)}) from reason
    seconds, hasty = inputs.risk_answers.seconds, len(result.lines) * int(questionnaire["hasty_seconds_per_question"])
    return AssessRiskOutputs(
        risk_profile=RiskProfile(
            client_class=result.client_class,
            answered_in_person=True,
            assessed_on=on,
            valid_until=months_later(on, int(questionnaire["valid_months"])),
            version=questionnaire["version"],
            score=result.score,
            overrides=result.overrides,
            flags=["HASTY"] if seconds is not None and seconds < hasty else [],
            lines=result.lines,
            attempts=attempts,
            remarks=inputs.risk_answers.remarks,
        )
    )


def _assessed(
    inputs: AssessRiskInputs, context: HandlerContext, on: date, questionnaire: Mapping[str, Any]
) -> tuple[RiskScore, list[Attempt]]:
    given, birth = inputs.risk_answers, inputs.applicant.birth_date
    if not given.answered_in_person:
        raise AnswersRefused("問卷須由客戶本人作答。")
    earlier = inputs.risk_profile.attempts if inputs.risk_profile else []
    result = score(given.answers, age_last_birthday(birth, on) if birth else None, questionnaire)
    if earlier and earlier[-1].answers == given.answers:
        return result, earlier
    attempt = Attempt(at=context.now, answers=given.answers, client_class=result.client_class)
    zone = local(context.now, context, inputs.case).tzinfo or UTC
    check_retake(earlier, attempt, zone, questionnaire)
    return result, [*earlier, attempt]


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@handler("presales.document.needs_report", queue="documents")
def issue_needs_report(inputs: NeedsReportInputs, context: HandlerContext) -> DocumentOutputs:
    """需求分析報告: situation, goals, calculation and gap, risk class, budget."""
    needs, analysis = inputs.needs, inputs.needs_analysis
    texts = context.parameters.at("texts", inputs.case.jurisdiction, today(context, inputs.case))
    return issue(
        NEEDS_REPORT,
        inputs,
        context,
        Fields(
            heading="客戶狀況",
            fields=(
                ("姓名", inputs.applicant.name),
                ("婚姻狀況", label("marital_status", needs.marital_status)),
                ("年支出", shown(needs.annual_expenses)),
                ("現金", shown(needs.cash_assets)),
                ("不動產", shown(needs.property_assets)),
                ("有價證券", shown(needs.securities_assets)),
                ("房貸餘額", shown(needs.mortgage_debt)),
                ("其他負債", shown(needs.other_debt)),
                ("目標順序", labels("need_type", needs.goals)),
            ),
        ),
        Table(
            heading="保障需求計算(NA2)",
            columns=("項目", "算法", "金額"),
            rows=tuple((line.label, line.formula, shown(line.amount)) for line in analysis.lines),
            numeric=(2,),
        ),
        Table(
            heading="其他方法(附假設的估計範圍)",
            columns=("方法", "算法", "缺口", "低", "高", "每年儲蓄"),
            rows=tuple(
                (
                    f"{each.id} {each.label}",
                    each.formula,
                    *map(shown, (each.amount, each.low, each.high, each.yearly_saving)),
                )
                for each in analysis.methods
            ),
            numeric=(2, 3, 4, 5),
        ),
        Fields(
            heading="結果",
            fields=(
                ("保障缺口", shown(analysis.gap)),
                ("雙十法參考保額(NA4)", shown(analysis.income_multiple_need)),
                ("建議保額", shown(analysis.recommended_sum_insured)),
                ("保費預算上限", shown(analysis.premium_budget)),
                ("可負擔年保費(NA13)", shown(analysis.affordability and analysis.affordability.envelope)),
                ("風險承受能力", label("client_class", inputs.risk_profile.client_class)),
                ("問卷與得分", f"{shown(inputs.risk_profile.version)}:{shown(inputs.risk_profile.score)}"),
                ("評估有效至", shown(inputs.risk_profile.valid_until)),
                ("本人作答", shown(inputs.risk_profile.answered_in_person)),
            ),
        ),
        Text(heading="說明", paragraphs=(texts["not_advice"],)),
        Signatures(heading="確認", signers=("客戶", "客戶需求分析專員")),
    )


@handler("presales.document.prelim_plan", queue="documents")
def issue_prelim_plan(inputs: PrelimPlanInputs, context: HandlerContext) -> DocumentOutputs:
    """初步方案建議: per need the kind of product, sum insured, premium band, reason; what is not covered."""
    outline = inputs.plan_outline
    texts = context.parameters.at("texts", inputs.case.jurisdiction, today(context, inputs.case))
    return issue(
        PRELIM_PLAN,
        inputs,
        context,
        Fields(heading="客戶", fields=(("姓名", inputs.applicant.name),)),
        Table(
            heading="建議",
            columns=("需求", "產品類型", "建議保額", "保費區間", "理由"),
            rows=tuple(
                (
                    label("need_type", item.need_type),
                    label("product_class", item.product_class),
                    shown(item.sum_insured),
                    f"{shown(item.premium_min)} – {shown(item.premium_max)}",
                    shown(item.reason),
                )
                for item in outline.items
            ),
            numeric=(2,),
        ),
        Text(heading="未涵蓋的風險", paragraphs=(shown(outline.not_covered),)),
        Text(heading="說明", paragraphs=(texts["outline_note"], shown(outline.remarks))),
    )


HANDLERS = (calculate_needs, assess_risk, issue_needs_report, issue_prelim_plan)
