"""Change retries, timeout or priority of a job."""

from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class UpdateJob:
    """None leaves as it is. `timeout` in milliseconds from now."""

    key: int
    retries: int | None = None
    timeout: int | None = None
    priority: int | None = None


def update_job(connection: Connection, command: UpdateJob, context: CommandContext) -> None:
    """Write the changes. Raising the retries alone restarts nothing: the incident is resolved by its own command.

    Raises NotFound, InvalidArgument (nothing to change, retries below 1, timeout below 1)."""
    raise NotImplementedError
