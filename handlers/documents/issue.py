"""Issuing a paper: number, version, PDF, and what the case remembers of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from handlers.documents.content import Content, Fields, Notice, Signatures, Table, Text
from handlers.documents.render import render_pdf
from handlers.ports import HandlerContext
from handlers.topics import Case, IssuedDocument, today


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of document: its variable name, the code that its number begins with, its title."""

    type: str
    code: str
    title: str


class DocumentInputs(BaseModel):
    """What every document handler reads: the case, and which papers it has so far."""

    case: Case
    documents: dict[str, IssuedDocument] | None = None


class DocumentOutputs(BaseModel):
    """What every document handler gives back."""

    document: IssuedDocument


def issue(
    paper: Paper,
    inputs: DocumentInputs,
    context: HandlerContext,
    *sections: Fields | Table | Text | Notice | Signatures,
) -> DocumentOutputs:
    """Render the next version of a paper and hand it over. The metadata says what it was made from."""
    case, issued = inputs.case, inputs.documents or {}
    version = issued[paper.type].version + 1 if paper.type in issued else 1
    number = f"{paper.code}-{case.case_no}-v{version}"
    made_on = today(context, case)
    content = Content(
        type=paper.type,
        number=number,
        title=paper.title,
        case_no=case.case_no,
        company=case.company.name,
        prepared_by=f"{case.owner.name}({case.owner.certificate_no})",
        made_on=made_on,
        sections=sections,
    )
    metadata = _metadata(paper, number, version, content, issued)
    document = context.add_document(f"{number}.pdf", render_pdf(content), metadata=metadata)
    return DocumentOutputs(
        document=IssuedDocument(
            document_id=document.document_id,
            type=paper.type,
            number=number,
            version=version,
            title=paper.title,
            file_name=document.file_name,
            sha256=document.content_hash,
            created_on=made_on,
        )
    )


def _metadata(
    paper: Paper, number: str, version: int, content: Content, issued: Mapping[str, IssuedDocument]
) -> dict[str, object]:
    return {
        "type": paper.type,
        "number": number,
        "version": version,
        "title": paper.title,
        "language": content.language,
        "case_no": content.case_no,
        "content_sha256": content.digest(),
        "made_from": {kind: document.number for kind, document in issued.items()},
    }
