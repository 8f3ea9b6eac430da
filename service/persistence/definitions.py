"""Deployed definitions: which version a reference means, and the files they were read from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

Kind = Literal["process", "decision", "form"]

_TABLES: Mapping[Kind, tuple[str, str]] = {
    "process": ("process_definition", "process_definition_id"),
    "decision": ("decision_definition", "decision_definition_id"),
    "form": ("form", "form_id"),
}
_LATEST = {
    kind: f"SELECT key FROM {table} WHERE {column} = %(id)s ORDER BY version DESC LIMIT 1"
    for kind, (table, column) in _TABLES.items()
}
_TAGGED = {
    kind: f"SELECT key FROM {table} WHERE {column} = %(id)s AND version_tag = %(tag)s ORDER BY version DESC LIMIT 1"
    for kind, (table, column) in _TABLES.items()
}
_VERSION = "SELECT key FROM process_definition WHERE process_definition_id = %(id)s AND version = %(version)s"
_PROCESS = """
SELECT p.key, p.process_definition_id, p.name, p.version, p.version_tag, p.bindings, p.resource_name, r.content
FROM process_definition p JOIN resource r ON r.key = p.resource_key WHERE p.key = %(key)s
"""
_DECISION = """
SELECT d.key, d.decision_definition_id, d.decision_requirements_key FROM decision_definition d WHERE d.key = %(key)s
"""
_REQUIREMENTS = """
SELECT q.resource_name, r.content,
    (SELECT json_object_agg(d.decision_definition_id, d.key)
       FROM decision_definition d WHERE d.decision_requirements_key = q.key) AS keys
FROM decision_requirements q JOIN resource r ON r.key = q.resource_key WHERE q.key = %(key)s
"""
_BESIDE = """
SELECT beside.content FROM decision_requirements q
JOIN resource r ON r.key = q.resource_key
JOIN resource beside ON beside.deployment_key = r.deployment_key AND beside.key <> r.key
WHERE q.key = %(key)s AND beside.name ILIKE '%%.dmn' ORDER BY beside.key
"""
_BESIDE_KEYS = """
SELECT d.decision_definition_id, d.key FROM decision_requirements own
JOIN resource r ON r.key = own.resource_key
JOIN resource beside ON beside.deployment_key = r.deployment_key
JOIN resource same ON same.sha256 = beside.sha256
JOIN decision_requirements q ON q.resource_key = same.key
JOIN decision_definition d ON d.decision_requirements_key = q.key
WHERE own.key = %(key)s ORDER BY d.version
"""


@dataclass(frozen=True, slots=True)
class ProcessFile:
    """A process definition with the file it was read from."""

    key: int
    process_definition_id: str
    name: str | None
    version: int
    version_tag: str | None
    bindings: Mapping[str, Mapping[str, int]]
    resource_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RequirementsFile:
    """A DMN file, and the keys of its decisions by id."""

    resource_name: str
    content: bytes
    keys: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DecisionReference:
    """Which decision of which DMN file a key means."""

    key: int
    decision_id: str
    requirements_key: int


def latest(connection: Connection, kind: Kind, definition_id: str) -> int | None:
    """The key of the latest version with this id."""
    return _scalar(connection, _LATEST[kind], {"id": definition_id})


def tagged(connection: Connection, kind: Kind, definition_id: str, tag: str) -> int | None:
    """The key of the latest version with this id and version tag."""
    return _scalar(connection, _TAGGED[kind], {"id": definition_id, "tag": tag})


def process_version(connection: Connection, process_id: str, version: int) -> int | None:
    """The key of a version of a process."""
    return _scalar(connection, _VERSION, {"id": process_id, "version": version})


def process_file(connection: Connection, key: int) -> ProcessFile | None:
    """A process definition with its file."""
    row = connection.exec_driver_sql(_PROCESS, {"key": key}).one_or_none()
    return None if row is None else ProcessFile(*row)


def requirements_file(connection: Connection, key: int) -> RequirementsFile:
    """A DMN file; it exists, since one of its decisions names it."""
    return RequirementsFile(*connection.exec_driver_sql(_REQUIREMENTS, {"key": key}).one())


def files_beside(connection: Connection, requirements_key: int) -> Iterator[bytes]:
    """The other DMN files that were kept with this one: what it imports is among them."""
    for row in connection.exec_driver_sql(_BESIDE, {"key": requirements_key}):
        yield bytes(row.content)


def decision_keys_beside(connection: Connection, requirements_key: int) -> dict[str, int]:
    """Keys of the decisions in the files that were kept with this one, by id."""
    rows = connection.exec_driver_sql(_BESIDE_KEYS, {"key": requirements_key})
    return {row.decision_definition_id: row.key for row in rows}


def decision_reference(connection: Connection, key: int) -> DecisionReference | None:
    """Where the decision with this key stands."""
    row = connection.exec_driver_sql(_DECISION, {"key": key}).one_or_none()
    return None if row is None else DecisionReference(*row)


def _scalar(connection: Connection, statement: str, parameters: dict[str, Any]) -> int | None:
    found: int | None = connection.exec_driver_sql(statement, parameters).scalar()
    return found
