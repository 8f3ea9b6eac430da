"""A file is stored, with its SHA-256 and what it was made from."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from service.commands import audit
from service.commands.context import CommandContext
from service.errors import AlreadyExists, NotFound
from service.persistence import documents, instances


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
    """Store it. Raises AlreadyExists if the document id is taken, NotFound for the instance."""
    key = context.runtime.keys.take(connection)
    digest = hashlib.sha256(command.content).digest()
    stored = StoredDocument(key, command.document_id or str(key), digest.hex(), len(command.content))
    place = dict.fromkeys(("process_instance_key", "root_process_instance_key", "process_definition_key"))
    if command.process_instance_key is not None:
        place = instances.place(connection, command.process_instance_key)
        if not place:
            raise NotFound(f"Expected a process instance '{command.process_instance_key}', but there is none.")
    row = {
        "key": key,
        "document_id": stored.document_id,
        "file_name": command.file_name,
        "content_type": command.content_type,
        "size": stored.size,
        "sha256": digest,
        "content": command.content,
        "metadata": dict(command.metadata),
        "kind": command.kind,
        "language": command.language,
        "made_from": dict(command.made_from),
        **place,
        "expires_at": command.expires_at,
        "created_at": context.now,
        "created_by": context.actor.name,
    }
    if not documents.store(connection, [row]):
        raise AlreadyExists(f"Expected a new document id, but '{stored.document_id}' is taken. Choose another.")
    audit.record(connection, context, "document_created", "document", key, {"documentId": stored.document_id})
    return stored
