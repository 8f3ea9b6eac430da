"""The clock is pinned, or let run again (test mode): for all processes of the service at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert

from service.commands.context import CommandContext
from service.persistence.tables.clock_pin import clock_pin


@dataclass(frozen=True, slots=True)
class PinClock:
    """The time that it shall stand at; None lets it run."""

    at: datetime | None


def pin_clock(connection: Connection, command: PinClock, context: CommandContext) -> None:  # noqa: ARG001 - as all
    """Write it down; every transaction that begins from now on reads it."""
    connection.execute(delete(clock_pin))
    if command.at is not None:
        connection.execute(insert(clock_pin).values(pinned_at=command.at))
