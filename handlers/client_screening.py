"""S1 客戶信息收集與初步篩選: the preliminary client file and the potential assessment report."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from handlers.documents.content import Fields, Notice, Signatures, Table, Text, shown
from handlers.documents.issue import DocumentInputs, DocumentOutputs, issue
from handlers.documents.labels import label, labels
from handlers.documents.papers import PAPERS
from handlers.ports import HandlerContext
from handlers.registry import handler
from handlers.topics import Applicant, Review, today

CLIENT_PROFILE = PAPERS["client_profile"]
POTENTIAL_REPORT = PAPERS["potential_report"]


class Contact(BaseModel):
    """How and when the client was reached, and which privacy notice was agreed to."""

    method: str
    contacted_on: date | None = None
    privacy_consent: bool
    privacy_notice_version: str | None = None


class FirstNeeds(BaseModel):
    """What the client said first about what is wanted."""

    awareness: int | None = None
    need_types: list[str]
    preference: str | None = None
    need_clarity: str | None = None
    urgency_months: Decimal | None = None
    annual_budget: Decimal | None = None
    engagement: str | None = None


class Potential(BaseModel):
    """Result of decisions D01 and D02."""

    score: Decimal
    fit: Decimal
    intent: Decimal
    negative: Decimal
    tier: str
    treatment: str
    first_contact_hours: int | None = None
    outcome: str


class ClientProfileInputs(DocumentInputs):
    """What the preliminary client file is made from."""

    applicant: Applicant
    contact: Contact
    first_needs: FirstNeeds


class PotentialReportInputs(DocumentInputs):
    """What the potential assessment report is made from."""

    applicant: Applicant
    potential: Potential
    screening_review: Review | None = None


@handler("presales.document.client_profile", queue="documents")
def issue_client_profile(inputs: ClientProfileInputs, context: HandlerContext) -> DocumentOutputs:
    """客戶初步資料檔案: who the client is, income and assets, first needs, consent."""
    applicant, contact, needs = inputs.applicant, inputs.contact, inputs.first_needs
    texts = context.parameters.at("texts", inputs.case.jurisdiction, today(context, inputs.case))
    return issue(
        CLIENT_PROFILE,
        inputs,
        context,
        Fields(
            heading="身分與聯絡",
            fields=(
                ("姓名", applicant.name),
                ("性別", label("sex", applicant.sex)),
                ("出生日期", shown(applicant.birth_date)),
                ("手機", shown(applicant.phone)),
                ("電子郵件", shown(applicant.email)),
                ("職業", shown(applicant.occupation)),
                ("接觸方式", label("method", contact.method)),
                ("接觸日期", shown(contact.contacted_on)),
            ),
        ),
        Fields(
            heading="收入、資產與家庭",
            fields=(
                ("年收入", shown(applicant.annual_income)),
                ("家庭年收入", shown(applicant.household_income)),
                ("淨資產", shown(applicant.net_assets)),
                ("受扶養人數", shown(applicant.dependants)),
                ("房貸", shown(applicant.has_mortgage)),
                ("已有保額", shown(applicant.existing_sum_insured)),
            ),
        ),
        Fields(
            heading="初步需求",
            fields=(
                ("需求類型", labels("need_type", needs.need_types)),
                ("偏好", shown(needs.preference)),
                ("需求明確度", label("need_clarity", needs.need_clarity)),
                ("預計期間(月)", shown(needs.urgency_months)),
                ("年度預算", shown(needs.annual_budget)),
            ),
        ),
        Text(heading="同意", paragraphs=(texts["privacy"], f"告知版本:{shown(contact.privacy_notice_version)}")),
    )


@handler("presales.document.potential_report", queue="documents")
def issue_potential_report(inputs: PotentialReportInputs, context: HandlerContext) -> DocumentOutputs:
    """潛力評估報告: the score by layer, the tier, what follows, and a lead's override if there was one."""
    potential, review = inputs.potential, inputs.screening_review
    override = (
        () if review is None else ((("主管覆核", label("decision", review.decision)), ("理由", shown(review.comment))),)
    )
    return issue(
        POTENTIAL_REPORT,
        inputs,
        context,
        Fields(heading="客戶", fields=(("姓名", inputs.applicant.name),)),
        Table(
            heading="評分(D01)",
            columns=("層面", "得分"),
            rows=(
                ("適配度", shown(potential.fit)),
                ("意向", shown(potential.intent)),
                ("扣分", shown(potential.negative)),
                ("總分", shown(potential.score)),
            ),
            numeric=(1,),
        ),
        Fields(
            heading="線索分級(D02)與後續",
            fields=(
                ("分級", potential.tier),
                ("處理方式", potential.treatment),
                ("首次聯絡時限(小時)", shown(potential.first_contact_hours)),
                *(pair for pairs in override for pair in pairs),
            ),
        ),
        Notice(heading="使用限制", paragraphs=("本報告為內部文件,不得提供予客戶或第三方。",)),
        Signatures(heading="確認", signers=("售前專員", "售前主管(如有覆核)")),
    )


HANDLERS = (issue_client_profile, issue_potential_report)
