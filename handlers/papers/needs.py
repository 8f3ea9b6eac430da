"""S2 客戶需求深入分析: the needs report, the preliminary plan proposal."""

from decimal import Decimal
from typing import Any

from pydantic import ConfigDict

from handlers.documents.content import Fields, Section
from handlers.documents.issue import DocumentOutputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.writing import Writer
from handlers.needs.calculation import Needs, NeedsAnalysis
from handlers.papers.topics import ClientInputs, PlanOutline, Priority, RiskProfile
from handlers.ports import HandlerContext
from handlers.registry import handler
from handlers.topics import Vulnerability

NOTHING = Decimal(0)


class Interview(Needs):
    """The interview; what an owner's form asks beyond it is kept, and reported under its own name."""

    model_config = ConfigDict(extra="allow")

    vulnerable_flags: list[str] | None = None


class NeedsReportInputs(ClientInputs):
    """What the needs report is made from."""

    needs: Interview
    risk_profile: RiskProfile
    needs_analysis: NeedsAnalysis
    need_priorities: list[Priority] | None = None


class PrelimPlanInputs(ClientInputs):
    """What the preliminary plan proposal is made from."""

    plan_outline: PlanOutline
    need_priorities: list[Priority] | None = None


@handler("presales.document.needs_report", queue="documents", reads=("questions",))
def issue_needs_report(inputs: NeedsReportInputs, context: HandlerContext) -> DocumentOutputs:
    """需求分析報告: situation, goals, calculations and gap, risk class, what can be afforded, order of needs."""
    page = Writer(inputs.case, context)
    return issue(
        PAPERS["needs_report"],
        inputs,
        context,
        *_situation(page, inputs),
        *_further_answers(page, inputs.needs, context.records.get("questions") or []),
        *_calculations(page, inputs.needs_analysis),
        _affordability(page, inputs.needs_analysis),
        *_risk(page, inputs.risk_profile),
        _vulnerability(page, inputs.vulnerability or Vulnerability()),
        page.table(
            "建議的需求順序（D05）",
            ("順序", "需求", "理由"),
            [(each.order, page.label("need", each.need), page.composed(each.reason)) for each in _priorities(inputs)],
            numeric=(0,),
        ),
        page.text("本報告的限制", page.text_of("not_advice"), page.text_of("needs_limits")),
        page.signatures("確認", "客戶", "客戶需求分析專員", "資深售前主管"),
    )


def _priorities(inputs: NeedsReportInputs) -> list[Priority]:
    return sorted(inputs.need_priorities or [], key=lambda each: each.order)


def _situation(page: Writer, inputs: NeedsReportInputs) -> list[Section]:
    needs, applicant = inputs.needs, inputs.applicant
    income = applicant.household_income or applicant.annual_income or NOTHING
    premiums = sum((each.annual_premium or NOTHING for each in needs.existing_cover or []), NOTHING)
    assets = sum(
        (each or NOTHING for each in (needs.cash_assets, needs.securities_assets, needs.property_assets)), NOTHING
    )
    debts = (needs.mortgage_debt or NOTHING) + (needs.other_debt or NOTHING)
    return [
        page.fields(
            "客戶狀況",
            ("姓名", applicant.name),
            ("婚姻狀況", page.label("marital_status", needs.marital_status)),
            (
                "受扶養人",
                page.say.listed(
                    [
                        f"{page.label('relation', each.relation)} {page.shown(each.birth_date)}"
                        for each in needs.dependants or []
                    ]
                ),
            ),
            ("目標順序", page.labels("need_type", needs.goals)),
            ("偏好的產品類型", page.labels("product_class", needs.preferred_classes)),
            ("備註", needs.remarks),
        ),
        _balance(page, needs, assets, debts),
        page.fields(
            "收支",
            ("家庭年收入", page.money(income)),
            ("年支出", page.money(needs.annual_expenses)),
            ("已有保單年保費", page.money(premiums)),
            ("每年結餘", page.money(income - (needs.annual_expenses or NOTHING) - premiums)),
        ),
        page.table(
            "已有保障",
            ("保險公司", "產品類型", "保額", "年保費"),
            [
                (each.insurer, _kind(page, each.product_type), each.sum_insured, each.annual_premium)
                for each in needs.existing_cover or []
            ],
            numeric=(2, 3),
        ),
    ]


def _kind(page: Writer, product_type: str | None) -> str:
    return page.label("product_class", product_type)


def _further_answers(page: Writer, needs: Interview, questions: list[dict[str, Any]]) -> list[Section]:
    """Answers to what an owner's form asks beyond the standard questionnaire, under the form's own words."""
    answers = needs.model_extra or {}
    asked = {each["path"].removeprefix("needs."): each for each in questions}
    pairs = [
        (page.say.own(asked[name]["labels"]) if name in asked else name, _answer(page, asked.get(name), answer))
        for name, answer in answers.items()
    ]
    return [Fields(heading=page.say("其他回答"), fields=tuple(pairs))] if pairs else []


