"""S5 風險提示與法律說明: the application, the authority to collect premiums, the seller's report."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from handlers.documents.content import Section
from handlers.documents.issue import DocumentOutputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.writing import Writer
from handlers.papers.topics import PricedInputs, RiskProfile
from handlers.papers.wording import number_of, price_elements, product_name
from handlers.ports import HandlerContext
from handlers.registry import handler


class Beneficiary(BaseModel):
    """Who receives the benefit; `share` in per cent within the order."""

    name: str
    relation: str | None = None
    order: int = 1
    share: Decimal


class Application(BaseModel):
    """The application as the client answered it."""

    id_type: str | None = None
    id_no: str | None = None
    id_valid_until: date | None = None
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
    pep: bool | None = None
    met_in_person: bool | None = None
    observations: str | None = None


class Explanation(BaseModel):
    """What was explained to the client, and when."""

    explained_items: list[str] = []
    certificate_shown: bool | None = None
    client_understood: bool | None = None
    explained_on: date | None = None
    questions: str | None = None


class DueDiligence(BaseModel):
    """D27."""

    level: str | None = None
    reasons: list[str] = []
    aml_risk: str | None = None


class Payment(BaseModel):
    """How the client wants to pay."""

    pay_channel: str | None = None
    funds_source: str | None = None


class ApplicationInputs(PricedInputs):
    """What the application and what goes with it are made from."""

    application: Application
    clause_explanation: Explanation = Explanation()
    quotation_terms: Payment | None = None
    risk_profile: RiskProfile | None = None
    due_diligence: DueDiligence | None = None


@handler("presales.document.application", queue="documents")
def issue_application(inputs: ApplicationInputs, context: HandlerContext) -> DocumentOutputs:
    """投保單: parties, product, beneficiaries, questions, declarations, consent, signatures."""
    return issue(PAPERS["application"], inputs, context, *_sections(Writer(inputs.case, context), inputs))


def _sections(page: Writer, inputs: ApplicationInputs) -> list[Section]:
    answers, explained = inputs.application, inputs.clause_explanation
    return [
        *_parties(page, inputs),
        page.fields("保險計劃", ("報價確認書", number_of(inputs, "quote_confirm")), *price_elements(page, inputs)),
        page.table(
            "身故受益人",
            ("姓名", "與被保險人關係", "順位", "份額（%）"),
            [
                (each.name, page.label("relation", each.relation), str(each.order), each.share)
                for each in answers.beneficiaries or []
            ],
            numeric=(2, 3),
        ),
        page.fields(
            "健康告知",
            ("身高（公分）", answers.height_cm),
            ("體重（公斤）", answers.weight_kg),
            ("吸菸", page.label("smoker", inputs.plan.smoker)),
            ("過去兩年曾住院", answers.hospital_two_years),
            ("曾患重大疾病", answers.serious_illness),
            ("曾被拒保、延期或加費", answers.past_decline),
            ("說明", answers.health_detail),
        ),
        page.fields(
            "說明記錄",
            ("已說明事項", page.labels("clause", explained.explained_items)),
            ("客戶表示理解", explained.client_understood),
            ("說明日期", explained.explained_on),
            ("客戶提問", explained.questions),
        ),
        page.notice("如實告知", page.text_of("disclosure_duty")),
        page.text("聲明", *page.texts_of("application_declarations")),
        page.text("個人信息的處理", *page.texts_of("data_consent")),
        page.signatures("簽署（銷售人員不得代簽）", "投保人", "被保險人"),
    ]


def _parties(page: Writer, inputs: ApplicationInputs) -> list[Section]:
    applicant, answers = inputs.applicant, inputs.application
    return [
        page.fields(
            "投保人",
            ("姓名", applicant.name),
            ("性別", page.label("sex", applicant.sex)),
            ("出生日期", applicant.birth_date),
            ("證件類型", page.label("id_type", answers.id_type)),
            ("證件號碼", answers.id_no),
            ("證件有效至", answers.id_valid_until),
            ("國籍", answers.nationality),
            ("地址", answers.address),
            ("手機", applicant.phone),
            ("電子郵件", applicant.email),
            ("職業", applicant.occupation),
            ("年收入", page.money(applicant.annual_income)),
        ),
        page.fields("被保險人", ("與投保人關係", page.label("relation", answers.relation_to_insured))),
    ]


@handler("presales.document.payment_authorisation", queue="documents")
def issue_payment_authorisation(inputs: ApplicationInputs, context: HandlerContext) -> DocumentOutputs:
    """繳費授權書: the applicant's own account, what is collected and how often."""
    page, terms = Writer(inputs.case, context), inputs.quotation_terms or Payment()
    return issue(
        PAPERS["payment_authorisation"],
        inputs,
        context,
        page.fields(
            "授權內容",
            ("報價確認書", number_of(inputs, "quote_confirm")),
            ("產品", product_name(page, inputs)),
            ("繳款帳戶持有人", inputs.application.payer_account_holder),
            ("繳款渠道", page.label("pay_channel", terms.pay_channel)),
            ("資金來源", page.label("funds_source", terms.funds_source)),
            ("繳費方式", page.label("pay_mode", inputs.premium.pay_mode)),
            ("每期保費", page.money(inputs.premium.modal_premium)),
            ("繳費期間", page.years(inputs.plan.pay_years)),
        ),
        page.text("授權聲明", *page.texts_of("payment_statements")),
        page.signatures("簽署", "投保人（帳戶持有人）"),
    )


@handler("presales.document.agent_report", queue="documents")
def issue_agent_report(inputs: ApplicationInputs, context: HandlerContext) -> DocumentOutputs:
    """業務員報告書: identity checked, purpose, income and means, how the client was met, what was observed."""
    page, answers, applicant = Writer(inputs.case, context), inputs.application, inputs.applicant
    diligence, profile = inputs.due_diligence or DueDiligence(), inputs.risk_profile or RiskProfile()
    return issue(
        PAPERS["agent_report"],
        inputs,
        context,
        page.fields(
            "身分核對",
            ("投保單", number_of(inputs, "application")),
            ("姓名", applicant.name),
            ("證件類型", page.label("id_type", answers.id_type)),
            ("證件號碼", answers.id_no),
            ("親自會面", answers.met_in_person),
            ("已出示執業證", inputs.clause_explanation.certificate_shown),
            ("政治公眾人物", answers.pep),
        ),
        page.fields(
            "投保目的與財務狀況",
            ("目的", page.label("purpose", inputs.plan.purpose)),
            ("職業", applicant.occupation),
            ("年收入", page.money(applicant.annual_income)),
            ("家庭年收入", page.money(applicant.household_income)),
            ("年繳保費", page.money(inputs.premium.annual_premium)),
            ("資金來源", page.label("funds_source", (inputs.quotation_terms or Payment()).funds_source)),
            ("風險承受能力", page.label("client_class", profile.client_class)),
        ),
        page.fields(
            "盡職調查（D27）",
            ("程度", page.label("diligence", diligence.level)),
            ("原因", page.say.listed([page.composed(each) for each in diligence.reasons])),
            ("洗錢風險", page.label("aml_risk", diligence.aml_risk)),
        ),
        page.text("觀察與說明", page.shown(answers.observations)),
        page.text("銷售人員聲明", *page.texts_of("seller_statements")),
        page.signatures("簽署", "銷售人員"),
    )


HANDLERS = (issue_application, issue_payment_authorisation, issue_agent_report)
