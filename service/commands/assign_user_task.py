"""A user task is given to a person, who may be the actor (claim)."""

from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class AssignUserTask:
    """Without `allow_override` a task that is somebody else's is refused."""

    key: int
    assignee: str
    allow_override: bool = True


def assign_user_task(connection: Connection, command: AssignUserTask, context: CommandContext) -> None:
    """Assign it.

    Raises NotFound, InvalidState, Forbidden (not the actor's to give, or the assignee performed what it reviews)."""
    raise NotImplementedError
