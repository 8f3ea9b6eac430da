"""What is deployed: the newest version of each id, and the rows of a new deployment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, insert, null, select
from sqlalchemy.dialects.postgresql import distinct_on

from service.persistence.tables import decision_definition, decision_requirements, deployment, form, process_definition

#: deployments are made one after the other: two at once would give the same version twice
_LOCK = 7_237_002

_ID_COLUMNS: Mapping[str, tuple[Table, str]] = {
    "process": (process_definition, "process_definition_id"),
    "decision": (decision_definition, "decision_definition_id"),
    "decision_requirements": (decision_requirements, "decision_requirements_id"),
    "form": (form, "form_id"),
}
#: columns that not every kind has
_OPTIONAL = ("version_tag", "sha256", "bindings")


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest version of an id."""

    key: int
    version: int
    version_tag: str | None
    sha256: bytes | None
    bundled: bool
    bindings: Mapping[str, Mapping[str, int]] | None


def lock(connection: Connection) -> None:
    """Wait until no other deployment is being made."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def newest(connection: Connection, kind: str, ids: Iterable[str], *, bundled: bool | None = None) -> dict[str, Newest]:
    """The newest version of each of these ids that is deployed; with `bundled` only among such deployments."""
    table, id_column = _ID_COLUMNS[kind]
    columns = [
        table.c[id_column],
        table.c.key,
        table.c.version,
        *(table.c[name] if name in table.c else null().label(name) for name in _OPTIONAL),
        deployment.c.bundled,
    ]
    statement = (
        select(*columns)
        .ext(distinct_on(table.c[id_column]))
        .join(deployment, deployment.c.key == table.c.deployment_key)
        .where(table.c[id_column].in_(sorted(ids)))
        .order_by(table.c[id_column], table.c.version.desc())
    )
    if bundled is not None:
        statement = statement.where(deployment.c.bundled == bundled)
    return {
        row[0]: Newest(row.key, row.version, row.version_tag, row.sha256, row.bundled, row.bindings)
        for row in connection.execute(statement)
    }


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(insert(table), [dict(row) for row in rows])
