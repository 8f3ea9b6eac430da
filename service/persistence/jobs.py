"""Jobs: activated by external workers, claimed by ours, amended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, select, text, update

from service import exact_json, metrics
from service.persistence.tables import job
from service.persistence.tables.job import AVAILABLE

#: such a job that is due and that nobody is at
_DUE = f"""{AVAILABLE}
    AND (deadline IS NULL OR deadline <= %(now)s) AND (not_before IS NULL OR not_before <= %(now)s)"""
_ACTIVATE = f"""
UPDATE job SET deadline = %(deadline)s, worker = %(worker)s, updated_at = %(now)s
WHERE key IN (
    SELECT key FROM job WHERE type = %(type)s AND queue IS NULL AND {_DUE}
    ORDER BY priority DESC, created_at, key LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING key
"""
_CLAIM = f"""
UPDATE job SET deadline = %(deadline)s, worker = %(worker)s, updated_at = %(now)s
WHERE key = (SELECT key FROM job WHERE key = %(key)s AND queue IS NOT NULL AND {_DUE} FOR UPDATE SKIP LOCKED)
RETURNING key
"""
#: jobs with what their workers need: the variables of every scope around the element, the innermost winning
_DETAILS = """
SELECT j.key, j.type, j.process_instance_key, j.root_process_instance_key, j.process_definition_key,
    d.process_definition_id, d.version AS process_definition_version, j.element_id, j.custom_headers, j.worker,
    j.retries, j.deadline, j.priority, p.business_id, p.tags, greatest(j.created_at, j.not_before) AS due,
    (WITH RECURSIVE around AS (
        SELECT e.key, e.scope_key, 0 AS depth FROM element_instance e WHERE e.key = j.key
        UNION ALL
        SELECT e.key, e.scope_key, a.depth + 1 FROM element_instance e JOIN around a ON e.key = a.scope_key
    ), scope AS (
        SELECT key, depth FROM around UNION SELECT j.process_instance_key, 1000000
    )
    SELECT json_object_agg(v.name, v.value) FROM (
        SELECT DISTINCT ON (v.name) v.name, v.value FROM variable v JOIN scope s ON s.key = v.scope_key
        WHERE v.open ORDER BY v.name, s.depth
    ) v)::text AS variables
FROM job j
JOIN process_definition d ON d.key = j.process_definition_key
JOIN process_instance p ON p.key = j.root_process_instance_key
WHERE j.key = ANY(%(keys)s) ORDER BY j.priority DESC, j.created_at, j.key
"""


def activate(
    connection: Connection,
    *,
    job_type: str,
    limit: int,
    worker: str,
    now: datetime,
    deadline: datetime,
) -> list[dict[str, Any]]:
    """Give jobs of a type to an external worker until the deadline; those that others are taking just now, and those
    that wait for a handler of ours, are passed over."""
    taken = {"type": job_type, "limit": limit, "worker": worker, "now": now, "deadline": deadline}
    keys = list(connection.exec_driver_sql(_ACTIVATE, taken).scalars())
    return _begun(details(connection, keys), now)


def claim(connection: Connection, key: int, *, worker: str, now: datetime, deadline: datetime) -> dict[str, Any] | None:
    """Give one job to a worker of ours; None if it is not there, not due, or somebody is at it."""
    taken = {"key": key, "worker": worker, "now": now, "deadline": deadline}
    if connection.exec_driver_sql(_CLAIM, taken).first() is None:
        return None
    return _begun(details(connection, [key]), now)[0]


def _begun(taken: list[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    for each in taken:
        metrics.job_begun(each["type"], (now - each.pop("due")).total_seconds())
    return taken


def adopt(connection: Connection, queues: Mapping[str, str]) -> int:
    """Give jobs that wait for external workers to the queues of handlers that are registered by now, by type."""
    statement = (
        update(job)
        .where(job.c.type.in_(queues), job.c.queue.is_(None), text(AVAILABLE))
        .values(queue=case(queues, value=job.c.type))
    )
    return connection.execute(statement).rowcount


def details(connection: Connection, keys: list[int]) -> list[dict[str, Any]]:
    """Jobs with the variables that their elements see, by priority, then in order."""
    if not keys:
        return []
    found = [dict(row) for row in connection.exec_driver_sql(_DETAILS, {"keys": keys}).mappings()]
    for each in found:
        each["variables"] = exact_json.decode(each["variables"]) if each["variables"] else {}
    return found


def amend(connection: Connection, key: int, columns: Mapping[str, Any]) -> None:
    """Change columns of a job."""
    connection.execute(update(job).where(job.c.key == key).values(**columns))


def give_back(connection: Connection, key: int, now: datetime) -> None:
    """Let another worker take a claimed job at once, its retries unchanged."""
    still_open = update(job).where(job.c.key == key, job.c.ended_at.is_(None))
    connection.execute(still_open.values(deadline=now, updated_at=now))


def get(connection: Connection, key: int) -> dict[str, Any] | None:
    """The row of a job; None if there is none."""
    row = connection.execute(select(job).where(job.c.key == key)).mappings().first()
    return None if row is None else dict(row)
