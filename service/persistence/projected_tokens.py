"""Where the tokens went: process instances, element instances, sequence flows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from service.changes import ElementEntered, ElementLeft, FlowTaken, InstanceEnded, InstanceStarted
from service.persistence import rows
from service.states import InstanceState

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.persistence.batch import Batch
    from service.persistence.projection import InstanceFacts


class Tokens:
    """Instances and elements, entered and left."""

    def __init__(self, facts: InstanceFacts) -> None:
        self._facts = facts
        #: process instances started in this transaction
        self.new_instances: dict[int, dict[str, Any]] = {}
        #: elements entered in this transaction
        self.new_elements: dict[int, dict[str, Any]] = {}
        self._ended_instances: dict[int, dict[str, Any]] = {}
        self._left_elements: dict[int, dict[str, Any]] = {}
        self._flows: Counter[tuple[int, str]] = Counter()

    def handlers(self) -> dict[type, Callable[[Any], None]]:
        """What this collector takes in."""
        return {
            InstanceStarted: self._instance_started,
            InstanceEnded: self._instance_ended,
            ElementEntered: self._element_entered,
            ElementLeft: self._element_left,
            FlowTaken: self._flow_taken,
        }

    def write(self, batch: Batch) -> None:
        """Add the writes to a batch."""
        batch.rows(rows.NEW_PROCESS_INSTANCE, list(self.new_instances.values()))
        batch.rows(rows.ENDED_PROCESS_INSTANCE, list(self._ended_instances.values()))
        batch.rows(rows.NEW_ELEMENT_INSTANCE, list(self.new_elements.values()))
        batch.rows(rows.LEFT_ELEMENT_INSTANCE, list(self._left_elements.values()))
        flows = [
            {**self._facts.place(instance), "flow_id": flow, "taken": taken}
            for (instance, flow), taken in self._flows.items()
        ]
        batch.rows(rows.TAKEN_FLOW, flows)

    def _instance_started(self, change: InstanceStarted) -> None:
        facts = self._facts
        facts.definitions[change.key] = change.process_definition_key
        is_root = change.key == facts.root_key
        self.new_instances[change.key] = {
            "key": change.key,
            "process_definition_key": change.process_definition_key,
            "process_definition_id": facts.describe(change.process_definition_key).process_definition_id,
            "root_process_instance_key": change.root_key,
            "parent_process_instance_key": change.parent_instance_key,
            "parent_element_instance_key": change.parent_element_key,
            "state": InstanceState.ACTIVE,
            "business_id": facts.business_id if is_root else None,
            "tags": facts.tags if is_root else (),
            "started_at": facts.now,
            "ended_at": None,
        }

    def _instance_ended(self, change: InstanceEnded) -> None:
        end = {"key": change.key, "state": change.state, "ended_at": self._facts.now}
        _fold(change.key, end, self.new_instances, self._ended_instances)

    def _element_entered(self, change: ElementEntered) -> None:
        facts = self._facts
        names = facts.describe(facts.definitions[change.instance_key]).element_names
        self.new_elements[change.key] = {
            **facts.place(change.instance_key),
            "key": change.key,
            "scope_key": change.scope_key,
            "element_id": change.element_id,
            "element_name": names.get(change.element_id),
            "type": change.type,
            "state": InstanceState.ACTIVE,
            "started_at": facts.now,
            "ended_at": None,
        }

    def _element_left(self, change: ElementLeft) -> None:
        end = {"key": change.key, "state": change.state, "ended_at": self._facts.now}
        _fold(change.key, end, self.new_elements, self._left_elements)

    def _flow_taken(self, change: FlowTaken) -> None:
        self._flows[change.instance_key, change.flow_id] += 1


def _fold(key: int, end: dict[str, Any], new: dict[int, dict[str, Any]], earlier: dict[int, dict[str, Any]]) -> None:
    """Note an end: in the row that is still to be inserted, else as an update."""
    if key in new:
        new[key].update(end)
    else:
        earlier[key] = end
