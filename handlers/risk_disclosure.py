"""S5 風險提示與法律說明: the risk notice and the papers that the client signs."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from handlers.documents.content import Fields, Notice, Signatures, Table, Text, shown
from handlers.documents.issue import DocumentInputs, DocumentOutputs, issue
from handlers.documents.labels import label, labels
from handlers.documents.papers import PAPERS
from handlers.ports import HandlerContext
from handlers.registry import handler
from handlers.topics import Applicant, Cover, today

RISK_NOTICE = PAPERS["risk_notice"]
SIGNED_PAPERS = PAPERS["signed_papers"]


class Price(BaseModel):
    """What the client agreed to pay."""

    annual_premium: Decimal
    modal_premium: Decimal
    pay_mode: str


class ClauseExplanation(BaseModel):
    """What was explained to the client, and when."""

    explained_items: list[str]
    certificate_shown: bool
    client_understood: bool
    explained_on: date | None = None
    questions: str | None = None


class Beneficiary(BaseModel):
    """Who receives the benefit; `share` in per cent within the order."""

    name: str
    relation: str | None = None
    order: int = 1
    share: Decimal


class Application(BaseModel):
    """The application as answered and signed by the client."""

    decision: str
    id_type: str | None = None
    id_no: str | None = None
    nationality: str | None = None
    address: str | None = None
    relation_to_insured: str | None = None
    beneficiaries: list[Beneficiary] | None = None
    height_cm: int | None = None
    weight_kg: int | None = None
    hospital_two_years: bool | None = None
    serious_illness: bool | None = None
    past_decline: bool | None = None
    health_detail: str | None = None
    payer_account_holder: str | None = None
    signed_on: date | None = None
    signed_by: str | None = None


class RiskNoticeInputs(DocumentInputs):
    """What the risk notice is made from."""

    applicant: Applicant
    plan: Cover
    premium: Price


class SignedPapersInputs(RiskNoticeInputs):
    """What the signed papers are made from."""

    clause_explanation: ClauseExplanation
    application: Application


@handler("presales.document.risk_notice", queue="documents")
def issue_risk_notice(inputs: RiskNoticeInputs, context: HandlerContext) -> DocumentOutputs:
    """風險提示通知: the key risks and each exemption, conspicuous as the law wants."""
    texts = context.parameters.at("texts", inputs.case.jurisdiction, today(context, inputs.case))
    return issue(
        RISK_NOTICE,
        inputs,
        context,
        Fields(heading="保險計劃", fields=_elements(inputs)),
        Notice(heading="重要風險", paragraphs=tuple(texts["risks"])),
        Notice(heading="責任免除", paragraphs=tuple(texts["exclusions"])),
        Text(heading="服務與投訴", paragraphs=(f"服務及投訴電話:{texts['service_phone']}",)),
    )


@handler("presales.document.signed_papers", queue="documents")
def issue_signed_papers(inputs: SignedPapersInputs, context: HandlerContext) -> DocumentOutputs:
    """簽署的合同和相關法律文件: application, answers, explained exemptions, declarations."""
    application, explanation = inputs.application, inputs.clause_explanation
    texts = context.parameters.at("texts", inputs.case.jurisdiction, today(context, inputs.case))
    return issue(
        SIGNED_PAPERS,
        inputs,
        context,
        Fields(heading="保險計劃", fields=_elements(inputs)),
        Fields(
            heading="投保人",
            fields=(
                ("證件類型", label("id_type", application.id_type)),
                ("證件號碼", shown(application.id_no)),
                ("國籍", shown(application.nationality)),
                ("地址", shown(application.address)),
                ("與被保險人關係", label("relation", application.relation_to_insured)),
                ("繳款帳戶持有人", shown(application.payer_account_holder)),
            ),
        ),
        Table(
            heading="受益人",
            columns=("姓名", "關係", "順位", "份額(%)"),
            rows=tuple(
                (each.name, label("relation", each.relation), str(each.order), shown(each.share))
                for each in application.beneficiaries or []
            ),
            numeric=(2, 3),
        ),
        Fields(
            heading="健康告知",
            fields=(
                ("身高(公分)", shown(application.height_cm)),
                ("體重(公斤)", shown(application.weight_kg)),
                ("過去兩年曾住院", shown(application.hospital_two_years)),
                ("曾患重大疾病", shown(application.serious_illness)),
                ("曾被拒保、延期或加費", shown(application.past_decline)),
                ("說明", shown(application.health_detail)),
            ),
        ),
        Notice(heading="責任免除(已逐項說明)", paragraphs=tuple(texts["exclusions"])),
        Fields(
            heading="說明記錄",
            fields=(
                ("已說明事項", labels("clause", explanation.explained_items)),
                ("已出示執業證", shown(explanation.certificate_shown)),
                ("客戶表示理解", shown(explanation.client_understood)),
                ("說明日期", shown(explanation.explained_on)),
                ("客戶提問", shown(explanation.questions)),
            ),
        ),
        Text(heading="聲明", paragraphs=tuple(texts["application_declarations"])),
        Fields(
            heading="簽署記錄",
            fields=(("簽署人", shown(application.signed_by)), ("簽署日期", shown(application.signed_on))),
        ),
        Signatures(heading="簽署", signers=("投保人兼被保險人", "售前顧問")),
    )


def _elements(inputs: RiskNoticeInputs) -> tuple[tuple[str, str], ...]:
    return (
        ("投保人兼被保險人", inputs.applicant.name),
        ("產品", shown(inputs.plan.product_name)),
        ("保額", shown(inputs.plan.sum_insured)),
        ("保險期間", f"{inputs.plan.term_years} 年"),
        ("年繳保費", shown(inputs.premium.annual_premium)),
        ("每期保費", shown(inputs.premium.modal_premium)),
    )


HANDLERS = (issue_risk_notice, issue_signed_papers)
