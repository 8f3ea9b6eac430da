"""Process instances, roots and called ones."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from service.errors import NotFound
from service.persistence.tables.element_instance import element_instance
from service.persistence.tables.incident import incident
from service.persistence.tables.job import job
from service.persistence.tables.process_definition import process_definition as definition
from service.persistence.tables.process_instance import process_instance as table
from service.persistence.tables.variable import variable
from service.queries.search import execute
from service.queries.search.fields import (
    EXACT,
    KEY,
    RANGE,
    STATE,
    TEXT,
    Comparison,
    Field,
    Filter,
    Kind,
    Labels,
    NamedValues,
    Noun,
    no_moment,
    no_text,
    tenant,
    values,
)
from service.queries.variables import value_text
from service.states import IncidentState, InstanceState

#: an open incident of the instance; a root has those of the instances that it called as well
_open_incident = and_(
    incident.c.state == IncidentState.ACTIVE,
    or_(incident.c.process_instance_key == table.c.key, incident.c.root_process_instance_key == table.c.key),
)
has_incident = exists().where(_open_incident).correlate(table)


def _variable(name: str, compare: Comparison) -> ColumnElement[bool]:
    return (
        exists()
        .where(variable.c.process_instance_key == table.c.key, variable.c.name == name, compare(value_text(variable)))
        .correlate(table)
    )


def _element(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(element_instance.c.process_instance_key == table.c.key, *conditions).correlate(table)


def _element_incident(compare: Comparison) -> ColumnElement[bool]:
    own = exists().where(incident.c.process_instance_key == table.c.key, incident.c.state == IncidentState.ACTIVE)
    return compare(own.correlate(table))


def _incident_with(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_open_incident, condition).correlate(table)


def _failed_with_retries(compare: Comparison) -> ColumnElement[bool]:
    failed = exists().where(job.c.process_instance_key == table.c.key, job.c.has_failed_with_retries_left)
    return compare(failed.correlate(table))


NOUN = Noun(
    "ProcessInstance",
    table.join(definition, definition.c.key == table.c.process_definition_key),
    (table.c.key,),
    (
        Field("processInstanceKey", Kind.KEY, table.c.key, KEY, sortable=True),
        Field("processDefinitionKey", Kind.KEY, table.c.process_definition_key, KEY, sortable=True),
        Field("processDefinitionId", Kind.TEXT, table.c.process_definition_id, TEXT, sortable=True),
        Field("processDefinitionName", Kind.TEXT, definition.c.name, TEXT, sortable=True, nullable=True),
        Field("processDefinitionVersion", Kind.INTEGER, definition.c.version, RANGE, sortable=True),
        Field("processDefinitionVersionTag", Kind.TEXT, definition.c.version_tag, TEXT, sortable=True, nullable=True),
        Field("startDate", Kind.MOMENT, table.c.started_at, RANGE, sortable=True),
        Field("endDate", Kind.MOMENT, table.c.ended_at, RANGE, sortable=True, nullable=True),
        Field("suspendedDate", Kind.MOMENT, no_moment(), RANGE, sortable=True, nullable=True),
        Field("state", Kind.STATE, table.c.state, STATE, sortable=True, values=values(InstanceState, "SUSPENDED")),
        Field("hasIncident", Kind.BOOLEAN, has_incident, EXACT, sortable=True),
        Field(
            "parentProcessInstanceKey",
            Kind.KEY,
            table.c.parent_process_instance_key,
            KEY,
            sortable=True,
            nullable=True,
        ),
        Field(
            "parentElementInstanceKey",
            Kind.KEY,
            table.c.parent_element_instance_key,
            KEY,
            sortable=True,
            nullable=True,
        ),
        Field("rootProcessInstanceKey", Kind.KEY, table.c.root_process_instance_key, nullable=True),
        Field("tags", Kind.TEXTS, table.c.tags),
        Field("businessId", Kind.TEXT, table.c.business_id, TEXT, sortable=True, nullable=True),
        tenant(TEXT),
    ),
    (
        NamedValues("variables", _variable),
        Labels("tags", table.c.tags),
        Filter("errorMessage", Kind.TEXT, TEXT, lambda compare: _incident_with(compare(incident.c.message))),
        Filter(
            "incidentErrorHashCode", Kind.INTEGER, RANGE, lambda compare: _incident_with(compare(incident.c.error_hash))
        ),
        Filter("elementId", Kind.TEXT, TEXT, lambda compare: _element(compare(element_instance.c.element_id))),
        Filter(
            "elementInstanceState",
            Kind.STATE,
            STATE,
            lambda compare: _element(compare(element_instance.c.state)),
            values(InstanceState),
        ),
        Filter("hasElementInstanceIncident", Kind.BOOLEAN, EXACT, _element_incident),
        Filter("hasRetriesLeft", Kind.BOOLEAN, EXACT, _failed_with_retries),
        Filter("batchOperationKey", Kind.TEXT, TEXT, lambda compare: compare(no_text())),
        Filter("batchOperationId", Kind.TEXT, TEXT, lambda compare: compare(no_text())),
    ),
    alternatives=True,
)


def search(connection: Connection, request: dict[str, Any]) -> dict[str, Any]:
    """Search process instances."""
    return execute.search(connection, NOUN, request)


def get(connection: Connection, key: int) -> dict[str, Any]:
    """One process instance. Raises NotFound."""
    found = execute.get(connection, NOUN, table.c.key == key)
    if found is None:
        raise NotFound(f"Expected a process instance with key '{key}', but there is none.")
    return found


def tree(connection: Connection, key: int) -> list[int]:
    """The keys of an instance and of all instances called by it, directly or not. Raises NotFound."""
    called = select(table.c.key).where(table.c.key == key).cte("called", recursive=True)
    child = table.alias()
    called = called.union_all(select(child.c.key).where(child.c.parent_process_instance_key == called.c.key))
    found = list(connection.execute(select(called.c.key)).scalars())
    if not found:
        raise NotFound(f"Expected a process instance with key '{key}', but there is none.")
    return found


def outcome(connection: Connection, key: int, names: list[str]) -> tuple[str, dict[str, Any]] | None:
    """State and variables (all, or those named) of an instance that has ended; None as long as it runs."""
    state = connection.execute(select(table.c.state).where(table.c.key == key)).scalar()
    if state is None or state == InstanceState.ACTIVE:
        return None
    statement = select(variable.c.name, variable.c.value).where(variable.c.scope_key == key)
    if names:
        statement = statement.where(variable.c.name.in_(names))
    return state, {row.name: row.value for row in connection.execute(statement)}
