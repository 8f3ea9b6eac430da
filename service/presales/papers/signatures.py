"""The signatures of a case: who signed which paper, when, how, and what attests it."""

from typing import Any

from sqlalchemy import Connection, select

from service import times
from service.persistence.tables.signature import signature as table


def listing(connection: Connection, case_key: int) -> list[dict[str, Any]]:
    """All signings that were recorded, the oldest first; those that are void too."""
    statement = select(table).where(table.c.root_process_instance_key == case_key).order_by(table.c.key)
    return [_signature(row) for row in connection.execute(statement)]


def _signature(row: Any) -> dict[str, Any]:
    return {
        "signatureId": row.signature_id,
        "envelopeId": row.envelope_id,
        "type": row.kind,
        "number": row.number,
        "documentId": row.document_id,
        "sha256": bytes(row.sha256).hex(),
        "signer": row.signer,
        "capacity": row.capacity,
        "method": row.method,
        "provider": row.provider,
        "evidence": row.evidence,
        "earlier": row.earlier,
        # exact, for it is part of what was attested
        "signedAt": row.signed_at.isoformat(),
        "state": row.state,
        "voidReason": row.void_reason,
        "voidedAt": times.write(row.voided_at) if row.voided_at else None,
    }
