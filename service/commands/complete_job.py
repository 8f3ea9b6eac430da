"""A worker has done a job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext
from service.commands.create_document import NewDocument


@dataclass(frozen=True, slots=True)
class CompleteJob:
    """`variables` are its result. `documents` are stored with it, in the same transaction."""

    key: int
    variables: Mapping[str, Any] = field(default_factory=dict)
    documents: tuple[NewDocument, ...] = ()


def complete_job(connection: Connection, command: CompleteJob, context: CommandContext) -> None:
    """Complete it and move the instance on. Late completion is accepted while the job is open.

    Raises NotFound if the job is not there or not open any more."""
    raise NotImplementedError
