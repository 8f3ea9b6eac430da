"""The papers of a case."""

from typing import Any

from sqlalchemy import Connection, select

from service import times
from service.errors import NotFound
from service.persistence.tables.document import document as table
from service.queries import documents
from service.queries.documents import StoredFile


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


def file(connection: Connection, case_key: int, document_id: str) -> StoredFile:
    """The file of a paper. Raises NotFound, also for another case's."""
    mine = select(table.c.key).where(table.c.document_id == document_id, table.c.root_process_instance_key == case_key)
    if connection.execute(mine).first() is None:
        raise NotFound(f"Expected the case to have a document with id '{document_id}', but it has none.")
    return documents.get(connection, document_id)
