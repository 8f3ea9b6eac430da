"""Start an instance of a process: of its latest version, or of one given by key, version or tag."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class StartedProcessInstance:
    """`completed`: it met no wait and is over already."""

    key: int
    process_definition_key: int
    process_definition_id: str
    version: int
    business_id: str | None
    tags: tuple[str, ...]
    completed: bool


@dataclass(frozen=True, slots=True)
class StartProcessInstance:
    """Exactly one of key and id; with the id at most one of version and tag.

    `start_at` are ids of elements to start before, instead of the start event. `await_completion`: the end of the
    instance will be notified (see `service.commands.notifications`)."""

    process_definition_key: int | None = None
    process_definition_id: str | None = None
    version: int | None = None
    version_tag: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    business_id: str | None = None
    tags: tuple[str, ...] = ()
    start_at: tuple[str, ...] = ()
    await_completion: bool = False


def start_process_instance(
    connection: Connection, command: StartProcessInstance, context: CommandContext
) -> StartedProcessInstance:
    """Start it and move it to its first waits.

    Raises NotFound if there is no such process, AlreadyExists if an instance with the business id is running,
    InvalidArgument for variables that do not fit."""
    raise NotImplementedError
