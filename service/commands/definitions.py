"""Deployed definitions, ready to run: read and built once per process of the service, found per transaction."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from service import diagrams, dmn, engine, feel
from service.diagrams.model import Process
from service.errors import InvalidState
from service.persistence import definitions as stored
from service.persistence.definitions import Kind
from service.states import Binding

Value = TypeVar("Value")


class Bounded(Generic[Value]):
    """The most recently used values by key. What is cached never changes: a key means one version for ever."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[int, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: int, make: Callable[[], Value]) -> Value:
        """The value of a key, made if it is not there. Two threads may both make it; either's will do."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value


@dataclass(frozen=True, slots=True)
class BuiltProcess:
    """A process definition, ready to run."""

    key: int
    process_definition_id: str
    version: int
    version_tag: str | None
    bindings: Mapping[str, Mapping[str, int]]
    process: Process
    spec: engine.Spec
    element_names: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class ReadDecisions:
    """A DMN file, ready to evaluate, and the keys of its decisions and of those that it may import, by id."""

    model: dmn.Model
    keys: Mapping[str, int]


class DefinitionCache:
    """Definitions that this process of the service has read."""

    def __init__(self, size: int = 500) -> None:
        self._processes: Bounded[BuiltProcess] = Bounded(size)
        self._requirements: Bounded[ReadDecisions] = Bounded(size)
        self._references: Bounded[stored.DecisionReference | None] = Bounded(size)

    def process(self, connection: Connection, key: int) -> BuiltProcess:
        """A process definition. Raises LookupError if there is none with the key."""
        return self._processes.get(key, lambda: _build(connection, key))

    def decisions(self, connection: Connection, requirements_key: int) -> ReadDecisions:
        """The decisions of a DMN file."""
        return self._requirements.get(requirements_key, lambda: _read_decisions(connection, requirements_key))

    def reference(self, connection: Connection, decision_key: int) -> stored.DecisionReference | None:
        """Where a decision stands."""
        return self._references.get(decision_key, lambda: stored.decision_reference(connection, decision_key))


class DeployedDefinitions:
    """What the engine finds in one transaction (`engine.Definitions`). Latest and tagged versions are looked up
    once each; those bound to the deployment were resolved when it was made."""

    def __init__(self, connection: Connection, cache: DefinitionCache) -> None:
        self._connection = connection
        self._cache = cache
        self._found: dict[tuple[Kind, str, str | None], int | None] = {}

    def built(self, key: int) -> BuiltProcess:
        """A process definition, ready to run."""
        return self._cache.process(self._connection, key)

    def process(self, key: int) -> engine.Spec:
        """The built process with this definition key."""
        return self.built(key).spec

    def called_process(self, process_id: str, binding: Binding, version_tag: str | None, caller_key: int) -> int | None:
        """The key of the process definition that a call activity means; None if there is none."""
        return self._bound("process", process_id, binding, version_tag, caller_key)

    def form(self, form_id: str, binding: Binding, version_tag: str | None, caller_key: int) -> int | None:
        """The key of the form that a user task means; None if there is none."""
        return self._bound("form", form_id, binding, version_tag, caller_key)

    def evaluate_decision(
        self,
        decision_id: str,
        binding: Binding,
        version_tag: str | None,
        caller_key: int,
        variables: Mapping[str, Any],
    ) -> engine.DecisionOutcome | None:
        """Evaluate the decision that a business rule task means; None if there is none."""
        key = self._bound("decision", decision_id, binding, version_tag, caller_key)
        return None if key is None else self.evaluate(key, variables)

    def evaluate(self, decision_key: int, variables: Mapping[str, Any]) -> engine.DecisionOutcome | None:
        """Evaluate the decision with this key; None if there is none."""
        reference = self._cache.reference(self._connection, decision_key)
        if reference is None:
            return None
        decisions = self._cache.decisions(self._connection, reference.requirements_key)
        inputs: dict[str | tuple[str, str], Any] = dict(variables.items())
        evaluation = decisions.model.evaluate(reference.decision_id, inputs)
        return engine.DecisionOutcome(
            decision_key=decision_key,
            result=feel.to_json(evaluation.result),
            evaluation=evaluation,
            failure=evaluation.failure.message if evaluation.failure else None,
        )

    def decision_keys(self, decision_key: int) -> Mapping[str, int]:
        """Keys of the decisions in the same file, by id."""
        reference = self._cache.reference(self._connection, decision_key)
        return {} if reference is None else self._cache.decisions(self._connection, reference.requirements_key).keys

    def _bound(
        self, kind: Kind, definition_id: str, binding: Binding, version_tag: str | None, caller_key: int
    ) -> int | None:
        if binding is Binding.DEPLOYMENT:
            return self.built(caller_key).bindings.get(kind, {}).get(definition_id)
        tag = version_tag if binding is Binding.VERSION_TAG else None
        wanted = (kind, definition_id, tag)
        if wanted not in self._found:
            self._found[wanted] = (
                stored.latest(self._connection, kind, definition_id)
                if tag is None
                else stored.tagged(self._connection, kind, definition_id, tag)
            )
        return self._found[wanted]


def _build(connection: Connection, key: int) -> BuiltProcess:
    file = stored.process_file(connection, key)
    if file is None:
        raise LookupError(f"Expected a process definition with key {key}, but there is none.")
    model, _ = diagrams.read({file.resource_name: file.content})
    process = next((each for each in model.processes if each.id == file.process_definition_id), None)
    if process is None:
        raise InvalidState(
            f"Expected {file.resource_name} to hold the process '{file.process_definition_id}' version {file.version}, "
            "but this release cannot read it any more. Deploy a version that it can read, and migrate its instances."
        )
    return BuiltProcess(
        key=key,
        process_definition_id=file.process_definition_id,
        version=file.version,
        version_tag=file.version_tag,
        bindings=file.bindings,
        process=process,
        spec=engine.build(process, key),
        element_names={**{node.id: node.name for node in process.nodes().values()}, process.id: process.name},
    )


def _read_decisions(connection: Connection, requirements_key: int) -> ReadDecisions:
    file = stored.requirements_file(connection, requirements_key)
    model = dmn.read(file.content, dmn.resolver_of(stored.files_beside(connection, requirements_key)))
    beside = stored.decision_keys_beside(connection, requirements_key)
    return ReadDecisions(model, {**beside, **file.keys})
