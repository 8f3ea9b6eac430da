"""Recorded signings."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from service.persistence.tables import signature


def store(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Insert signatures and answer the ids that were new. One that is there already stays as it is."""
    if not rows:
        return set()
    statement = insert(signature).values([dict(row) for row in rows])
    statement = statement.on_conflict_do_nothing(index_elements=["signature_id"])
    return set(connection.execute(statement.returning(signature.c.signature_id)).scalars())
