"""A user task goes back to its candidates."""

from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class UnassignUserTask:
    """The key of the task."""

    key: int


def unassign_user_task(connection: Connection, command: UnassignUserTask, context: CommandContext) -> None:
    """Take the assignee away. Raises NotFound, InvalidState, Forbidden."""
    raise NotImplementedError
