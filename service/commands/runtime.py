"""What a process of the service keeps for all its commands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from service.commands.definitions import DefinitionCache
from service.engine import Limits
from service.handler_runner import HandlerRunner, JobRun
from service.persistence.keys import Keys

if TYPE_CHECKING:
    from service.commands.instance_work import InstanceWork

#: sees where an instance has come to, before that is written, and may add to what is written
Watcher = Callable[["InstanceWork"], None]
#: reads a record for a run of a handler that asks for it by name
Reader = Callable[[Connection, JobRun], Any]


@dataclass(slots=True)
class Runtime:
    """One for each database in each process of the service: made once at start, shared by all threads."""

    handlers: HandlerRunner
    limits: Limits = field(default_factory=Limits)
    definitions: DefinitionCache = field(default_factory=DefinitionCache)
    keys: Keys = field(default_factory=Keys)
    readers: Mapping[str, Reader] = field(default_factory=dict)
    watchers: Sequence[Watcher] = ()
