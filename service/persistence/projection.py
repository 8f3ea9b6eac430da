"""What a step changed, as rows: `Changes` in, one statement out.

Several changes to one row (entered and left, opened and completed) are folded into one write. Each collector below
knows some kinds of change; a kind that nobody knows is a defect and raises KeyError.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from service.changes import Changes
from service.persistence.batch import Batch
from service.persistence.projected_records import Records
from service.persistence.projected_tokens import Tokens
from service.persistence.projected_variables import Variables
from service.persistence.projected_waits import Waits


class ProcessFacts(Protocol):
    """What rows repeat of the process that they belong to."""

    @property
    def process_definition_id(self) -> str:
        """The id in the diagram."""

    @property
    def element_names(self) -> Mapping[str, str | None]:
        """Names as drawn, by element id."""


@dataclass(slots=True)
class InstanceFacts:
    """What rows repeat of the root instance. `definitions`: process definition by instance, called ones included."""

    root_key: int
    definitions: dict[int, int]
    describe: Callable[[int], ProcessFacts]
    new_key: Callable[[], int]
    now: datetime
    business_id: str | None = None
    tags: tuple[str, ...] = ()
    #: who completed a user task in this transaction, by its key
    performers: dict[int, str] = field(default_factory=dict)

    def place(self, instance_key: int) -> dict[str, Any]:
        """The columns that say to which instance a row belongs."""
        return {
            "process_instance_key": instance_key,
            "root_process_instance_key": self.root_key,
            "process_definition_key": self.definitions[instance_key],
        }


class Projection:
    """Collects the changes of one transaction to one root instance, then writes them."""

    def __init__(
        self,
        facts: InstanceFacts,
        queue_of: Callable[[str], str | None],
        decision_keys: Callable[[int], Mapping[str, int]],
    ) -> None:
        self.tokens = Tokens(facts)
        self.variables = Variables(facts)
        self.waits = Waits(facts, queue_of)
        self.records = Records(facts, decision_keys)
        self._handlers: dict[type, Callable[[Any], None]] = {
            **self.tokens.handlers(),
            **self.variables.handlers(),
            **self.waits.handlers(),
            **self.records.handlers(),
        }

    def add(self, changes: Changes) -> None:
        """Take in changes in the order in which they happened."""
        for change in changes.items:
            self._handlers[type(change)](change)

    def write(self, batch: Batch) -> None:
        """Add the writes to a batch."""
        self.tokens.write(batch)
        self.variables.write(batch)
        self.waits.write(batch)
        self.records.write(batch)
