"""S7 售前流程的審批與確認: the approval form, the confirmation letter."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel

from handlers.documents.content import Table
from handlers.documents.issue import DocumentOutputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.writing import NOTHING, Writer
from handlers.exposure import Exposure
from handlers.papers.suitability import suitability_elements
from handlers.papers.topics import Decided, PricedInputs, Route, Terms
from handlers.papers.wording import Pair, in_order, number_of, price_elements, underwriting_terms
from handlers.ports import HandlerContext
from handlers.registry import handler
from handlers.topics import IssuedDocument, local


class Rated(BaseModel):
    """Result of D01 and D02."""

    score: Decimal | None = None
    tier: str | None = None


class Discount(BaseModel):
    """D17."""

    result: str | None = None


class Diligence(BaseModel):
    """D27."""

    level: str | None = None
    aml_risk: str | None = None


class Files(BaseModel):
    """D19."""

    complete: bool | None = None


class Recording(BaseModel):
    """D20."""

    mode: str | None = None


class StopDecision(BaseModel):
    """What the client decided when advised to stop."""

    decision: str | None = None


class Submission(BaseModel):
    """Where the application went."""

    application_no: str | None = None
    submitted_on: date | None = None


class Payment(BaseModel):
    """The first premium."""

    result: str | None = None
    amount: Decimal | None = None
    settled_on: date | None = None


class ApprovalFormInputs(PricedInputs):
    """What the approval form is made from."""

    approval_route: Route
    approvals: list[Decided] | None = None
    approval_flags: list[str] | None = None
    potential: Rated | None = None
    plan_review_route: Route | None = None
    plan_reviews: list[Decided] | None = None
    discount_authority: Discount | None = None
    due_diligence: Diligence | None = None
    file_completeness: Files | None = None
    recording_mode: Recording | None = None
    stop_decision: StopDecision | None = None
    exposure: Exposure | None = None


class ConfirmLetterInputs(PricedInputs):
    """What the confirmation letter is made from."""

    underwriting_decision: Terms | None = None
    submission: Submission | None = None
    payment: Payment | None = None


@handler("presales.document.approval_form", queue="documents", reads=("case_history",))
def issue_approval_form(inputs: ApprovalFormInputs, context: HandlerContext) -> DocumentOutputs:
    """審批單: the dossier, what the rules said, deviations and what mitigates them, who approved at which level."""
    page, review = Writer(inputs.case, context), inputs.plan_review_route or Route()
    return issue(
        PAPERS["approval_form"],
        inputs,
        context,
        page.fields("方案與價格", *price_elements(page, inputs), *underwriting_terms(page, inputs.underwriting)),
        page.table(
            "卷宗目錄",
            ("編號", "名稱", "日期", "SHA-256"),
            [(each.number, each.title, each.created_on, each.sha256[:16]) for each in dossier(inputs)],
        ),
        page.fields("規則結果", *rules(page, inputs)),
        page.fields("適當性", *suitability_elements(page, inputs.suitability)),
        page.fields("同一被保險人的其他個案（D18）", *other_cases(page, inputs.exposure)),
        page.table("偏離與緩解措施", ("偏離", "緩解措施"), deviations(page, inputs)),
        approvals(page, "方案審核（D16）", review, inputs.plan_reviews, done("review_plan", inputs, context)),
        approvals(
            page, "最終審批（D18）", inputs.approval_route, inputs.approvals, done("approve_case", inputs, context)
        ),
        page.signatures("簽署", *(page.label("role", role) for role in inputs.approval_route.roles)),
    )


def dossier(inputs: ApprovalFormInputs) -> list[IssuedDocument]:
    """The papers the decision rests on: not the form itself, nor what comes after it."""
    later = {"approval_form", "confirm_letter", "process_archive", "closing_letter"}
    return [each for each in in_order(inputs) if each.type not in later]


def rules(page: Writer, inputs: ApprovalFormInputs) -> tuple[Pair, ...]:
    """What each rule said."""
    potential, diligence = inputs.potential or Rated(), inputs.due_diligence or Diligence()
    scored = NOTHING if potential.score is None else f"{potential.score} / {potential.tier}"
    return (
        ("潛力評估（D01、D02）", scored),
        ("方案審核級別（D16）", (inputs.plan_review_route or Route()).level),
        ("折扣權限（D17）", page.label("discount", (inputs.discount_authority or Discount()).result)),
        ("最終審批級別（D18）", inputs.approval_route.level),
        ("資料齊全（D19）", (inputs.file_completeness or Files()).complete),
        ("錄音錄影（D20）", page.label("recording_mode", (inputs.recording_mode or Recording()).mode)),
        ("盡職調查（D27）", page.label("diligence", diligence.level)),
        ("洗錢風險", page.label("aml_risk", diligence.aml_risk)),
    )


def other_cases(page: Writer, exposure: Exposure | None) -> tuple[Pair, ...]:
    """What was summed with this case, so that a case split into several is approved as one."""
    if exposure is None:
        return (("計入的個案", None),)
    return (
        ("計入範圍", page.say("未結案，或 {days} 日內移交完成", days=exposure.window_days)),
        ("計入的個案", exposure.cases),
        ("其保額合計", page.money(exposure.life_sum_insured)),
        ("其年繳保費合計", page.money(exposure.annual_premium)),
        ("其躉繳保費合計", page.money(exposure.single_premium)),
    )


def deviations(page: Writer, inputs: ApprovalFormInputs) -> list[tuple[str, str]]:
    """What departs from the ordinary, and what was done about it."""
    rows = []
    advised = inputs.suitability is not None and inputs.suitability.stop.advised
    if advised and inputs.stop_decision and inputs.stop_decision.decision == "INSIST":
        rows.append((page.say("建議終止後客戶堅持投保"), page.say("已書面告知風險，客戶簽署自願投保聲明")))
    if inputs.vulnerability and inputs.vulnerability.vulnerable:
        rows.append((page.say("弱勢客戶"), page.labels("care", inputs.vulnerability.measures)))
    if inputs.underwriting and inputs.underwriting.substandard:
        rows.append((page.say("次標準體"), page.say("按核保條件加費或除外")))
    flags = set(inputs.approval_flags or ())
    if "AFFORDABILITY_CONFIRM" in flags:
        rows.append((page.say("保費負擔須客戶另行確認（D09）"), page.say("客戶簽署適當性評估結果，確認自願並已了解")))
    if "BORROWED_FUNDS" in flags:
        rows.append((page.say("保費資金來自借款、保單貸款或退保"), page.say("提高最終審批級別")))
    if flags & {"AML_HIGH", "PEP"}:
        rows.append((page.say("洗錢風險高或政治公眾人物"), page.say("強化盡職調查，並提高最終審批級別")))
    if inputs.premium.discretionary_percent:
        rows.append((page.say("裁量折扣"), page.say("已按權限核准")))
    return rows


def done(element_id: str, inputs: ApprovalFormInputs, context: HandlerContext) -> list[tuple[str, str]]:
    """Who completed the tasks of an element, and when, in order; empty outside of a case."""
    history = context.records.get("case_history") or {"timeline": []}
    return [
        (each["actor"], f"{local(datetime.fromisoformat(each['at']), context, inputs.case):%Y-%m-%d %H:%M}")
        for each in history["timeline"]
        if each["type"] == "user_task_completed" and each["elementId"] == element_id
    ]


def approvals(
    page: Writer, heading: str, route: Route, decided: list[Decided] | None, by: list[tuple[str, str]] | None = None
) -> Table:
    """Who decides in order, what was decided so far, by whom and when (`by`; of earlier passes, too)."""
    given = decided or []
    who = (by or [])[-len(given) :] if given else []
    rows = [
        (
            page.label("role", role),
            page.label("decision", given[at].decision) if at < len(given) else None,
            given[at].comment if at < len(given) else None,
            *(who[at] if at < len(who) else (None, None)),
        )
        for at, role in enumerate(route.roles)
    ]
    return page.table(heading, ("角色", "決定", "意見", "執行者", "時間"), rows)


@handler("presales.document.confirm_letter", queue="documents")
def issue_confirm_letter(inputs: ConfirmLetterInputs, context: HandlerContext) -> DocumentOutputs:
    """確認函: what was approved at which price and on which conditions, how long it holds, what happens next."""
    page = Writer(inputs.case, context)
    decision = inputs.underwriting_decision
    submission, payment = inputs.submission or Submission(), inputs.payment or Payment()
    holds = (decision and decision.valid_until) or (inputs.quotation_validity and inputs.quotation_validity.valid_until)
    return issue(
        PAPERS["confirm_letter"],
        inputs,
        context,
        page.text("通知", page.say("{name} 您好：", name=inputs.applicant.name), page.text_of("confirmation")),
        page.fields(
            "已確認的方案與價格", ("審批單", number_of(inputs, "approval_form")), *price_elements(page, inputs)
        ),
        page.fields(
            "條件與有效期",
            *underwriting_terms(page, decision or inputs.underwriting),
            ("有效至", holds),
            ("投保單號", submission.application_no),
            ("遞交日期", submission.submitted_on),
            ("首期保費", page.money(payment.amount)),
            ("繳款結果", page.label("payment", payment.result)),
            ("入帳日期", payment.settled_on),
        ),
        page.text("後續步驟", *page.texts_of("next_steps")),
        page.fields(
            "聯絡",
            ("聯絡人", inputs.sold_by.name),
            ("服務電話", page.text_of("service_phone")),
            ("投訴電話", page.text_of("complaint_phone")),
        ),
        page.signatures("公司", "保險公司（蓋章）"),
    )


HANDLERS = (issue_approval_form, issue_confirm_letter)
