"""A paper that is issued ends its previous version, whatever rests on that, and what was signed there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from service import exact_json

_SUPERSEDE = text("""
WITH RECURSIVE issued AS (
    SELECT number, kind, voids_signed FROM json_to_recordset(CAST(:issued AS json))
        AS i (number text, kind text, voids_signed boolean)
), superseded (key, number, document_id, by) AS (
    SELECT d.key, d.number, d.document_id, i.number FROM issued i JOIN document d ON d.kind = i.kind
    WHERE d.root_process_instance_key = :root AND d.state = 'CURRENT' AND d.number <> i.number
  UNION
    SELECT d.key, d.number, d.document_id, s.by FROM superseded s JOIN document d
        ON EXISTS (SELECT FROM jsonb_each_text(d.made_from) AS basis WHERE basis.value = s.number)
    WHERE d.root_process_instance_key = :root AND d.state = 'CURRENT' AND d.number NOT IN (SELECT number FROM issued)
), ended AS (
    SELECT DISTINCT ON (key) key, document_id, state, by FROM (
        SELECT key, document_id, 'SUPERSEDED' AS state, by FROM superseded
      UNION ALL
        SELECT d.key, d.document_id, 'VOID', i.number FROM issued i, document d
        WHERE i.voids_signed AND d.root_process_instance_key = :root AND d.state = 'CURRENT' AND d.document_id IN (
            SELECT document_id FROM signature WHERE root_process_instance_key = :root AND state = 'VALID')
    ) AS found ORDER BY key, state
), ended_document AS (
    UPDATE document AS d SET state = e.state, superseded_by = e.by, superseded_at = :now
    FROM ended e WHERE d.key = e.key RETURNING d.key, d.document_id, d.number, d.state, e.by
), voided_signature AS (
    UPDATE signature AS s
    SET state = 'VOID', voided_at = :now,
        void_reason = CASE e.state WHEN 'VOID' THEN 'CASE_CLOSED' ELSE 'SUPERSEDED' END
    FROM ended e WHERE s.root_process_instance_key = :root AND s.document_id = e.document_id AND s.state = 'VALID'
    RETURNING s.key, s.document_id, s.number, s.state, e.by
)
SELECT 'document' AS entity, key, document_id, number, state, by FROM ended_document
UNION ALL SELECT 'signature', key, document_id, number, state, by FROM voided_signature
ORDER BY entity, key
""")


@dataclass(frozen=True, slots=True)
class Ended:
    """A document or signature that is no longer good. `by`: the number of the paper that put an end to it."""

    entity: str
    key: int
    document_id: str
    number: str
    state: str
    by: str


def supersede(connection: Connection, root_key: int, issued: Sequence[dict[str, Any]], now: datetime) -> list[Ended]:
    """End what the papers just stored (`number`, `kind`, `voids_signed`) supersede or void; answer what that was.

    One statement, however many papers hang together."""
    parameters = {"issued": exact_json.encode_text(issued), "root": root_key, "now": now}
    return [Ended(*row) for row in connection.execute(_SUPERSEDE, parameters)]
