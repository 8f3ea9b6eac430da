"""Change retries, timeout or priority of a job."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext
from service.commands.instance_work import find_instance, write
from service.errors import InvalidArgument, NotFound
from service.persistence import jobs


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
    columns = _columns(command, context)
    work = find_instance(connection, context, "job", command.key)
    if work is None or work.row.get("ended_at") is not None:
        raise NotFound(f"Expected an open job with key '{command.key}', but there is none.")
    jobs.amend(connection, command.key, columns)
    work.audit(
        "job_updated", "job", command.key, work.row["process_instance_key"], changed=sorted(set(columns) - _STAMP)
    )
    write(work)


_STAMP = {"updated_at"}


def _columns(command: UpdateJob, context: CommandContext) -> dict[str, Any]:
    for name, value in (("retries", command.retries), ("timeout", command.timeout)):
        if value is not None and value < 1:
            raise InvalidArgument(f"The value for {name} is '{value}' but must be greater than 0.")
    columns: dict[str, Any] = {}
    if command.retries is not None:
        columns["retries"] = command.retries
    if command.timeout is not None:
        columns["deadline"] = context.now + timedelta(milliseconds=command.timeout)
    if command.priority is not None:
        columns["priority"] = command.priority
    if not columns:
        raise InvalidArgument("At least one of [retries, timeout, priority] is required.")
    return {**columns, "updated_at": context.now}
