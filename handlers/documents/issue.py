"""Issuing a paper: number, version, PDF, and what the case remembers of it."""

from pydantic import BaseModel

from handlers.documents.content import Content, Section
from handlers.documents.papers import Paper
from handlers.documents.render import render_pdf
from handlers.documents.validity import is_current
from handlers.documents.writing import Writer
from handlers.ports import HandlerContext
from handlers.topics import Case, IssuedDocument, Owner, Vulnerability, today


class DocumentInputs(BaseModel):
    """What every document handler reads: the case, who sells, what care the client needs, the papers so far."""

    case: Case
    seller: Owner | None = None
    vulnerability: Vulnerability | None = None
    documents: dict[str, IssuedDocument] | None = None

    @property
    def sold_by(self) -> Owner:
        """Who sells: the owner of the case, unless somebody else was assigned."""
        return self.seller or self.case.owner

    @property
    def large_print(self) -> bool:
        """Whether the client has been promised papers in large print (D24)."""
        return self.vulnerability is not None and "LARGE_PRINT" in self.vulnerability.measures


class DocumentOutputs(BaseModel):
    """What every document handler gives back."""

    document: IssuedDocument


def issue(
    paper: Paper,
    inputs: DocumentInputs,
    context: HandlerContext,
    *sections: Section,
) -> DocumentOutputs:
    """The newest version of a paper if it says the same and its basis is current; else the next one, rendered and
    handed over."""
    case, issued = inputs.case, inputs.documents or {}
    newest = issued.get(paper.type)
    number = f"{paper.code}-{case.case_no}-v{newest.version + 1 if newest is not None else 1}"
    content = _content(paper, inputs, number, context, sections)
    basis = {kind: issued[kind].number for kind in paper.basis if kind in issued}
    says_the_same = newest is not None and (newest.content_sha256, newest.basis) == (content.digest(), basis)
    if newest is not None and says_the_same and is_current(paper.type, issued):
        return DocumentOutputs(document=newest)
    return DocumentOutputs(document=_next_version(paper, content, newest, basis, context))


def _content(
    paper: Paper,
    inputs: DocumentInputs,
    number: str,
    context: HandlerContext,
    sections: tuple[Section, ...],
) -> Content:
    case, seller = inputs.case, inputs.sold_by
    page = Writer(case, context)
    content = Content(
        type=paper.type,
        number=number,
        title=page.say(paper.title, context="document"),
        language=case.language,
        case_no=case.case_no,
        company=case.company.name,
        prepared_by=f"{seller.name}({seller.certificate_no})",
        service_phone=page.text_of("service_phone"),
        complaint_phone=page.text_of("complaint_phone"),
        made_on=today(context, case),
        large_print=inputs.large_print and not paper.internal,
        sections=sections,
    )
    if not context.public_url:
        return content
    return content.model_copy(update={"verify_url": verification_url(context.public_url, number, content.digest())})


def verification_url(public_url: str, number: str, content_sha256: str) -> str:
    """Where anybody may ask whether a paper is good: number and content hash stand on it."""
    return f"{public_url.rstrip('/')}/verify/{number}?hash={content_sha256[:16]}"


def _next_version(
    paper: Paper, content: Content, newest: IssuedDocument | None, basis: dict[str, str], context: HandlerContext
) -> IssuedDocument:
    version = newest.version + 1 if newest is not None else 1
    content_sha256 = content.digest()
    metadata = {
        "type": content.type,
        "number": content.number,
        "version": version,
        "title": content.title,
        "language": content.language,
        "case_no": content.case_no,
        "content_sha256": content_sha256,
        "made_from": basis,
        "voids_signed": paper.voids_signed,
    }
    document = context.add_document(
        f"{content.number}.pdf", render_pdf(content, context.house_style), metadata=metadata
    )
    return IssuedDocument(
        document_id=document.document_id,
        type=content.type,
        number=content.number,
        version=version,
        title=content.title,
        file_name=document.file_name,
        sha256=document.content_hash,
        content_sha256=content_sha256,
        basis=basis,
        created_on=content.made_on,
    )
