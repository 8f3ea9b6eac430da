"""Move an instance on until only waits remain: the engine steps, quick handlers run between its steps, in the same
transaction; then everything is written."""

from datetime import timedelta
from typing import Any

from service import metrics
from service.changes import ElementEntered, JobOpened, WaitClosed
from service.commands.instance_work import InstanceWork, write
from service.commands.job_documents import store_job_documents
from service.commands.job_signatures import store_job_signatures
from service.handler_runner import Completed, ErrorThrown, Failed, JobRun
from service.persistence import channels, dispatch, jobs
from service.persistence.dispatch import RETRY_QUEUE
from service.states import IncidentType, JobState

#: quick handlers that one transaction runs; the rest is left to the worker, so that a loop of them holds up nobody
QUICK_RUNS = 200
_OUTCOMES = {Completed: "completed", ErrorThrown: "error_thrown", Failed: "failed"}
_FIRST_BACK_OFF = timedelta(seconds=1)


def advance(work: InstanceWork) -> None:
    """Step, run quick handlers, step again, …; then write. Never commits."""
    waiting = _settle(work, {})
    runs = 0
    while waiting and runs < QUICK_RUNS:
        key = next(iter(waiting))
        _run_quick(work, waiting.pop(key))
        runs += 1
        waiting = _settle(work, waiting)
    for key in waiting:
        work.projection.waits.jobs[key]["queue"] = RETRY_QUEUE
    for watch in work.context.runtime.watchers:
        watch(work)
    _hand_over(work)
    if work.instance.finished and work.awaited:
        work.batch.notify(channels.INSTANCE_ENDED, str(work.facts.root_key))
    write(work)


def _settle(work: InstanceWork, waiting: dict[int, JobOpened]) -> dict[int, JobOpened]:
    """Let the engine step; answer the jobs that wait for quick handlers, in the order in which they were opened."""
    work.instance.settle()
    changes = work.instance.take_changes()
    work.projection.add(changes)
    metrics.steps_taken(sum(isinstance(change, ElementEntered) for change in changes.items))
    for change in changes.items:
        if isinstance(change, JobOpened) and work.context.runtime.handlers.is_quick(change.type):
            waiting[change.key] = change
        elif isinstance(change, WaitClosed):
            waiting.pop(change.key, None)
    return waiting


def _run_quick(work: InstanceWork, job: JobOpened) -> None:
    outcome = work.context.runtime.handlers.run(
        JobRun(
            job_key=job.key,
            job_type=job.type,
            process_instance_key=job.instance_key,
            element_id=job.element_id,
            headers=job.headers,
            variables=work.instance.variables(job.key),
            now=work.context.now,
        )
    )
    metrics.job_ended(job.type, _OUTCOMES[type(outcome)])
    row = work.projection.waits.jobs[job.key]
    match outcome:
        case Completed():
            store_job_documents(work, job.instance_key, outcome.documents)
            store_job_signatures(work, job.instance_key, outcome.signatures)
            work.instance.complete(job.key, outcome.variables)
        case ErrorThrown():
            row.update(error_code=outcome.code, error_message=outcome.message)
            throw_error(work, job.key, outcome.code, outcome.message, outcome.variables)
        case Failed():
            row.update(failed_columns(work, job.retries - 1 if outcome.retry else 0, outcome.message))
            row["queue"] = RETRY_QUEUE
            if row["retries"] == 0:
                work.instance.raise_incident(job.key, IncidentType.JOB_NO_RETRIES, outcome.message)


def throw_error(work: InstanceWork, key: int, code: str, message: str | None, variables: Any) -> None:
    """A job throws a BPMN error; caught or not, the job is over for its worker."""
    work.projection.waits.job_states[key] = JobState.ERROR_THROWN
    work.projection.records.throwing_jobs.add(key)
    if not work.instance.throw_error(key, code, message, variables):
        opened_now = work.projection.waits.jobs.get(key)
        if opened_now is None:
            jobs.amend(work.connection, key, {"state": JobState.ERROR_THROWN, "updated_at": work.context.now})
        else:
            opened_now["state"] = JobState.ERROR_THROWN


def failed_columns(
    work: InstanceWork, retries: int, message: str | None, back_off: timedelta | None = None
) -> dict[str, Any]:
    """What a failure writes into the job's row. Without a given back-off it doubles, the fewer retries are left."""
    left = max(retries, 0)
    wait = _FIRST_BACK_OFF * 2 ** max(0, 3 - left) if back_off is None else back_off
    return {
        "state": JobState.FAILED,
        "retries": left,
        "error_message": message,
        "not_before": work.context.now + wait if left else None,
        "deadline": None,
        "has_failed_with_retries_left": left > 0,
        "updated_at": work.context.now,
    }


def _hand_over(work: InstanceWork) -> None:
    """Have somebody work on the jobs that stay open: our worker, or external ones that poll for them."""
    now = work.context.now
    handlers = work.context.runtime.handlers
    keys: dict[str, list[int]] = {}
    for key, row in work.projection.waits.jobs.items():
        if row["state"] != JobState.CREATED or row.get("ended_at") is not None:
            continue
        if row["queue"] is not None:
            row["dispatched_at"] = now
            keys.setdefault(row["queue"], []).append(key)
        elif not handlers.knows(row["type"]):
            work.batch.notify(channels.JOB_AVAILABLE, row["type"])
    for queue, opened in sorted(keys.items()):
        dispatch.defer_jobs(work.connection, queue, opened)
