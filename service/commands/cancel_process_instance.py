"""Terminate a root instance and everything it called."""

from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class CancelProcessInstance:
    """The key of the instance."""

    key: int


def cancel_process_instance(connection: Connection, command: CancelProcessInstance, context: CommandContext) -> None:
    """Cancel it. Raises NotFound if it is not running, InvalidState for a called instance, naming its root."""
    raise NotImplementedError
