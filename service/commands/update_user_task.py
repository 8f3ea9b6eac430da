"""Change dates, candidates or priority of a user task."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class UpdateUserTask:
    """`changes` holds what is to change, by column: due_date, follow_up_date (None clears), candidate_users,
    candidate_groups, priority."""

    key: int
    changes: Mapping[str, Any]


def update_user_task(connection: Connection, command: UpdateUserTask, context: CommandContext) -> None:
    """Write the changes. Raises NotFound, InvalidState, Forbidden, InvalidArgument if there are none."""
    raise NotImplementedError
