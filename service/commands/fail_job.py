"""A worker could not do a job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from service.commands.advance import advance, failed_columns
from service.commands.context import CommandContext
from service.commands.instance_work import InstanceWork
from service.commands.open_job import audit_job, open_job
from service.persistence import jobs
from service.states import IncidentType


@dataclass(frozen=True, slots=True)
class FailJob:
    """`retries` left; at zero an incident is raised. `back_off` in milliseconds. `variables` are local to the
    element."""

    key: int
    retries: int = 0
    message: str | None = None
    back_off: int = 0
    variables: Mapping[str, Any] = field(default_factory=dict)


def fail_job(connection: Connection, command: FailJob, context: CommandContext) -> None:
    """Note the failure. Raises NotFound, InvalidState if the job is not open."""
    work = open_job(connection, context, command.key)
    back_off = timedelta(milliseconds=max(command.back_off, 0))
    fail(work, command.key, command.retries, command.message, back_off, command.variables)
    advance(work)


def fail(
    work: InstanceWork,
    key: int,
    retries: int,
    message: str | None,
    back_off: timedelta | None,
    variables: Mapping[str, Any],
) -> None:
    """Write the failure of a job, and raise an incident if no retries are left."""
    columns = failed_columns(work, retries, message, back_off)
    jobs.amend(work.connection, key, {**columns, "dispatched_at": None})
    if variables:
        work.instance.set_variables(key, variables, local=True)
    if columns["retries"] == 0:
        work.instance.raise_incident(key, IncidentType.JOB_NO_RETRIES, message or "The worker gave no message.")
    audit_job(work, "job_failed", retries=columns["retries"])
