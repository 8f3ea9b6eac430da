"""A worker could not do a job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext


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
    raise NotImplementedError
