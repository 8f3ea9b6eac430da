"""S1 客戶信息收集與初步篩選: the preliminary client file and the potential assessment report."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from handlers.documents.issue import DocumentOutputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.writing import Writer
from handlers.papers.scoring import factors
from handlers.papers.topics import ClientInputs, Decided
from handlers.ports import HandlerContext
from handlers.registry import handler
from handlers.topics import Applicant


class Contact(BaseModel):
    """How and when the client was reached, and which privacy notice was agreed to."""

    method: str | None = None
    contacted_on: date | None = None
    privacy_consent: bool | None = None
    privacy_notice_version: str | None = None


class FirstNeeds(BaseModel):
    """What the client said first about what is wanted."""

    awareness: int | None = None
    need_types: list[str] = []
    preference: str | None = None
    need_clarity: str | None = None
    urgency_months: Decimal | None = None
    annual_budget: Decimal | None = None
    engagement: str | None = None


class Screening(BaseModel):
    """What speaks against going on."""

    do_not_contact: bool | None = None
    fraud_or_aml_hit: bool | None = None
    data_doubtful: bool | None = None
    open_complaint: bool | None = None


class Completeness(BaseModel):
    """D03: what is still missing."""

    gate: str | None = None
    missing: list[str] = []


class Potential(BaseModel):
    """Result of decisions D01 and D02."""

    score: Decimal
    fit: Decimal
    intent: Decimal
    negative: Decimal
    tier: str
    treatment: str | None = None
    first_contact_hours: int | None = None
    outcome: str | None = None


class Sampled(BaseModel):
    """Whether a lead looks at the screening, and why."""

    review_required: bool | None = None
    reason: str | None = None


class Client(Applicant):
    """Who applies, and what the client would not say."""

    refused: list[str] | None = None


class ClientProfileInputs(ClientInputs):
    """What the preliminary client file is made from."""

    applicant: Client
    contact: Contact
    first_needs: FirstNeeds
    completeness: Completeness | None = None


class PotentialReportInputs(ClientInputs):
    """What the potential assessment report is made from."""

    potential: Potential
    screening: Screening = Screening()
    screening_sampling: Sampled | None = None
    screening_review: Decided | None = None


@handler("presales.document.client_profile", queue="documents", reads=("exposure",))
def issue_client_profile(inputs: ClientProfileInputs, context: HandlerContext) -> DocumentOutputs:
    """客戶初步資料檔案: who the client is, income and assets, first needs, consent."""
    page, case = Writer(inputs.case, context), inputs.case
    applicant, contact, needs = inputs.applicant, inputs.contact, inputs.first_needs
    complete = inputs.completeness or Completeness()
    return issue(
        PAPERS["client_profile"],
        inputs,
        context,
        page.fields(
            "身分與聯絡",
            ("姓名", applicant.name),
            ("性別", page.label("sex", applicant.sex)),
            ("出生日期", applicant.birth_date),
            ("手機", applicant.phone),
            ("電子郵件", applicant.email),
            ("職業", applicant.occupation),
            ("職業類別", applicant.occupation_class),
        ),
        page.fields(
            "來源",
            ("銷售渠道", page.label("channel", case.channel)),
            ("接觸方式", page.label("method", contact.method)),
            ("接觸日期", contact.contacted_on),
        ),
        page.fields(
            "收入、資產與家庭",
            ("年收入", page.money(applicant.annual_income)),
            ("家庭年收入", page.money(applicant.household_income)),
            ("淨資產", page.money(applicant.net_assets)),
            ("受扶養人數", applicant.dependants),
            ("房貸", applicant.has_mortgage),
            ("已有保額", page.money(applicant.existing_sum_insured)),
            ("客戶不願提供", page.labels("refused", applicant.refused)),
        ),
        page.fields(
            "初步需求",
            ("需求類型", page.labels("need_type", needs.need_types)),
            ("偏好", needs.preference),
            ("需求明確度", page.label("need_clarity", needs.need_clarity)),
            ("參與程度", page.label("engagement", needs.engagement)),
            ("對保險的認知（1 至 5）", needs.awareness),
            ("預計期間（月）", needs.urgency_months),
            ("年度預算", page.money(needs.annual_budget)),
        ),
        page.fields("重複檢查", ("同一客戶的其他個案", other_cases(page, applicant, context))),
        page.fields(
            "資料完整度",
            ("結果", page.label("completeness", complete.gate)),
            ("缺少的資料", page.labels("data_item", complete.missing)),
        ),
        page.fields(
            "同意",
            ("已同意隱私告知", contact.privacy_consent),
            ("告知版本", contact.privacy_notice_version),
            ("同意內容", page.text_of("privacy")),
        ),
    )


def other_cases(page: Writer, applicant: Client, context: HandlerContext) -> str:
    """The other cases that count for the same name and date of birth; says so where too little is known."""
    found = context.records.get("exposure")
    if found is None or applicant.birth_date is None:
        return page.say("未核對：資料不足")
    numbers = [each["case_no"] for each in found["cases"]]
    return page.say.listed(numbers) if numbers else page.say("沒有")


@handler("presales.document.potential_report", queue="documents", reads=("case_history", "drawn_names"))
def issue_potential_report(inputs: PotentialReportInputs, context: HandlerContext) -> DocumentOutputs:
    """潛力評估報告: the score by layer, the tier, what follows, and a lead's override if there was one."""
    page, potential, found = Writer(inputs.case, context), inputs.potential, inputs.screening
    review, sampled = inputs.screening_review, inputs.screening_sampling or Sampled()
    layers = (
        ("適配度", potential.fit),
        ("意向", potential.intent),
        ("扣分", potential.negative),
        ("總分", potential.score),
    )
    override = (
        ()
        if review is None
        else (
            page.fields(
                "主管覆核",
                ("覆核原因", page.label("sampling", sampled.reason)),
                ("決定", page.label("decision", review.decision)),
                ("理由", review.reason or review.comment),
            ),
        )
    )
    return issue(
        PAPERS["potential_report"],
        inputs,
        context,
        page.fields("客戶", ("姓名", inputs.applicant.name)),
        page.table(
            "評分（D01）", ("層面", "得分"), [(page.say(name), points) for name, points in layers], numeric=(1,)
        ),
        *factors(page, context, inputs.case.jurisdiction),
        page.fields(
            "篩查",
            ("不得聯絡名單", found.do_not_contact),
            ("欺詐或洗錢疑點", found.fraud_or_aml_hit),
            ("資料存疑", found.data_doubtful),
            ("未結投訴", found.open_complaint),
        ),
        page.fields(
            "線索分級（D02）與後續",
            ("分級", potential.tier),
            ("結果", page.label("screening_outcome", potential.outcome)),
            ("處理方式", page.composed(potential.treatment)),
            ("首次聯絡時限（小時）", potential.first_contact_hours),
            ("建議銷售人員", f"{inputs.sold_by.name}({inputs.sold_by.certificate_no})"),
        ),
        *override,
        page.notice("使用限制", page.text_of("internal_only")),
        page.signatures("確認", "售前專員", *(() if review is None else ("售前主管",))),
    )


HANDLERS = (issue_client_profile, issue_potential_report)
