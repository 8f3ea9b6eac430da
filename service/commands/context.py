"""Who acts, when, and with what: given to every command explicitly."""

from dataclasses import dataclass
from datetime import datetime

from service.commands.runtime import Runtime
from service.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class CommandContext:
    """`now` is the time of the whole transaction (`clock.now()` after it has begun)."""

    runtime: Runtime
    actor: Actor
    now: datetime
    request_id: str | None = None
