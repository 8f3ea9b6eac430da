"""S4 報價與報價確認: the premium with every line of it, the quotation, the client's confirmation."""

from datetime import date

from pydantic import BaseModel

from handlers.documents.content import Fields, Signatures, Table, Text, shown
from handlers.documents.issue import DocumentInputs, DocumentOutputs, issue
from handlers.documents.labels import label
from handlers.documents.papers import PAPERS
from handlers.ports import HandlerContext
from handlers.pricing.quote import Premium, QuotationTerms, quote
from handlers.registry import handler
from handlers.topics import Applicant, Case, Cover, Underwriting, today

QUOTE = PAPERS["quote"]
QUOTE_CONFIRM = PAPERS["quote_confirm"]


class QuotationConfirmation(BaseModel):
    """What the client decided about the quotation."""

    decision: str
    questions: str | None = None
    payer_is_applicant: bool | None = None
    confirmed_on: date | None = None


class CalculateInputs(BaseModel):
    """What the premium is computed from."""

    case: Case
    applicant: Applicant
    plan: Cover
    quotation_terms: QuotationTerms
    underwriting: Underwriting | None = None


class CalculateOutputs(BaseModel):
    """The computed premium."""

    premium: Premium


class QuoteInputs(DocumentInputs):
    """What the quotation is made from."""

    applicant: Applicant
    plan: Cover
    premium: Premium


class QuoteConfirmInputs(QuoteInputs):
    """What the client's confirmation of the quotation is made from."""

    quotation_confirmation: QuotationConfirmation


@handler("presales.premium.calculate")
def calculate_premium(inputs: CalculateInputs, context: HandlerContext) -> CalculateOutputs:
    """Premium for the payment mode asked for, the other modes beside it, and how long the price holds."""
    case, on = inputs.case, today(context, inputs.case)
    quoted = quote(
        inputs.plan,
        inputs.applicant,
        inputs.quotation_terms,
        context.parameters,
        jurisdiction=case.jurisdiction,
        on=on,
        underwriting=inputs.underwriting,
    )
    return CalculateOutputs(premium=quoted.premium)


@handler("presales.document.quote", queue="documents")
def issue_quote(inputs: QuoteInputs, context: HandlerContext) -> DocumentOutputs:
    """報價單: cover, premium line by line, payment modes, validity, what can change the price."""
    premium = inputs.premium
    texts = context.parameters.at("texts", inputs.case.jurisdiction, today(context, inputs.case))
    return issue(
        QUOTE,
        inputs,
        context,
        Fields(heading="投保要素", fields=(*_elements(inputs), ("報價有效至", shown(premium.valid_until)))),
        Table(
            heading="保費組成",
            columns=("項目", "算法", "依據", "單位", "數額"),
            rows=tuple((each.label, each.formula, each.basis, each.unit, shown(each.amount)) for each in premium.lines),
            numeric=(4,),
        ),
        Table(
            heading="繳費方式比較",
            columns=("繳費方式", "每期保費"),
            rows=tuple((label("pay_mode", each.pay_mode), shown(each.amount)) for each in premium.modes),
            numeric=(1,),
        ),
        Text(heading="可能改變價格的因素", paragraphs=(texts["price_changes"],)),
        Signatures(heading="製作", signers=("售前專員", "財務支持人員")),
    )


@handler("presales.document.quote_confirm", queue="documents")
def issue_quote_confirm(inputs: QuoteConfirmInputs, context: HandlerContext) -> DocumentOutputs:
    """報價確認書: which price the client accepts, how it is paid, by whom."""
    confirmation = inputs.quotation_confirmation
    texts = context.parameters.at("texts", inputs.case.jurisdiction, today(context, inputs.case))
    return issue(
        QUOTE_CONFIRM,
        inputs,
        context,
        Fields(
            heading="所確認的報價",
            fields=(
                *_elements(inputs),
                ("報價有效至", shown(inputs.premium.valid_until)),
                ("繳款人為投保人本人", shown(confirmation.payer_is_applicant)),
                ("確認日期", shown(confirmation.confirmed_on)),
            ),
        ),
        Text(heading="客戶提問", paragraphs=(shown(confirmation.questions),)),
        Text(heading="聲明", paragraphs=tuple(texts["quote_declarations"])),
        Signatures(heading="簽署", signers=("客戶", "售前專員")),
    )


def _elements(inputs: QuoteInputs) -> tuple[tuple[str, str], ...]:
    plan, premium = inputs.plan, inputs.premium
    return (
        ("被保險人", inputs.applicant.name),
        ("產品", shown(plan.product_name)),
        ("保額", shown(plan.sum_insured)),
        ("保險期間", f"{plan.term_years} 年"),
        ("繳費期間", f"{plan.pay_years} 年"),
        ("繳費方式", label("pay_mode", premium.pay_mode)),
        ("年繳保費", shown(premium.annual_premium)),
        ("每期保費", shown(premium.modal_premium)),
    )


HANDLERS = (calculate_premium, issue_quote, issue_quote_confirm)
