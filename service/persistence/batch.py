"""Many writes as one statement: each part is an INSERT, UPDATE or DELETE over a set of rows, given as JSON.

A step of an instance touches up to a dozen tables. Sent one by one these statements cost more than the engine;
as parts of one `WITH` they cost one round trip. All parts see the tables as they were before, so no two of them
may touch the same row: the projection folds what happened to a row into one write.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

from service import exact_json
from service.errors import InvalidArgument

_NOTIFY = (
    "SELECT pg_notify(n.channel, n.payload) FROM json_to_recordset(%(notified)s::json) AS n(channel text, payload text)"
)
_dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects are untyped


@dataclass(frozen=True, slots=True)
class Part:
    """A statement whose one parameter is named like the part itself; other parameters start with that name."""

    name: str
    sql: str


def recordset(part: str, columns: Mapping[str, str]) -> str:
    """The FROM item that turns a part's JSON into rows: column names and their SQL types."""
    declared = ", ".join(f"{_quoted(name)} {kind}" for name, kind in columns.items())
    return f"json_to_recordset(%({part})s::json) AS r({declared})"


def column_types(table: Table, *names: str) -> dict[str, str]:
    """SQL types of some columns of a table, or of all."""
    return {name: _type(table, name) for name in names or table.c.keys()}


def insert_part(table: Table, *, name: str | None = None, json_value: str | None = None, conflict: str = "") -> Part:
    """Insert rows given as mappings of columns; those left out are null.

    `json_value`: the column in which JSON's null is a value; the recordset makes it SQL's, here it is made JSON's."""
    part = name or f"new_{table.name}"
    columns = column_types(table)
    into = ", ".join(map(_quoted, columns))
    values = into.replace(json_value, f"coalesce({json_value}, 'null')") if json_value else "*"
    return Part(part, f"INSERT INTO {table.name} ({into}) SELECT {values} FROM {recordset(part, columns)} {conflict}")


def assignments(names: Iterable[str]) -> str:
    """The SET clause that takes columns from the recordset."""
    return ", ".join(f"{_quoted(each)} = r.{_quoted(each)}" for each in names)


def _quoted(name: str) -> str:
    return _dialect.identifier_preparer.quote(name)


def _type(table: Table, name: str) -> str:
    """Short names keep the statement short enough for the driver's cache of parsed statements (4096 characters)."""
    kind: str = table.c[name].type.compile(_dialect)
    return kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")


class Batch:
    """Writes that are sent together by `execute`."""

    def __init__(self) -> None:
        self._parts: dict[str, str] = {}
        self._parameters: dict[str, Any] = {}
        self._notifications: set[tuple[str, str]] = set()

    def rows(self, part: Part, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add a part over these rows; nothing if there are none."""
        if rows:
            self._parts[part.name] = part.sql
            self._parameters[part.name] = exact_json.encode_text(rows)

    def add(self, part: Part, **parameters: Any) -> None:
        """Add a part with parameters of its own."""
        self._parts[part.name] = part.sql
        self._parameters.update(parameters)

    def notify(self, channel: str, payload: str) -> None:
        """Wake whoever listens, when the transaction commits."""
        self._notifications.add((channel, payload))

    def execute(self, connection: Connection) -> None:
        """Send everything. Raises InvalidArgument for values that the database cannot hold (U+0000 in a text)."""
        if not self._parts and not self._notifications:
            return
        parts = ", ".join(f"{name} AS ({sql})" for name, sql in self._parts.items())
        statement = (f"WITH {parts} " if parts else "") + (_NOTIFY if self._notifications else "SELECT")
        notified = [{"channel": channel, "payload": payload} for channel, payload in sorted(self._notifications)]
        self._parameters["notified"] = exact_json.encode_text(notified)
        try:
            connection.exec_driver_sql(statement, self._parameters)
        except DBAPIError as error:
            if isinstance(error.orig, psycopg.DataError):
                raise InvalidArgument(
                    "Expected variables that the database can hold, but one has a character U+0000 or a number out of "
                    "range. Send other values."
                ) from error
            raise
