"""Files of cases, with their SHA-256."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from service.persistence.tables import document


def store(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Insert documents and answer the ids that were new. One that is there already stays as it is: a job that
    runs again makes the same document, not a second one."""
    if not rows:
        return set()
    statement = insert(document).values([dict(row) for row in rows])
    statement = statement.on_conflict_do_nothing(index_elements=["document_id"])
    return set(connection.execute(statement.returning(document.c.document_id)).scalars())


def delete(connection: Connection, document_id: str) -> int | None:
    """Delete an uploaded file and answer its key; None if there is none. Papers of a case are kept."""
    statement = document.delete().where(document.c.document_id == document_id, document.c.number.is_(None))
    return connection.execute(statement.returning(document.c.key)).scalar()


def is_paper(connection: Connection, document_id: str) -> bool:
    """Whether the document is a paper that the service issued."""
    wanted = select(document.c.key).where(document.c.document_id == document_id, document.c.number.is_not(None))
    return connection.execute(wanted).first() is not None
