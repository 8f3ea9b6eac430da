"""Who acts, when, and with what: given to every command explicitly."""

from dataclasses import dataclass, field
from datetime import datetime

from service.commands.runtime import Runtime
from service.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class CommandContext:
    """`now` is the time of the whole transaction (`clock.now()` after it has begun); `instances` collects the keys of
    the root instances that the command works with, for whoever logs what it did."""

    runtime: Runtime
    actor: Actor
    now: datetime
    request_id: str | None = None
    instances: set[int] = field(default_factory=set)
