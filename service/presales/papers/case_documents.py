"""The papers of a case."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from handlers.documents.stamp import stamped
from service import times
from service.errors import NotFound
from service.persistence.tables.document import document as table
from service.queries import documents
from service.queries.documents import StoredFile
from service.states import DocumentState


def listing(connection: Connection, case_key: int) -> list[dict[str, Any]]:
    """All papers, the oldest first; of a paper issued again every version."""
    columns = [column for column in table.c if column is not table.c.content]
    statement = select(*columns).where(table.c.root_process_instance_key == case_key).order_by(table.c.key)
    return [_paper(row) for row in connection.execute(statement)]


def _paper(row: Any) -> dict[str, Any]:
    return {
        "documentId": row.document_id,
        "type": row.kind,
        "number": row.number,
        "version": row.metadata.get("version"),
        "title": row.metadata.get("title"),
        "fileName": row.file_name,
        "contentType": row.content_type,
        "size": row.size,
        "sha256": bytes(row.sha256).hex(),
        "contentSha256": row.metadata.get("content_sha256"),
        "language": row.language,
        "madeFrom": row.made_from,
        "state": row.state,
        "supersededBy": row.superseded_by,
        "supersededAt": times.write(row.superseded_at) if row.superseded_at else None,
        "createdAt": times.write(row.created_at),
        "createdBy": row.created_by,
    }


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of a case, and whether it is still good. `superseded_by`: the number of the paper that ended it."""

    file: StoredFile
    state: DocumentState
    superseded_by: str | None
    superseded_at: datetime | None


def file(connection: Connection, case_key: int, document_id: str) -> CaseFile:
    """The file of a paper, as it was issued. Raises NotFound, also for another case's."""
    statement = select(table.c.state, table.c.superseded_by, table.c.superseded_at)
    mine = statement.where(table.c.document_id == document_id, table.c.root_process_instance_key == case_key)
    row = connection.execute(mine).first()
    if row is None:
        raise NotFound(f"Expected the case to have a document with id '{document_id}', but it has none.")
    return CaseFile(documents.get(connection, document_id), DocumentState(row.state), *row[1:])


def content(connection: Connection, document_id: str) -> bytes:
    """The bytes of a file. Raises NotFound if it is gone."""
    found = connection.execute(select(table.c.content).where(table.c.document_id == document_id)).scalar()
    if found is None:
        raise NotFound(f"Expected a document with id '{document_id}', but it is gone. Take the archive again.")
    return bytes(found)


#: what is stamped on a copy
_MARKS = {DocumentState.SUPERSEDED: "已作廢 SUPERSEDED", DocumentState.VOID: "已作廢 VOID"}
_PDF = "application/pdf"


def marked(found: CaseFile) -> StoredFile:
    """The file with a stamp that says that it is no longer good; if it is good, or no PDF, as it is."""
    if found.state is DocumentState.CURRENT or found.file.content_type != _PDF or found.superseded_at is None:
        return found.file
    at = times.write(found.superseded_at)
    reason = f"{at} 由 {found.superseded_by} 取代或終止 · ended by {found.superseded_by}"
    content = stamped(found.file.content, _MARKS[found.state], reason)
    name = found.file.file_name.removesuffix(".pdf")
    return StoredFile(f"{name}-{found.state}.pdf", _PDF, content, hashlib.sha256(content).hexdigest())
