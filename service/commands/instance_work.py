"""One root instance in one transaction: locked, loaded, changed by a command, moved on, written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service import engine
from service.commands.context import CommandContext
from service.commands.definitions import DeployedDefinitions
from service.errors import InvalidState, NotFound
from service.persistence import rows
from service.persistence.batch import Batch
from service.persistence.instances import By, StoredInstance, exists, lock_and_load
from service.persistence.projection import InstanceFacts, Projection


@dataclass(slots=True)
class InstanceWork:
    """What a command works with: the engine's instance, and the projection that collects what changes."""

    connection: Connection
    context: CommandContext
    definitions: DeployedDefinitions
    instance: engine.Instance
    facts: InstanceFacts
    projection: Projection
    #: the row by which the instance was found, as it is after the lock; times are texts
    row: dict[str, Any] = field(default_factory=dict)
    #: the clocks of its stages that are not over, as rows
    stage_clocks: list[dict[str, Any]] = field(default_factory=list)
    is_new: bool = False
    awaited: bool = False
    batch: Batch = field(default_factory=Batch)

    def audit(self, event: str, entity: str, key: int, instance_key: int, **details: Any) -> None:
        """Note what the actor did, in the past tense. `details`: no values of variables but a conclusion."""
        self.projection.records.audit(
            {
                "type": event,
                "entity_type": entity,
                "entity_key": key,
                **self.facts.place(instance_key),
                "actor": self.context.actor.name,
                "request_id": self.context.request_id,
                "at": self.context.now,
                "details": details,
            }
        )


def open_instance(connection: Connection, context: CommandContext, by: By, key: int) -> InstanceWork:
    """Lock and load the running instance that something belongs to.

    Raises NotFound if there is no such thing, InvalidState if its instance has ended."""
    stored = lock_and_load(connection, by, key)
    if stored is None:
        raise _gone(connection, by, key)
    return _loaded(connection, context, stored)


def find_instance(connection: Connection, context: CommandContext, by: By, key: int) -> InstanceWork | None:
    """As `open_instance`, but None where there is nothing (any more)."""
    stored = lock_and_load(connection, by, key)
    return None if stored is None else _loaded(connection, context, stored)


def _loaded(connection: Connection, context: CommandContext, stored: StoredInstance) -> InstanceWork:
    definitions = DeployedDefinitions(connection, context.runtime.definitions)
    instance = engine.load(
        stored.snapshot,
        stored.variables,
        definitions,
        keys=lambda: context.runtime.keys.take(connection),
        now=context.now,
        limits=context.runtime.limits,
    )
    work = _work(connection, context, definitions, instance, stored.root_key)
    work.facts.definitions.update(stored.definitions)
    work.facts.business_id = stored.business_id
    work.facts.tags = stored.tags
    work.row = stored.row or {}
    work.stage_clocks = stored.stage_clocks
    work.awaited = stored.awaited
    return work


def new_instance(connection: Connection, context: CommandContext, process_definition_key: int) -> InstanceWork:
    """An instance that is to be started."""
    definitions = DeployedDefinitions(connection, context.runtime.definitions)
    key = context.runtime.keys.take(connection)
    instance = engine.create(
        definitions,
        process_definition_key,
        instance_key=key,
        keys=lambda: context.runtime.keys.take(connection),
        now=context.now,
        limits=context.runtime.limits,
    )
    work = _work(connection, context, definitions, instance, key)
    work.facts.definitions[key] = process_definition_key
    work.is_new = True
    return work


def _work(
    connection: Connection,
    context: CommandContext,
    definitions: DeployedDefinitions,
    instance: engine.Instance,
    root_key: int,
) -> InstanceWork:
    context.instances.add(root_key)
    facts = InstanceFacts(
        root_key=root_key,
        definitions={},
        describe=definitions.built,
        new_key=lambda: context.runtime.keys.take(connection),
        now=context.now,
    )
    projection = Projection(facts, context.runtime.handlers.queue, definitions.decision_keys)
    return InstanceWork(connection, context, definitions, instance, facts, projection)


def write(work: InstanceWork) -> None:
    """Write everything that changed, as one statement."""
    root = work.facts.root_key
    work.projection.write(work.batch)
    if work.instance.finished:
        if not work.is_new:
            work.batch.add(rows.ENDED_SNAPSHOT, ended_snapshot_root=root)
    elif work.is_new:
        work.batch.add(
            rows.NEW_SNAPSHOT,
            new_snapshot_root=root,
            new_snapshot_definition=work.instance.process_definition_key,
            new_snapshot_content=work.instance.dump(),
            new_snapshot_awaited=work.awaited,
        )
    else:
        work.batch.add(rows.SAVED_SNAPSHOT, saved_snapshot_root=root, saved_snapshot_content=work.instance.dump())
    work.batch.execute(work.connection)


_NAMES: Mapping[By, str] = {
    "process_instance": "a process instance",
    "element_instance": "an element instance",
    "user_task": "a user task",
    "job": "a job",
    "incident": "an incident",
    "timer": "a timer",
    "message_subscription": "a message subscription",
}


def _gone(connection: Connection, by: By, key: int) -> NotFound | InvalidState:
    name = _NAMES[by]
    if not exists(connection, by, key):
        return NotFound(f"Expected {name} with key '{key}', but there is none.")
    return InvalidState(f"Expected {name} that is open, but the process instance of '{key}' has ended.")
