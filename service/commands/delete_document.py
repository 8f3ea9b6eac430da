"""A stored file is deleted; the audit keeps that it was."""

from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands import audit
from service.commands.context import CommandContext
from service.errors import InvalidState, NotFound
from service.persistence import documents


@dataclass(frozen=True, slots=True)
class DeleteDocument:
    """The id of the document."""

    document_id: str


def delete_document(connection: Connection, command: DeleteDocument, context: CommandContext) -> None:
    """Delete it. Raises NotFound, and InvalidState for a paper of a case: those are kept (保险法 Art. 87)."""
    key = documents.delete(connection, command.document_id)
    if key is None:
        if documents.is_paper(connection, command.document_id):
            raise InvalidState(f"Expected an uploaded file, but '{command.document_id}' is a paper of a case. Keep it.")
        raise NotFound(f"Expected a document '{command.document_id}', but there is none.")
    audit.record(connection, context, "document_deleted", "document", key, {"documentId": command.document_id})
