"""Start an instance of a process: of its latest version, or of one given by key, version or tag."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from service.commands.advance import advance
from service.commands.context import CommandContext
from service.commands.definitions import BuiltProcess
from service.commands.instance_work import new_instance
from service.errors import AlreadyExists, InvalidArgument, NotFound
from service.persistence import definitions
from service.states import ElementType

#: what no sequence flow leads to
_NO_PLACE_TO_START = frozenset({ElementType.START_EVENT, ElementType.BOUNDARY_EVENT, ElementType.EVENT_SUB_PROCESS})


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
    instance will be notified (see `service.persistence.channels`)."""

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
    process = _process(connection, command, context)
    _require_places(process, command.start_at)
    work = new_instance(connection, context, process.key)
    work.facts.business_id = command.business_id
    work.facts.tags = command.tags
    work.awaited = command.await_completion
    work.instance.start(command.variables, command.start_at)
    work.audit(
        "process_instance_started",
        "process_instance",
        work.facts.root_key,
        work.facts.root_key,
        processId=process.process_definition_id,
        businessId=command.business_id,
    )
    try:
        advance(work)
    except IntegrityError as error:
        raise _refused(error, process.process_definition_id, command.business_id) from error
    return StartedProcessInstance(
        key=work.facts.root_key,
        process_definition_key=process.key,
        process_definition_id=process.process_definition_id,
        version=process.version,
        business_id=command.business_id,
        tags=command.tags,
        completed=work.instance.finished,
    )


def _process(connection: Connection, command: StartProcessInstance, context: CommandContext) -> BuiltProcess:
    key = _key(connection, command)
    if key is None:
        wanted = f"version {command.version} of" if command.version is not None else "a version of"
        wanted = f"version tag '{command.version_tag}' of" if command.version_tag is not None else wanted
        raise NotFound(
            f"Expected {wanted} the process '{command.process_definition_id}' to be deployed, but there is none."
        )
    try:
        return context.runtime.definitions.process(connection, key)
    except LookupError as error:
        raise NotFound(str(error)) from error


def _require_places(process: BuiltProcess, start_at: tuple[str, ...]) -> None:
    nodes = process.process.nodes()
    for element_id in start_at:
        if element_id not in nodes:
            raise InvalidArgument(
                f"Expected to start before an element of '{process.process_definition_id}', but it has none with the "
                f"id '{element_id}'."
            )
        if nodes[element_id].type in _NO_PLACE_TO_START:
            raise InvalidArgument(
                f"Expected to start before an activity, event or gateway in a flow, but '{element_id}' is a "
                f"{nodes[element_id].type}. Choose another element."
            )
        if nodes[element_id].for_compensation:
            raise InvalidArgument(
                f"Expected to start before an element in a flow, but '{element_id}' only compensates another. Choose "
                "another element."
            )


def _key(connection: Connection, command: StartProcessInstance) -> int | None:
    process_id = command.process_definition_id
    if (command.process_definition_key is None) == (process_id is None):
        raise InvalidArgument(
            "Only one of [processDefinitionKey, processDefinitionId] is allowed, and one is required."
        )
    if command.version is not None and command.version_tag is not None:
        raise InvalidArgument("Only one of [processDefinitionVersion, processDefinitionVersionTag] is allowed.")
    if process_id is None:
        return command.process_definition_key
    if command.version_tag is not None:
        return definitions.tagged(connection, "process", process_id, command.version_tag)
    if command.version is not None:
        return definitions.process_version(connection, process_id, command.version)
    return definitions.latest(connection, "process", process_id)


def _refused(error: IntegrityError, process_id: str, business_id: str | None) -> Exception:
    if isinstance(error.orig, psycopg.errors.UniqueViolation) and (
        error.orig.diag.constraint_name == "uq_process_instance_business_id"
    ):
        return AlreadyExists(
            f"Expected no running instance of '{process_id}' with business id '{business_id}', but there is one. "
            "Wait until it has ended, or use another business id."
        )
    return error
