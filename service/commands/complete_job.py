"""A worker has done a job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.advance import advance
from service.commands.context import CommandContext
from service.commands.open_job import audit_job, open_job


@dataclass(frozen=True, slots=True)
class CompleteJob:
    """`variables` are its result."""

    key: int
    variables: Mapping[str, Any] = field(default_factory=dict)


def complete_job(connection: Connection, command: CompleteJob, context: CommandContext) -> None:
    """Complete it and move the instance on. Late completion is accepted while the job is open.

    Raises NotFound if the job is not there or not open any more."""
    work = open_job(connection, context, command.key)
    work.instance.complete(command.key, command.variables)
    audit_job(work, "job_completed")
    advance(work)
