"""A message is given to whoever waits for it; it is an error if nobody does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext
from service.commands.correlation import correlate
from service.errors import NotFound


@dataclass(frozen=True, slots=True)
class CorrelatedMessage:
    """`process_instance_key` is that of the first instance."""

    key: int
    process_instance_key: int


@dataclass(frozen=True, slots=True)
class CorrelateMessage:
    """Name and correlation key as the subscription has them."""

    name: str
    correlation_key: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)
    business_id: str | None = None


def correlate_message(connection: Connection, command: CorrelateMessage, context: CommandContext) -> CorrelatedMessage:
    """Correlate it, once per process id. Raises NotFound if nobody waits for it."""
    key = context.runtime.keys.take(connection)
    instances = correlate(
        connection, context, key, command.name, command.correlation_key, command.variables, command.business_id
    )
    if not instances:
        raise NotFound(
            f"Expected somebody to wait for the message '{command.name}' with correlation key "
            f"'{command.correlation_key}', but nobody does."
        )
    return CorrelatedMessage(key, instances[0])
