"""What a process of the service keeps for all its commands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.definitions import DefinitionCache
from service.engine import Limits
from service.handler_runner import HandlerRunner, JobRun
from service.persistence.keys import Keys

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
