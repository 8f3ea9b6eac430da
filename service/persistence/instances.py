"""Running instances: locked and loaded in two statements.

The lock comes first and alone: a statement that waits for a lock goes on with the other tables as they were when it
began, so everything else is read by the next one.
"""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection

from service import exact_json

#: the tables whose rows belong to an instance, by any of which it is found
By = Literal["process_instance", "element_instance", "user_task", "job", "incident", "timer", "message_subscription"]
_TABLES: tuple[By, ...] = get_args(By)

_LOCKS = {
    by: f"""
SELECT root_process_instance_key, process_definition_key, content, awaited FROM snapshot
WHERE root_process_instance_key = (SELECT root_process_instance_key FROM {by} WHERE key = %(key)s) FOR UPDATE
"""
    for by in _TABLES
}
_LOADS = {
    by: f"""
SELECT p.business_id, p.tags,
    (SELECT json_agg(json_build_array(v.scope_key, v.name, v.value))
       FROM variable v WHERE v.root_process_instance_key = p.key AND v.open)::text,
    (SELECT json_agg(json_build_array(c.key, c.process_definition_key)) FROM process_instance c
      WHERE c.root_process_instance_key = p.key AND c.state = 'ACTIVE'
        AND c.parent_process_instance_key IS NOT NULL)::text,
    (SELECT json_agg(row_to_json(s)) FROM stage_clock s
      WHERE s.root_process_instance_key = p.key AND s.ended_at IS NULL)::text,
    (SELECT row_to_json(t) FROM {by} t WHERE t.key = %(key)s)::text
FROM process_instance p WHERE p.key = %(root)s
"""
    for by in _TABLES
}


@dataclass(frozen=True, slots=True)
class StoredInstance:
    """A running root instance, locked until the transaction ends."""

    root_key: int
    process_definition_key: int
    snapshot: bytes
    awaited: bool
    business_id: str | None
    tags: tuple[str, ...]
    #: of all open scopes: scope key, name, value
    variables: list[tuple[int, str, Any]]
    #: process definition by instance, the root and the running called ones
    definitions: dict[int, int]
    #: rows of the clocks of its stages that are not over; times are texts
    stage_clocks: list[dict[str, Any]]
    #: the row by which it was found, read after the lock; times are texts
    row: dict[str, Any] | None


def lock_and_load(connection: Connection, by: By, key: int) -> StoredInstance | None:
    """The running instance that the row with this key belongs to; None if there is none, or it has ended.

    Waits for other commands on the instance; after the lock timeout the database raises LockNotAvailable."""
    locked = connection.exec_driver_sql(_LOCKS[by], {"key": key}).one_or_none()
    if locked is None:
        return None
    root, definition, content, awaited = locked
    loaded = connection.exec_driver_sql(_LOADS[by], {"key": key, "root": root}).one()
    business_id, tags, variables, called, clocks, row = loaded
    return StoredInstance(
        root_key=root,
        process_definition_key=definition,
        snapshot=content,
        awaited=awaited,
        business_id=business_id,
        tags=tuple(tags),
        variables=exact_json.decode(variables) if variables else [],
        definitions={root: definition, **dict(exact_json.decode(called) if called else [])},
        stage_clocks=exact_json.decode(clocks) if clocks else [],
        row=exact_json.decode(row) if row else None,
    )


def exists(connection: Connection, by: By, key: int) -> bool:
    """Whether there is or was such a row."""
    return connection.exec_driver_sql(f"SELECT 1 FROM {by} WHERE key = %(key)s", {"key": key}).first() is not None


def place(connection: Connection, key: int) -> dict[str, int | None]:
    """The columns that say to which process instance, running or ended, a row belongs; empty if there is none."""
    statement = (
        "SELECT key AS process_instance_key, root_process_instance_key, process_definition_key "
        "FROM process_instance WHERE key = %(key)s"
    )
    row = connection.exec_driver_sql(statement, {"key": key}).mappings().one_or_none()
    return {} if row is None else dict(row)
