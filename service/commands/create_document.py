"""A file is stored, with its SHA-256 and what it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """`sha256` in hex."""

    key: int
    document_id: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class NewDocument:
    """`document_id`: chosen by the caller, else the key. `metadata` as in the contract (fileName, expiresAt,
    customProperties …) is kept whole."""

    file_name: str
    content_type: str
    content: bytes
    document_id: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    kind: str | None = None
    language: str | None = None
    made_from: Mapping[str, Any] = field(default_factory=dict)
    process_instance_key: int | None = None
    expires_at: datetime | None = None


def create_document(connection: Connection, command: NewDocument, context: CommandContext) -> StoredDocument:
    """Store it. Raises AlreadyExists if the document id is taken by other content, NotFound for the instance."""
    raise NotImplementedError
