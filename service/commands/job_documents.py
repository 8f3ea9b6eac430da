"""Files that a handler handed over, stored with its job's result."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from service.persistence import documents

if TYPE_CHECKING:
    from handlers.ports import Document
    from service.commands.instance_work import InstanceWork

#: metadata that has a column of its own
_KIND, _LANGUAGE, _MADE_FROM = "type", "language", "made_from"


def store_job_documents(work: "InstanceWork", instance_key: int, made: Sequence["Document"]) -> None:
    """Store the files of a job; a run that is repeated finds them there."""
    rows = [_row(work, instance_key, each) for each in made]
    new = documents.store(work.connection, rows)
    for row in rows:
        if row["document_id"] in new:
            work.audit("document_created", "document", row["key"], instance_key, documentId=row["document_id"])


def _row(work: "InstanceWork", instance_key: int, made: "Document") -> dict[str, Any]:
    metadata = dict(made.metadata)
    return {
        "key": work.facts.new_key(),
        "document_id": made.document_id,
        "file_name": made.file_name,
        "content_type": made.content_type,
        "size": len(made.content),
        "sha256": bytes.fromhex(made.content_hash),
        "content": made.content,
        "metadata": metadata,
        "kind": metadata.get(_KIND),
        "language": metadata.get(_LANGUAGE),
        "made_from": metadata.get(_MADE_FROM, {}),
        **work.facts.place(instance_key),
        "expires_at": None,
        "created_at": work.context.now,
        "created_by": work.context.actor.name,
    }
