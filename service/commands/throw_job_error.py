"""A worker found what the diagram models as an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.advance import advance, throw_error
from service.commands.context import CommandContext
from service.commands.open_job import audit_job, open_job
from service.persistence import jobs


@dataclass(frozen=True, slots=True)
class ThrowJobError:
    """`code` selects the boundary event or event sub-process."""

    key: int
    code: str
    message: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)


def throw_job_error(connection: Connection, command: ThrowJobError, context: CommandContext) -> None:
    """Take the modelled path; if there is none, an incident says so. Raises NotFound, InvalidState."""
    work = open_job(connection, context, command.key)
    columns = {"error_code": command.code, "error_message": command.message, "updated_at": context.now}
    jobs.amend(connection, command.key, columns)
    throw_error(work, command.key, command.code, command.message, command.variables)
    audit_job(work, "job_error_thrown", errorCode=command.code)
    advance(work)
