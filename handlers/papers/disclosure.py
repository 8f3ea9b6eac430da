"""S5 風險提示與法律說明: risk notice and its acknowledgement, purchase notice, explanation of the exemptions."""

from decimal import Decimal

from pydantic import BaseModel

from handlers.documents.content import Section
from handlers.documents.issue import DocumentOutputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.writing import Writer
from handlers.papers.topics import PlanInputs
from handlers.papers.wording import NEW_TYPE, clauses, exclusions, number_of, plan_elements
from handlers.ports import HandlerContext
from handlers.products import Clause
from handlers.registry import handler


class Need(BaseModel):
    """What the client lacks, as the needs analysis found it."""

    gap: Decimal | None = None


class RiskNoticeInputs(PlanInputs):
    """What the risk notice is made from."""

    needs_analysis: Need | None = None


@handler("presales.document.risk_notice", queue="documents")
def issue_risk_notice(inputs: RiskNoticeInputs, context: HandlerContext) -> DocumentOutputs:
    """風險提示通知: the key risks, surrender, disclosure, uncertain benefits, and each exemption, conspicuous.

    It states no price: a new quotation of the same plan leaves it, and what was signed on it, as they are."""
    page = Writer(inputs.case, context)
    return issue(
        PAPERS["risk_notice"],
        inputs,
        context,
        page.fields("保險計劃", *plan_elements(page, inputs)),
        page.notice("重要風險", *page.texts_of("risks"), *page.class_texts("class_risks", inputs.plan.product_class)),
        *_underinsurance(page, inputs),
        page.notice("責任免除", *exclusions(page, inputs)),
    )


def _underinsurance(page: Writer, inputs: RiskNoticeInputs) -> list[Section]:
    """What stays uncovered, in the client's own figures."""
    gap = inputs.needs_analysis.gap if inputs.needs_analysis else None
    if gap is None:
        return []
    lacking = max(gap - inputs.plan.sum_insured, Decimal(0))
    figures = {
        "need": page.money(gap),
        "sum_insured": page.money(inputs.plan.sum_insured),
        "lacking": page.money(lacking),
    }
    return [page.text("保額不足的影響", page.text_of("underinsurance" if lacking else "insured_in_full", **figures))]


@handler("presales.document.risk_ack", queue="documents")
def issue_risk_ack(inputs: PlanInputs, context: HandlerContext) -> DocumentOutputs:
    """風險提示確認書: the client's statements, and for new types the sentence copied by hand."""
    page, product_class = Writer(inputs.case, context), inputs.plan.product_class
    sentence = (
        [page.copied("親筆抄錄", page.class_text("copied_sentence", product_class))]
        if product_class in NEW_TYPE
        else []
    )
    return issue(
        PAPERS["risk_ack"],
        inputs,
        context,
        page.fields("保險計劃", ("風險提示通知", number_of(inputs, "risk_notice")), *plan_elements(page, inputs)),
        page.text(
            "客戶聲明",
            *page.texts_of("risk_statements"),
            *page.class_texts("class_statements", product_class),
        ),
        *sentence,
        page.signatures("簽署", "客戶", "售前顧問"),
    )


@handler("presales.document.purchase_notice", queue="documents")
def issue_purchase_notice(inputs: PlanInputs, context: HandlerContext) -> DocumentOutputs:
    """投保提示書: what the law wants a client told before applying (保險銷售行為管理辦法 Art. 25)."""
    page = Writer(inputs.case, context)
    notices = page.texts_of("purchase_notices")
    return issue(
        PAPERS["purchase_notice"],
        inputs,
        context,
        page.fields("保險計劃", *plan_elements(page, inputs)),
        page.table("投保前請確認", ("序", "提示事項"), list(enumerate(notices, 1)), numeric=(0,)),
        page.notice("請特別注意", *page.texts_of("purchase_warnings")),
        page.fields(
            "公司與銷售人員",
            ("保險公司", inputs.case.company.name),
            ("銷售人員", inputs.sold_by.name),
            ("執業證編號", inputs.sold_by.certificate_no),
            ("服務電話", page.text_of("service_phone")),
            ("投訴電話", page.text_of("complaint_phone")),
        ),
        page.signatures("本人已閱讀並了解以上提示", "投保人"),
    )


@handler("presales.document.exclusion_ack", queue="documents")
def issue_exclusion_ack(inputs: PlanInputs, context: HandlerContext) -> DocumentOutputs:
    """免除責任條款說明書: each exemption, what it means, what it does; the client initials each of them."""
    page = Writer(inputs.case, context)
    items = clauses(inputs, exemption=True) or [_clause(each) for each in page.texts_of("exclusions")]
    return issue(
        PAPERS["exclusion_ack"],
        inputs,
        context,
        page.fields("保險計劃", *plan_elements(page, inputs)),
        page.notice("說明", page.text_of("exemption_duty")),
        page.exemptions("免除保險人責任的條款", items),
        page.text("客戶聲明", page.text_of("exemption_statement")),
        page.signatures("簽署", "投保人", "售前顧問"),
    )


def _clause(text: str) -> Clause:
    """An exemption of the jurisdiction's texts, where the plan's product is not in the catalogue."""
    return Clause(code="", title={"zh-Hant": ""}, text={"zh-Hant": text}, exemption=True)


HANDLERS = (issue_risk_notice, issue_risk_ack, issue_purchase_notice, issue_exclusion_ack)
