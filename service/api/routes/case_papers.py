"""The papers of a case, the signatures on them, and its archive: /presales/cases/{case}."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import Field
from sqlalchemy import Connection
from starlette.responses import Response, StreamingResponse

from service import clock, times
from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.problems import documented
from service.api.routes.documents import FILE, file_answer
from service.api.schemas import Body
from service.api.searching import answers
from service.commands import audit
from service.commands.context import CommandContext
from service.identity.permissions import Permission
from service.presales import cases
from service.presales.papers import case_documents, signatures
from service.presales.papers.case_archive import archive
from service.presales.papers.case_documents import CaseFile, marked
from service.presales.papers.case_history import history
from service.presales.papers.local_signatures import LocalSignatures
from service.states import DocumentState

router = APIRouter(prefix="/presales/cases/{case}", tags=["Presales case"], route_class=ExactRoute)
Reader = Annotated[Edge, admit(Permission.READ_CASES)]
Archivist = Annotated[Edge, admit(Permission.ARCHIVE_CASES)]
#: a case by its key or its number
Case = Annotated[str, Path(alias="case", examples=["PS-20261123-000001"], description="Key or number.")]
_STAMPED = "Stamped, if it is no longer good: a copy to read, with a hash of its own."

_STATE_HEADERS = {
    "X-Document-State": "CURRENT, SUPERSEDED or VOID.",
    "X-Superseded-By": "Number of the paper that put an end to it.",
    "X-Superseded-At": "Since when it is no longer good.",
}
_CASE_FILE: dict[int | str, dict[str, Any]] = {
    200: FILE[200]
    | {"headers": {name: {"description": text, "schema": {"type": "string"}} for name, text in _STATE_HEADERS.items()}}
}
_ZIP: dict[int | str, dict[str, Any]] = {200: {"description": "The archive.", "content": {"application/zip": {}}}}


class Paper(Body):
    """One version of a paper of the case. `madeFrom`: numbers of the papers that it rests on, by type."""

    document_id: str
    type: str | None = Field(examples=["needs_report"])
    number: str | None
    version: int | None
    title: str | None
    file_name: str
    content_type: str
    size: int
    sha256: str
    content_sha256: str | None = Field(description="SHA-256 of what it says; its first 16 digits are on the paper.")
    language: str | None
    made_from: dict[str, Any]
    state: DocumentState
    superseded_by: str | None = Field(description="Number of the paper that put an end to it.")
    superseded_at: str | None
    created_at: str
    created_by: str


class Papers(Body):
    """The papers of a case."""

    items: list[Paper]


class CaseSignature(Body):
    """A recorded signing: who, in which capacity, what, how, when, and what attests it."""

    signature_id: str
    envelope_id: str
    type: str
    number: str
    document_id: str
    sha256: str = Field(description="Of the file that was signed.")
    signer: str
    capacity: str = Field(examples=["APPLICANT"])
    method: str = Field(examples=["E_SIGNATURE"])
    provider: str
    evidence: dict[str, Any]
    earlier: list[dict[str, str]] = Field(description="Type and SHA-256 of the papers that come first in the order.")
    signed_at: str
    state: str = Field(examples=["VALID"])
    void_reason: str | None
    voided_at: str | None


class CaseSignatures(Body):
    """The signatures of a case."""

    items: list[CaseSignature]


@router.get("/documents", **answers(Papers, 404, description="The papers."))
def get_documents(case: Case, edge: Reader) -> Response:
    """The papers of a case, every version."""
    key = edge.read(cases.key_of, case)
    return JsonAnswer({"items": edge.read(case_documents.listing, key)})


@router.get("/documents/{documentId}", responses={**_CASE_FILE, **documented(404)})
def get_document(
    case: Case,
    documentId: str,  # noqa: N803 - as in /v2/documents
    edge: Reader,
    wants_mark: Annotated[bool, Query(alias="marked", description=_STAMPED)] = False,
) -> Response:
    """The file of a paper, as it was issued; headers say whether it is still good."""
    key = edge.read(cases.key_of, case)
    found = edge.read(case_documents.file, key, documentId)
    answer = file_answer(marked(found) if wants_mark else found.file)
    answer.headers.update(_state_headers(found))
    return answer


def _state_headers(found: CaseFile) -> dict[str, str]:
    headers = {"X-Document-State": str(found.state)}
    if found.superseded_by is not None and found.superseded_at is not None:
        headers |= {"X-Superseded-By": found.superseded_by, "X-Superseded-At": times.write(found.superseded_at)}
    return headers


@router.get("/signatures", **answers(CaseSignatures, 404, description="The signatures."))
def get_signatures(case: Case, edge: Reader) -> Response:
    """The signatures that were recorded in a case; those that are void say why."""
    key = edge.read(cases.key_of, case)
    return JsonAnswer({"items": edge.read(signatures.listing, key)})


@router.get("/archive", responses={**_ZIP, **documented(404)})
def get_archive(case: Case, edge: Archivist) -> Response:
    """The archive of a case, running or ended: process file, all papers, and a manifest with their SHA-256.

    `presales verify` checks it offline. Who took it is in the timeline."""
    key = edge.read(cases.key_of, case)
    now = clock.now()
    told = edge.read_at_once(history, key, now)
    edge.run(_taken, key)
    content = partial(edge.read, case_documents.content)
    pieces = archive(told, content, LocalSignatures(edge.service.settings.signing_key), now)
    name = f"{told['case']['caseNo']}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return StreamingResponse(pieces, 200, headers, "application/zip")


def _taken(connection: Connection, key: int, context: CommandContext) -> None:
    audit.record(connection, context, "case_archived", "process_instance", key, {}, root_key=key)
