"""A timer is due."""

from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class FireTimer:
    """The key of the timer."""

    key: int


def fire_timer(connection: Connection, command: FireTimer, context: CommandContext) -> bool:
    """Fire it if it is still there and due, and answer whether it was: a timer never fires twice."""
    raise NotImplementedError
