"""Handing work to procrastinate: deferred on the transaction's own connection, so it commits or vanishes with it.

Work is named by its task; whoever defers imports neither the worker nor the handlers. Losing what was handed over
loses nothing: the sweep of `service.worker` finds what is due in our own tables and hands it over again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import procrastinate
from sqlalchemy import Connection, text

from service.persistence.tables.job import AVAILABLE

if TYPE_CHECKING:
    from procrastinate.types import JSONDict

RUN_JOB = "run_job"
FIRE_TIMER = "fire_timer"
#: timers have a queue of their own, so that they need not stand in line behind slow jobs
TIMER_QUEUE = "timers"
#: where quick handlers are tried again, and where they go when one transaction runs too many of them
RETRY_QUEUE = "quick"

# never opened: it only writes the SQL, on the connection that it is given (an opened asynchronous connector would
# route a synchronous connection to asynchronous code and fail)
_app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


def defer_jobs(connection: Connection, queue: str, keys: Sequence[int], at: datetime | None = None) -> None:
    """Have handlers run for these jobs, not before `at`."""
    _defer(connection, RUN_JOB, queue, keys, at)


def defer_timers(connection: Connection, keys: Sequence[int]) -> None:
    """Have these timers fired."""
    _defer(connection, FIRE_TIMER, TIMER_QUEUE, keys, None)


def _defer(connection: Connection, task: str, queue: str, keys: Sequence[int], at: datetime | None) -> None:
    if not keys:
        return
    driver = connection.connection.driver_connection
    deferrer = _app.configure_task(task, queue=queue, connection=driver, schedule_at=at)
    arguments: list[JSONDict] = [{"key": key} for key in keys]
    deferrer.batch_defer(*arguments)


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


def dispatch_due_jobs(connection: Connection, now: datetime, stale: datetime, limit: int) -> int:
    """Hand over the jobs of our own handlers that are due and nobody is at; answer how many."""
    due = connection.execute(_DUE_JOBS, {"now": now, "stale": stale, "limit": limit}).all()
    for queue in sorted({row.queue for row in due}):
        defer_jobs(connection, queue, [row.key for row in due if row.queue == queue])
    return len(due)
