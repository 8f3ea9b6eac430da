"""The sweep: whatever is due in our tables is handed to procrastinate, again if need be; and what nobody needs any
more is deleted."""

from datetime import timedelta

from sqlalchemy import text

from service import clock
from service.handler_runner import HandlerRunner
from service.persistence import dispatch, jobs
from service.persistence.database import Database
from service.persistence.keys import Keys
from service.presales.stages.notices import tell_due

#: hand-overs at once; more follow in the next round
_LIMIT = 500
#: a hand-over of which nothing came in this time is taken for lost; longer than a queue is likely to be
LOST_TIMER = timedelta(seconds=30)
LOST_JOB = timedelta(minutes=10)
#: how long the answer to an idempotency key is kept
_IDEMPOTENCY = timedelta(hours=24)

_EXPIRED = (
    "DELETE FROM message WHERE expires_at <= :now",
    "DELETE FROM document WHERE expires_at <= :now",
    "DELETE FROM idempotency_key WHERE created_at <= :forgotten",
)


def sweep_timers(database: Database) -> int:
    """Hand over the timers that are due; answer how many."""
    with database.begin() as connection:
        now = clock.now()
        return dispatch.dispatch_due_timers(connection, now, now - LOST_TIMER, _LIMIT)


def sweep_jobs(database: Database) -> int:
    """Hand over the jobs of our handlers that are due and that nobody is at; answer how many."""
    with database.begin() as connection:
        now = clock.now()
        return dispatch.dispatch_due_jobs(connection, now, now - LOST_JOB, _LIMIT)


def sweep_stage_limits(database: Database, keys: Keys) -> int:
    """Tell people about the stages that take too long; answer how many notices that made."""
    with database.begin() as connection:
        return tell_due(connection, clock.now(), lambda: keys.take(connection))


def adopt_jobs(database: Database, handlers: HandlerRunner) -> int:
    """Jobs that were opened before their handler was registered are its from now on; answer how many."""
    queues = {each: handlers.queue(each) or dispatch.RETRY_QUEUE for each in handlers.job_types()}
    with database.begin() as connection:
        return jobs.adopt(connection, queues)


def keep_house(database: Database) -> None:
    """Delete what has expired."""
    for statement in _EXPIRED:
        with database.begin() as connection:
            now = clock.now()
            connection.execute(text(statement), _needed(statement, now=now, forgotten=now - _IDEMPOTENCY))


def _needed(statement: str, **parameters: object) -> dict[str, object]:
    return {name: value for name, value in parameters.items() if f":{name}" in statement}
