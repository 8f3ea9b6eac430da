"""Handing work to procrastinate: deferred on the transaction's own connection, so it commits or vanishes with it.

Work is named by its task; whoever defers imports neither the worker nor the handlers. Losing what was handed over
loses nothing: the sweep of `service.worker` finds what is due in our own tables and hands it over again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import procrastinate
from sqlalchemy import Connection, text

from service.persistence.tables.job import AVAILABLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from procrastinate.types import JSONDict

RUN_JOB = "run_job"
FIRE_TIMERS = "fire_timers"
#: timers have a queue of their own, so that they need not stand in line behind slow jobs
TIMER_QUEUE = "timers"
#: timers that one task fires, one after the other: what procrastinate costs is shared by them
TIMERS_TOGETHER = 10
#: where quick handlers are tried again, and where they go when one transaction runs too many of them
RETRY_QUEUE = "quick"

# never opened: it only writes the SQL, on the connection that it is given (an opened asynchronous connector would
# route a synchronous connection to asynchronous code and fail)
_app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


def defer_jobs(connection: Connection, queue: str, keys: Sequence[int]) -> None:
    """Have handlers run for these jobs."""
    arguments: list[JSONDict] = [{"key": key} for key in keys]
    _defer(connection, RUN_JOB, queue, arguments)


def defer_timers(connection: Connection, keys: Sequence[int]) -> None:
    """Have these timers fired, some by one worker, some by another."""
    chunks: list[JSONDict] = [
        {"keys": list(keys[first : first + TIMERS_TOGETHER])} for first in range(0, len(keys), TIMERS_TOGETHER)
    ]
    _defer(connection, FIRE_TIMERS, TIMER_QUEUE, chunks)


def _defer(connection: Connection, task: str, queue: str, arguments: Sequence[JSONDict]) -> None:
    if arguments:
        driver = connection.connection.driver_connection
        _app.configure_task(task, queue=queue, connection=driver).batch_defer(*arguments)


_DUE_TIMERS = text("""
    UPDATE timer SET dispatched_at = :now WHERE key IN (
        SELECT key FROM timer WHERE due <= :now AND (dispatched_at IS NULL OR dispatched_at < :stale)
        ORDER BY due LIMIT :limit FOR UPDATE SKIP LOCKED)
    RETURNING key
""")
#: due are jobs that were never handed over (tried again after a back-off), whose worker let its deadline pass (it was
#: killed), or whose hand-over seems lost
_DUE_JOBS = text(f"""
    UPDATE job SET dispatched_at = :now, deadline = NULL WHERE key IN (
        SELECT key FROM job
        WHERE {AVAILABLE} AND queue IS NOT NULL
          AND (not_before IS NULL OR not_before <= :now)
          AND (deadline <= :now OR deadline IS NULL AND (dispatched_at IS NULL OR dispatched_at < :stale))
        ORDER BY dispatched_at NULLS FIRST LIMIT :limit FOR UPDATE SKIP LOCKED)
    RETURNING key, queue
""")


def dispatch_due_timers(connection: Connection, now: datetime, stale: datetime, limit: int) -> int:
    """Hand over the timers that are due and were not handed over since `stale`; answer how many."""
    keys = list(connection.execute(_DUE_TIMERS, {"now": now, "stale": stale, "limit": limit}).scalars())
    defer_timers(connection, keys)
    return len(keys)


def return_timer(connection: Connection, key: int) -> None:
    """A timer could not be fired just now: have it handed over again soon."""
    connection.execute(text("UPDATE timer SET dispatched_at = NULL WHERE key = :key"), {"key": key})


def dispatch_due_jobs(connection: Connection, now: datetime, stale: datetime, limit: int) -> int:
    """Hand over the jobs of our own handlers that are due and nobody is at; answer how many."""
    due = connection.execute(_DUE_JOBS, {"now": now, "stale": stale, "limit": limit}).all()
    for queue in sorted({row.queue for row in due}):
        defer_jobs(connection, queue, [row.key for row in due if row.queue == queue])
    return len(due)
