"""Signings that a handler recorded, stored with its job's result."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from service.persistence import signatures

if TYPE_CHECKING:
    from handlers.ports import Signature
    from service.commands.instance_work import InstanceWork


def store_job_signatures(work: "InstanceWork", instance_key: int, given: Sequence["Signature"]) -> None:
    """Store the signatures of a job; a run that is repeated finds them there."""
    rows = [_row(work, instance_key, each) for each in given]
    new = signatures.store(work.connection, rows)
    for row in rows:
        if row["signature_id"] in new:
            named = {name: row[column] for name, column in _TOLD.items()}
            work.audit("signature_recorded", "signature", row["key"], instance_key, **named)


#: what the audit says of a signature; never who signed
_TOLD = {"documentId": "document_id", "number": "number", "capacity": "capacity", "method": "method"}


def _row(work: "InstanceWork", instance_key: int, given: "Signature") -> dict[str, Any]:
    act = given.act
    return {
        "key": work.facts.new_key(),
        "signature_id": given.signature_id,
        **work.facts.place(instance_key),
        "envelope_id": act.envelope_id,
        "kind": act.type,
        "number": act.number,
        "document_id": act.document_id,
        "sha256": bytes.fromhex(act.sha256),
        "signer": act.signer,
        "capacity": act.capacity,
        "method": act.method,
        "provider": given.provider,
        "evidence": dict(given.evidence),
        "earlier": [dict(each) for each in act.earlier],
        "signed_at": act.signed_at,
    }
