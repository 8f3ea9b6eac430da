"""S7 售前流程的審批與確認: the approval form, the confirmation letter, the process file."""

from decimal import Decimal

from pydantic import BaseModel

from handlers.documents.content import Fields, Signatures, Table, Text, shown
from handlers.documents.issue import DocumentInputs, DocumentOutputs, issue
from handlers.documents.labels import label
from handlers.documents.papers import PAPERS
from handlers.ports import HandlerContext
from handlers.registry import handler
from handlers.topics import Applicant, Cover, Review, today

APPROVAL_FORM = PAPERS["approval_form"]
CONFIRM_LETTER = PAPERS["confirm_letter"]
PROCESS_ARCHIVE = PAPERS["process_archive"]


class Price(BaseModel):
    """The approved price."""

    annual_premium: Decimal
    modal_premium: Decimal


class Route(BaseModel):
    """Result of D16 or D18: the level, and who decides, in order."""

    level: str
    roles: list[str]


class Rated(BaseModel):
    """Result of D01 and D02."""

    score: Decimal
    tier: str


class Suitability(BaseModel):
    """Result of D07 and D08."""

    result: str
    action: str


class ApprovalFormInputs(DocumentInputs):
    """What the approval form is made from."""

    applicant: Applicant
    plan: Cover
    premium: Price
    approval_route: Route
    approvals: list[Review] | None = None
    potential: Rated | None = None
    suitability: Suitability | None = None
    plan_review_route: Route | None = None
    plan_reviews: list[Review] | None = None


class ConfirmLetterInputs(DocumentInputs):
    """What the confirmation letter is made from."""

    applicant: Applicant
    plan: Cover
    premium: Price


class ProcessArchiveInputs(ApprovalFormInputs):
    """What the process file is made from."""

    loops: dict[str, int] | None = None


@handler("presales.document.approval_form", queue="documents")
def issue_approval_form(inputs: ApprovalFormInputs, context: HandlerContext) -> DocumentOutputs:
    """審批單: the dossier, what the rules said, who approved at which level."""
    return issue(
        APPROVAL_FORM,
        inputs,
        context,
        Fields(heading="方案與價格", fields=_elements(inputs)),
        Fields(heading="規則結果", fields=_rules(inputs)),
        _approvals("審批", inputs.approval_route, inputs.approvals),
        _papers(inputs),
        Signatures(heading="簽署", signers=tuple(label("role", role) for role in inputs.approval_route.roles)),
    )


@handler("presales.document.confirm_letter", queue="documents")
def issue_confirm_letter(inputs: ConfirmLetterInputs, context: HandlerContext) -> DocumentOutputs:
    """確認函: what was approved, and what happens next."""
    texts = context.parameters.at("texts", inputs.case.jurisdiction, today(context, inputs.case))
    return issue(
        CONFIRM_LETTER,
        inputs,
        context,
        Text(heading=f"致 {inputs.applicant.name}", paragraphs=(texts["confirmation"],)),
        Fields(heading="已確認的方案與價格", fields=_elements(inputs)),
        Text(heading="聯絡", paragraphs=(f"服務及投訴電話:{texts['service_phone']}",)),
        Signatures(heading="公司", signers=(inputs.case.company.name,)),
    )


@handler("presales.document.process_archive", queue="documents")
def issue_process_archive(inputs: ProcessArchiveInputs, context: HandlerContext) -> DocumentOutputs:
    """流程檔案: decisions, reviews, approvals, times gone back, all papers with their SHA-256."""
    reviews = inputs.plan_review_route
    return issue(
        PROCESS_ARCHIVE,
        inputs,
        context,
        Fields(heading="方案與價格", fields=_elements(inputs)),
        Fields(heading="規則結果", fields=_rules(inputs)),
        *(() if reviews is None else (_approvals("方案審核", reviews, inputs.plan_reviews),)),
        _approvals("最終審批", inputs.approval_route, inputs.approvals),
        Fields(
            heading="退回次數",
            fields=tuple((loop, str(times)) for loop, times in (inputs.loops or {}).items()) or (("—", "0"),),
        ),
        _papers(inputs),
    )


def _elements(inputs: ApprovalFormInputs | ConfirmLetterInputs) -> tuple[tuple[str, str], ...]:
    return (
        ("投保人兼被保險人", inputs.applicant.name),
        ("產品", shown(inputs.plan.product_name)),
        ("保額", shown(inputs.plan.sum_insured)),
        ("保險期間", f"{inputs.plan.term_years} 年"),
        ("年繳保費", shown(inputs.premium.annual_premium)),
        ("每期保費", shown(inputs.premium.modal_premium)),
    )


def _rules(inputs: ApprovalFormInputs) -> tuple[tuple[str, str], ...]:
    potential, suitability, review = inputs.potential, inputs.suitability, inputs.plan_review_route
    return (
        ("潛力評估(D01、D02)", "—" if potential is None else f"{potential.score} 分,{potential.tier} 級"),
        (
            "適當性(D08)",
            "—"
            if suitability is None
            else f"{label('suitability', suitability.result)},{label('suitability', suitability.action)}",
        ),
        ("方案審核級別(D16)", "—" if review is None else review.level),
        ("最終審批級別(D18)", inputs.approval_route.level),
    )


def _approvals(heading: str, route: Route, decided: list[Review] | None) -> Table:
    given = decided or []
    rows = tuple(
        (
            label("role", role),
            label("decision", given[at].decision) if at < len(given) else "—",
            shown(given[at].comment) if at < len(given) else "—",
        )
        for at, role in enumerate(route.roles)
    )
    return Table(heading=heading, columns=("角色", "決定", "意見"), rows=rows)


def _papers(inputs: DocumentInputs) -> Table:
    return Table(
        heading="文件與雜湊",
        columns=("編號", "名稱", "SHA-256"),
        rows=tuple((each.number, each.title, each.sha256) for each in (inputs.documents or {}).values()),
    )


HANDLERS = (issue_approval_form, issue_confirm_letter, issue_process_archive)
