"""Files that a handler handed over, stored with its job's result."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from service.persistence import documents
from service.persistence.superseding import supersede
from service.states import DocumentState

if TYPE_CHECKING:
    from handlers.ports import Document
    from service.commands.instance_work import InstanceWork

#: metadata that has a column of its own
_KIND, _NUMBER, _LANGUAGE, _MADE_FROM = "type", "number", "language", "made_from"
#: metadata of a paper that closes the case: what was signed in it is void
_VOIDS_SIGNED = "voids_signed"


def store_job_documents(work: "InstanceWork", instance_key: int, made: Sequence["Document"]) -> None:
    """Store the files of a job; a run that is repeated finds them there. A paper supersedes its previous version."""
    rows = [_row(work, instance_key, each) for each in made]
    new = documents.store(work.connection, rows)
    stored = [row for row in rows if row["document_id"] in new]
    for row in stored:
        named = {"documentId": row["document_id"], "type": row["kind"], "number": row["number"]}
        work.audit("document_created", "document", row["key"], instance_key, **named)
    _supersede(work, instance_key, [row for row in stored if row["number"] is not None])


def _supersede(work: "InstanceWork", instance_key: int, papers: Sequence[dict[str, Any]]) -> None:
    if not papers:
        return
    issued = [
        {"number": row["number"], "kind": row["kind"], "voids_signed": bool(row["metadata"].get(_VOIDS_SIGNED))}
        for row in papers
    ]
    for ended in supersede(work.connection, work.facts.root_key, issued, work.context.now):
        event = "signature_voided" if ended.entity == "signature" else f"document_{_PAST[DocumentState(ended.state)]}"
        named = {"documentId": ended.document_id, "number": ended.number, "by": ended.by}
        work.audit(event, ended.entity, ended.key, instance_key, **named)


_PAST = {DocumentState.SUPERSEDED: "superseded", DocumentState.VOID: "voided"}


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
        "number": metadata.get(_NUMBER),
        "language": metadata.get(_LANGUAGE),
        "made_from": metadata.get(_MADE_FROM, {}),
        **work.facts.place(instance_key),
        "expires_at": None,
        "created_at": work.context.now,
        "created_by": work.context.actor.name,
    }
