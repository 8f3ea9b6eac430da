"""A message is published to whoever waits for it, unbuffered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext


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
    raise NotImplementedError
