"""A person submits a user task."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class CompleteUserTask:
    """`variables` were validated against the task's form by the caller."""

    key: int
    variables: Mapping[str, Any] = field(default_factory=dict)


def complete_user_task(connection: Connection, command: CompleteUserTask, context: CommandContext) -> None:
    """Complete it and move the instance to its next waits.

    Raises NotFound, InvalidState if it is not open any more, Forbidden if it is not the actor's to do."""
    raise NotImplementedError
