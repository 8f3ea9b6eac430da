"""A job that its worker comes back to."""

from typing import Any

from sqlalchemy import Connection

from service import metrics
from service.commands.context import CommandContext
from service.commands.instance_work import InstanceWork, find_instance
from service.errors import InvalidState, NotFound
from service.states import JobState


def open_job(connection: Connection, context: CommandContext, key: int) -> InstanceWork:
    """The instance of a job that can still be finished, late or not.

    Raises NotFound if it is over (or never was), InvalidState if it waits for an incident to be resolved."""
    work = find_instance(connection, context, "job", key)
    if work is None or work.row.get("ended_at") is not None:
        raise NotFound(f"Expected an open job with key '{key}', but there is none.")
    state = work.row["state"]
    if state == JobState.ERROR_THROWN or (state == JobState.FAILED and not work.row["has_failed_with_retries_left"]):
        raise InvalidState(
            f"Expected the job with key '{key}' to be worked on, but it is {state} with an incident. "
            "Resolve the incident first."
        )
    return work


def audit_job(work: InstanceWork, event: str, **details: Any) -> None:
    """Note what became of the job by which the instance was found."""
    row = work.row
    metrics.job_ended(row["type"], event.removeprefix("job_"))
    place = {"elementId": row["element_id"], "jobType": row["type"]}
    work.audit(event, "job", row["key"], row["process_instance_key"], **place, **details)
