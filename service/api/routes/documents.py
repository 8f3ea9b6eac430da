"""Documents: /v2/documents."""

from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.exceptions import RequestValidationError
from pydantic import AwareDatetime, Field, ValidationError
from sqlalchemy import Connection
from starlette.responses import Response

from service import exact_json
from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.problems import documented
from service.api.schemas import Body, Key
from service.api.searching import answers, answers_nothing
from service.commands.context import CommandContext
from service.commands.create_document import NewDocument, create_document
from service.commands.delete_document import DeleteDocument, delete_document
from service.errors import InvalidArgument
from service.identity.permissions import Permission
from service.queries import documents

router = APIRouter(prefix="/v2/documents", tags=["Document"], route_class=ExactRoute)
Writer = Annotated[Edge, admit(Permission.WRITE_DOCUMENTS)]
Reader = Annotated[Edge, admit(Permission.READ_CASES)]

#: bytes of one document
_LARGEST = 20 * 2**20
FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": {"application/octet-stream": {}}}}


class DocumentMetadata(Body):
    """What is known of a document. The process it belongs to is named by its instance."""

    content_type: str | None = None
    file_name: str | None = Field(default=None, max_length=255)
    expires_at: AwareDatetime | None = None
    size: int | None = None
    process_definition_id: str | None = None
    process_instance_key: Key | None = None
    custom_properties: dict[str, Any] = Field(default_factory=dict)


class StoredMetadata(Body):
    """What is known of a stored document."""

    content_type: str
    file_name: str
    expires_at: str | None
    size: int
    process_definition_id: str | None
    process_instance_key: Key | None
    custom_properties: dict[str, Any]


class DocumentAnswer(Body):
    """A reference to a document, as it is kept in variables."""

    camunda_document_type: str = Field(alias="camunda.document.type")
    store_id: str
    document_id: str
    content_hash: str | None = Field(description="SHA-256 in hex.")
    metadata: StoredMetadata


@router.post("", **answers(DocumentAnswer, 409, 415, status=201, description="Stored."))
def create(
    edge: Writer,
    file: Annotated[UploadFile, File()],
    metadata: Annotated[str | None, Form(description="DocumentMetadata as JSON.")] = None,
    document_id: Annotated[str | None, Query(alias="documentId", min_length=1, max_length=200)] = None,
    store_id: Annotated[str | None, Query(alias="storeId")] = None,  # noqa: ARG001 - there is one store
) -> Response:
    """Store a document."""
    command = _document(file, _read_metadata(metadata), document_id)

    def change(connection: Connection, context: CommandContext) -> Response:
        stored = create_document(connection, command, context)
        return JsonAnswer(documents.reference(connection, stored.document_id), 201)

    return edge.transact(change)


def _read_metadata(text: str | None) -> DocumentMetadata:
    if not text:
        return DocumentMetadata()
    try:
        return DocumentMetadata.model_validate(exact_json.decode(text))
    except msgspec.DecodeError as error:
        raise InvalidArgument(f"Expected metadata of a document as JSON, but {error}.") from error
    except ValidationError as error:
        found = [{**entry, "loc": ("body", "metadata", *entry["loc"])} for entry in error.errors()]
        raise RequestValidationError(found) from error


def _document(file: UploadFile, known: DocumentMetadata, document_id: str | None) -> NewDocument:
    content = file.file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise InvalidArgument(f"Expected a document of at most {_LARGEST} bytes, but it is larger.")
    return NewDocument(
        known.file_name or file.filename or "document",
        known.content_type or file.content_type or "application/octet-stream",
        content,
        document_id,
        known.model_dump(mode="json", by_alias=True, include={"process_definition_id", "custom_properties"}),
        process_instance_key=known.process_instance_key,
        expires_at=known.expires_at,
    )


@router.get("/{documentId}", responses={**FILE, **documented(404)})
def get(
    documentId: str,  # noqa: N803 - the contract's spelling
    edge: Reader,
    content_hash: Annotated[str | None, Query(alias="contentHash")] = None,
    store_id: Annotated[str | None, Query(alias="storeId")] = None,  # noqa: ARG001 - there is one store
) -> Response:
    """Get a document's content."""
    file = edge.read(documents.get, documentId)
    if content_hash is not None and content_hash != file.sha256:
        raise InvalidArgument("Expected the content hash of the document, but its content has another.")
    return file_answer(file)


def file_answer(file: documents.StoredFile) -> Response:
    """The answer with a file, to be saved under its name and never run by a browser."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.file_name)}",
        "X-Content-Type-Options": "nosniff",
        "Digest": f"sha-256={file.sha256}",
    }
    return Response(file.content, 200, headers, file.content_type)


@router.delete("/{documentId}", **answers_nothing(404, 409))
def delete(documentId: str, edge: Writer) -> Response:  # noqa: N803 - the contract's spelling
    """Delete a document. Papers that the service issued are kept."""
    return edge.run(delete_document, DeleteDocument(documentId))
