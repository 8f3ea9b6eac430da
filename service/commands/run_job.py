"""Run the slow handler of a job: claimed in one transaction, run in none, finished in another."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from service.commands.advance import advance, throw_error
from service.commands.context import CommandContext
from service.commands.fail_job import fail
from service.commands.instance_work import find_instance
from service.commands.job_documents import store_job_documents
from service.commands.job_messages import store_job_messages
from service.commands.job_signatures import store_job_signatures
from service.commands.open_job import audit_job
from service.handler_runner import Completed, ErrorThrown, Failed, JobRun, Outcome
from service.persistence import jobs

#: how much longer than its handler's deadline a claim lasts: time to finish
GRACE = timedelta(seconds=15)


def claim_job(connection: Connection, key: int, worker: str, context: CommandContext) -> JobRun | None:
    """Take a job of ours; None if it is over, not due, or somebody is at it."""
    taken = jobs.claim(
        connection, key, worker=worker, now=context.now, deadline=context.now + GRACE + timedelta(seconds=60)
    )
    if taken is None:
        return None
    deadline = context.now + GRACE + timedelta(seconds=context.runtime.handlers.deadline(taken["type"]))
    jobs.amend(connection, key, {"deadline": deadline})
    run = JobRun(
        job_key=key,
        job_type=taken["type"],
        process_instance_key=taken["process_instance_key"],
        element_id=taken["element_id"],
        headers=taken["custom_headers"],
        variables=taken["variables"],
        now=context.now,
    )
    wanted = context.runtime.handlers.reads(run.job_type)
    return replace(run, records={name: context.runtime.readers[name](connection, run) for name in wanted})


def finish_job(connection: Connection, run: JobRun, outcome: Outcome, context: CommandContext) -> bool:
    """Take in what came of a run; False if the job is not wanted any more (its element has left, another run of it
    was quicker)."""
    work = find_instance(connection, context, "job", run.job_key)
    if work is None or work.row.get("ended_at") is not None:
        return False
    match outcome:
        case Completed():
            store_job_documents(work, run.process_instance_key, outcome.documents)
            store_job_signatures(work, run.process_instance_key, outcome.signatures)
            store_job_messages(work, run.process_instance_key, outcome.messages)
            work.instance.complete(run.job_key, outcome.variables)
            audit_job(work, "job_completed")
        case ErrorThrown():
            columns = {"error_code": outcome.code, "error_message": outcome.message, "updated_at": context.now}
            jobs.amend(connection, run.job_key, columns)
            throw_error(work, run.job_key, outcome.code, outcome.message, outcome.variables)
            audit_job(work, "job_error_thrown", errorCode=outcome.code)
        case Failed():
            left = work.row["retries"] - 1 if outcome.retry else 0
            fail(work, run.job_key, left, outcome.message, None, {})
    advance(work)
    return True
