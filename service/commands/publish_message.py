"""A message is published to whoever waits for it, unbuffered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext
from service.commands.correlation import correlate
from service.errors import AlreadyExists
from service.persistence import messages


@dataclass(frozen=True, slots=True)
class PublishMessage:
    """`time_to_live` in milliseconds: how long the message id is refused a second time."""

    name: str
    correlation_key: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)
    message_id: str | None = None
    time_to_live: int = 0
    business_id: str | None = None


def publish_message(connection: Connection, command: PublishMessage, context: CommandContext) -> int:
    """Correlate it, once per process id, and answer the key of the message. Nobody waiting is no error.

    Raises AlreadyExists for a message id that was published before and has not expired."""
    key = context.runtime.keys.take(connection)
    if command.message_id:
        _remember(connection, command, key, context)
    correlate(connection, context, key, command.name, command.correlation_key, command.variables, command.business_id)
    return key


def _remember(connection: Connection, command: PublishMessage, key: int, context: CommandContext) -> None:
    is_new = messages.remember(
        connection,
        key=key,
        name=command.name,
        correlation_key=command.correlation_key,
        message_id=command.message_id or "",
        now=context.now,
        expires_at=context.now + timedelta(milliseconds=command.time_to_live),
    )
    if not is_new:
        raise AlreadyExists(
            f"Expected a new message id, but '{command.message_id}' was published for '{command.name}' already. "
            "Publish each message once."
        )
