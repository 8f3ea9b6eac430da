"""Whether a paper that somebody holds is good: asked by its number and the content hash printed on it.

Without the hash nothing is told, not even whether there is such a number; with it, nothing that is not on the paper."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from service.persistence.tables.document import document as table

_NUMBER = re.compile(r"[A-Z0-9]{1,8}(-[A-Z0-9]{1,16}){1,4}-v[0-9]{1,6}")
_HASH = re.compile(r"[0-9a-f]{16,64}")


class Standing(StrEnum):
    """What the service knows of a paper."""

    VALID = "VALID"
    SUPERSEDED = "SUPERSEDED"
    VOID = "VOID"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class PaperStanding:
    """The answer. `sha256`: of the file as it was issued, to compare with a file that one holds."""

    standing: Standing
    title: str | None = None
    language: str | None = None
    issued_at: datetime | None = None
    sha256: str | None = None
    superseded_by: str | None = None
    superseded_at: datetime | None = None


UNKNOWN = PaperStanding(Standing.UNKNOWN)


def standing(connection: Connection, number: str, content_hash: str) -> PaperStanding:
    """What is known of the paper with this number that says this: at least 16 digits of its content hash."""
    if not (_NUMBER.fullmatch(number) and _HASH.fullmatch(content_hash)):
        return UNKNOWN
    columns = (
        table.c.metadata,
        table.c.language,
        table.c.state,
        table.c.sha256,
        table.c.created_at,
        table.c.superseded_by,
        table.c.superseded_at,
    )
    known = table.c.metadata["content_sha256"].astext.startswith(content_hash, autoescape=True)
    row = connection.execute(select(*columns).where(table.c.number == number, known).limit(1)).first()
    if row is None:
        return UNKNOWN
    return PaperStanding(
        Standing.VALID if row.state == "CURRENT" else Standing(row.state),
        row.metadata.get("title"),
        row.language,
        row.created_at,
        bytes(row.sha256).hex(),
        row.superseded_by,
        row.superseded_at,
    )
