"""Documents: files with their SHA-256."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from service import clock, times
from service.errors import NotFound
from service.persistence.tables.document import document as table


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A document with its content; `sha256` in hex."""

    file_name: str
    content_type: str
    content: bytes
    sha256: str


def get(connection: Connection, document_id: str) -> StoredFile:
    """One document. Raises NotFound, also when it has expired."""
    columns = (table.c.file_name, table.c.content_type, table.c.content, table.c.sha256, table.c.expires_at)
    row = connection.execute(select(*columns).where(table.c.document_id == document_id)).first()
    if row is None or _expired(row.expires_at):
        raise NotFound(f"Expected a document with id '{document_id}', but there is none.")
    return StoredFile(row.file_name, row.content_type, bytes(row.content), bytes(row.sha256).hex())


def reference(connection: Connection, document_id: str) -> dict[str, Any]:
    """One document as the contract refers to it."""
    columns = [column for column in table.c if column is not table.c.content]
    row = connection.execute(select(*columns).where(table.c.document_id == document_id)).one()
    custom = row.metadata.get("customProperties") or {}
    return {
        "camunda.document.type": "camunda",
        "storeId": "database",
        "documentId": row.document_id,
        "contentHash": bytes(row.sha256).hex(),
        "metadata": {
            "contentType": row.content_type,
            "fileName": row.file_name,
            "expiresAt": times.write(row.expires_at) if row.expires_at else None,
            "size": row.size,
            "processDefinitionId": row.metadata.get("processDefinitionId"),
            "processInstanceKey": str(row.process_instance_key) if row.process_instance_key else None,
            "customProperties": custom,
        },
    }


def _expired(at: datetime | None) -> bool:
    return at is not None and at <= clock.now()
