"""A stored file is deleted; the audit keeps that it was."""

from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class DeleteDocument:
    """The id of the document."""

    document_id: str


def delete_document(connection: Connection, command: DeleteDocument, context: CommandContext) -> None:
    """Delete it. Raises NotFound."""
    raise NotImplementedError
