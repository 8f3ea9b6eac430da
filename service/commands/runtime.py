"""What a process of the service keeps for all its commands."""

from dataclasses import dataclass, field

from service.commands.definitions import DefinitionCache
from service.engine import Limits
from service.handler_runner import HandlerRunner
from service.persistence.keys import Keys


@dataclass(slots=True)
class Runtime:
    """One for each database in each process of the service: made once at start, shared by all threads."""

    handlers: HandlerRunner
    limits: Limits = field(default_factory=Limits)
    definitions: DefinitionCache = field(default_factory=DefinitionCache)
    keys: Keys = field(default_factory=Keys)
