"""A worker found what the diagram models as an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class ThrowJobError:
    """`code` selects the boundary event or event sub-process."""

    key: int
    code: str
    message: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)


def throw_job_error(connection: Connection, command: ThrowJobError, context: CommandContext) -> None:
    """Take the modelled path; if there is none, an incident says so. Raises NotFound, InvalidState."""
    raise NotImplementedError
