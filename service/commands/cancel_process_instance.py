"""Terminate a root instance and everything it called."""

from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands.advance import advance
from service.commands.context import CommandContext
from service.commands.instance_work import open_instance
from service.errors import InvalidState


@dataclass(frozen=True, slots=True)
class CancelProcessInstance:
    """The key of the instance."""

    key: int


def cancel_process_instance(connection: Connection, command: CancelProcessInstance, context: CommandContext) -> None:
    """Cancel it. Raises NotFound if it is not running, InvalidState for a called instance, naming its root."""
    work = open_instance(connection, context, "process_instance", command.key)
    if command.key != work.facts.root_key:
        raise InvalidState(
            f"Expected a root process instance, but '{command.key}' was called by another. Cancel the root "
            f"'{work.facts.root_key}'."
        )
    work.instance.cancel()
    work.audit("process_instance_cancelled", "process_instance", command.key, command.key)
    advance(work)
