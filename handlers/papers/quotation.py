"""S4 報價與報價確認: the quotation, the client's confirmation of it."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from handlers.documents.issue import DocumentOutputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.writing import Writer
from handlers.papers.topics import Decided, PricedInputs, Validity
from handlers.papers.wording import Pair, number_of, price_elements, underwriting_terms
from handlers.ports import HandlerContext
from handlers.registry import handler
from handlers.topics import today


class DiscountAuthority(BaseModel):
    """D17: who may grant the discount."""

    result: str | None = None
    role: str | None = None
    reason: str | None = None
    allowed_percent: Decimal | None = None


class QuotationConfirmation(BaseModel):
    """What the client decided about the quotation."""

    decision: str | None = None
    wishes: str | None = None
    questions: str | None = None
    payer_is_applicant: bool | None = None
    confirmed_on: date | None = None


class PaymentTerms(BaseModel):
    """How the client wants to pay."""

    pay_channel: str | None = None
    funds_source: str | None = None
    remarks: str | None = None


class QuoteInputs(PricedInputs):
    """What the quotation is made from."""

    quotation_terms: PaymentTerms | None = None
    discount_authority: DiscountAuthority | None = None
    discount_approval: Decided | None = None


class QuoteConfirmInputs(QuoteInputs):
    """What the client's confirmation of the quotation is made from."""

    quotation_confirmation: QuotationConfirmation


@handler("presales.document.quote", queue="documents")
def issue_quote(inputs: QuoteInputs, context: HandlerContext) -> DocumentOutputs:
    """報價單: cover, premium line by line, payment modes, discount and its authority, validity, what can change it."""
    page, premium = Writer(inputs.case, context), inputs.premium
    payments = context.parameters.at("pricing", inputs.case.jurisdiction, today(context, inputs.case))["instalments"]
    return issue(
        PAPERS["quote"],
        inputs,
        context,
        page.fields(
            "投保要素",
            ("方案說明書", number_of(inputs, "plan_book")),
            *price_elements(page, inputs),
            ("報價有效至", valid_until(inputs)),
            ("有效期依據（D25）", page.composed((inputs.quotation_validity or Validity()).rule)),
            *underwriting_terms(page, inputs.underwriting),
        ),
        page.table(
            "保費組成",
            ("項目", "算法", "公式與依據", "數額", "單位"),
            [
                (
                    page.composed(each.label),
                    page.composed(each.formula),
                    " / ".join(filter(None, (each.formula_id, each.basis))),
                    each.amount,
                    each.unit,
                )
                for each in premium.lines
            ],
            numeric=(3,),
        ),
        page.table(
            "繳費方式比較",
            ("繳費方式", "每期保費", "每年合計"),
            [
                (page.label("pay_mode", each.pay_mode), each.amount, each.amount * int(payments.get(each.pay_mode, 1)))
                for each in premium.modes
            ],
            numeric=(1, 2),
        ),
        page.fields("折扣與權限（D17）", *_discount(page, inputs)),
        page.fields(
            "費率與假設",
            ("報價日期", premium.quote_date),
            ("生命表", f"{premium.basis.get('table', '—')} {premium.basis.get('table_version', '')}".strip()),
            ("費率版本", premium.basis.get("version")),
            ("預定利率", page.ratio(_decimal(premium.basis.get("interest")))),
            ("投保年齡", premium.basis.get("age")),
            ("下次年齡變動日", premium.next_age_change_on),
        ),
        page.text("可能改變價格的因素", page.text_of("price_changes")),
        page.signatures("製作", "售前專員", "財務支持人員"),
    )


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def valid_until(inputs: PricedInputs) -> date | None:
    """The last day of the price."""
    return inputs.quotation_validity.valid_until if inputs.quotation_validity else None


def _discount(page: Writer, inputs: QuoteInputs) -> tuple[Pair, ...]:
    authority, approval = inputs.discount_authority or DiscountAuthority(), inputs.discount_approval or Decided()
    return (
        ("折扣合計（%）", inputs.premium.discount_percent),
        ("其中裁量折扣（%）", inputs.premium.discretionary_percent),
        ("結果", page.label("discount", authority.result)),
        ("有權核准者", page.label("role", authority.role)),
        ("核准", page.label("decision", approval.decision)),
        ("說明", page.composed(authority.reason)),
    )


@handler("presales.document.quote_confirm", queue="documents")
def issue_quote_confirm(inputs: QuoteConfirmInputs, context: HandlerContext) -> DocumentOutputs:
    """報價確認書: which price the client accepts, how it is paid, by whom."""
    page, confirmation = Writer(inputs.case, context), inputs.quotation_confirmation
    terms = inputs.quotation_terms or PaymentTerms()
    return issue(
        PAPERS["quote_confirm"],
        inputs,
        context,
        page.fields(
            "所確認的報價",
            ("報價單", number_of(inputs, "quote")),
            *price_elements(page, inputs),
            ("首期保費", page.money(inputs.premium.modal_premium)),
            ("報價有效至", valid_until(inputs)),
        ),
        page.fields(
            "繳款",
            ("繳款人為投保人本人", confirmation.payer_is_applicant),
            ("繳款渠道", page.label("pay_channel", terms.pay_channel)),
            ("資金來源", page.label("funds_source", terms.funds_source)),
            ("確認日期", confirmation.confirmed_on),
        ),
        page.text("客戶提問", page.shown(confirmation.questions)),
        page.text("聲明", *page.texts_of("quote_declarations")),
        page.signatures("簽署", "客戶", "售前專員"),
    )


HANDLERS = (issue_quote, issue_quote_confirm)