def _answer(page: Writer, question: dict[str, Any] | None, answer: Any) -> str:
    options = question["options"] if question else {}
    given = [page.say.own(options[each]) if each in options else page.shown(each) for each in _several(answer)]
    return page.say.listed(given)


def _several(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else [answer]


def _balance(page: Writer, needs: Needs, assets: Decimal, debts: Decimal) -> Fields:
    return page.fields(
        "資產與負債",
        ("現金", page.money(needs.cash_assets)),
        ("有價證券", page.money(needs.securities_assets)),
        ("不動產", page.money(needs.property_assets)),
        ("房貸餘額", page.money(needs.mortgage_debt)),
        ("其他負債", page.money(needs.other_debt)),
        ("淨資產", page.money(assets - debts)),
    )


def _calculations(page: Writer, analysis: NeedsAnalysis) -> list[Section]:
    methods = [
        (
            f"{each.id} {page.composed(each.label)}",
            page.composed(each.formula),
            each.amount,
            each.low,
            each.high,
            each.yearly_saving,
        )
        for each in analysis.methods
    ]
    assumptions = [
        (
            each.id,
            page.say.listed([f"{page.label('assumption', name)} {value}" for name, value in each.assumptions.items()]),
        )
        for each in analysis.methods
    ]
    return [
        page.table(
            "保障需求計算（NA2）",
            ("項目", "算法", "金額"),
            [(page.composed(line.label), page.composed(line.formula), line.amount) for line in analysis.lines],
            numeric=(2,),
        ),
        page.fields(
            "結果",
            ("保障需求（NA2）", page.money(analysis.dime_need)),
            ("保障缺口", page.money(analysis.gap)),
            ("雙十法參考保額（NA4）", page.money(analysis.income_multiple_need)),
            ("建議保額", page.money(analysis.recommended_sum_insured)),
        ),
        page.table(
            "其他方法（附假設的估計範圍）",
            ("方法", "算法", "缺口", "低", "高", "每年儲蓄"),
            methods,
            numeric=(2, 3, 4, 5),
        ),
        page.table("各方法的假設", ("方法", "假設"), assumptions),
    ]


def _affordability(page: Writer, analysis: NeedsAnalysis) -> Fields:
    bounds = analysis.affordability
    return page.fields(
        "可負擔的年保費（NA13）",
        ("保障型保費上限", page.money(bounds.protection if bounds else None)),
        ("全部保費上限", page.money(bounds.all_in if bounds else None)),
        ("扣除支出與備用金後可用", page.money(bounds.cash_flow if bounds else None)),
        ("可負擔年保費", page.money(bounds.envelope if bounds else None)),
        ("保費預算", page.money(analysis.premium_budget)),
    )


def _risk(page: Writer, profile: RiskProfile) -> list[Section]:
    return [
        page.fields(
            "風險承受能力（D06）",
            ("類別", page.label("client_class", profile.client_class)),
            ("問卷版本", profile.version),
            ("得分", profile.score),
            ("調整", page.say.listed([page.composed(each) for each in profile.overrides])),
            ("本人作答", profile.answered_in_person),
            ("評估日期", profile.assessed_on),
            ("評估有效至", profile.valid_until),
            ("提示", page.labels("risk_flag", profile.flags)),
        ),
        page.table(
            "風險問卷的回答",
            ("問題", "客戶的回答", "得分"),
            [
                (page.composed(each.get("text")), page.composed(each.get("answer")), each.get("points"))
                for each in profile.lines
            ],
            numeric=(2,),
        ),
    ]


def _vulnerability(page: Writer, found: Vulnerability) -> Fields:
    return page.fields(
        "需特別照顧的情形（D24）",
        ("屬弱勢客戶", found.vulnerable),
        ("原因", page.labels("vulnerability", found.grounds)),
        ("措施", page.labels("care", found.measures)),
        ("額外考慮天數", found.thinking_days),
    )


@handler("presales.document.prelim_plan", queue="documents")
def issue_prelim_plan(inputs: PrelimPlanInputs, context: HandlerContext) -> DocumentOutputs:
    """初步方案建議: per need the kind of product, sum insured, premium band, reason; what is not covered."""
    page, outline = Writer(inputs.case, context), inputs.plan_outline
    return issue(
        PAPERS["prelim_plan"],
        inputs,
        context,
        page.fields("客戶", ("姓名", inputs.applicant.name)),
        page.table(
            "建議",
            ("需求", "產品類型", "建議保額", "年保費區間", "理由"),
            [
                (
                    page.label("need_type", item.need_type),
                    page.label("product_class", item.product_class),
                    item.sum_insured,
                    f"{page.shown(item.premium_min)} – {page.shown(item.premium_max)}",
                    item.reason,
                )
                for item in outline.items
            ],
            numeric=(2,),
        ),
        page.text("未涵蓋的風險", page.shown(outline.not_covered)),
        page.text("說明", page.text_of("outline_note"), *([outline.remarks] if outline.remarks else [])),
    )


HANDLERS = (issue_needs_report, issue_prelim_plan)
