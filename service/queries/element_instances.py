"""Element instances: tokens' stays in elements."""

from typing import Any, NoReturn

from sqlalchemy import ColumnElement, Connection, exists, func, select

from service.errors import NotFound
from service.persistence.tables.element_instance import element_instance as table
from service.persistence.tables.incident import incident
from service.persistence.tables.process_definition import process_definition as definition
from service.queries.search import execute
from service.queries.search.fields import (
    EXACT,
    RANGE,
    STATE,
    TEXT,
    Field,
    Filter,
    Kind,
    Noun,
    tenant,
    values,
)
from service.states import ElementType, IncidentState, InstanceState

_open = (incident.c.element_instance_key == table.c.key) & (incident.c.state == IncidentState.ACTIVE)
_incident_key = select(incident.c.key).where(_open).correlate(table).scalar_subquery()
_has_incident = exists().where(_open).correlate(table)

#: types of the contract that we do not execute
_OTHER_TYPES = ("UNSPECIFIED", "AD_HOC_SUB_PROCESS_INNER_INSTANCE", "SEQUENCE_FLOW", "UNKNOWN")

NOUN = Noun(
    "ElementInstance",
    table.join(definition, definition.c.key == table.c.process_definition_key),
    (table.c.key,),
    (
        Field("elementInstanceKey", Kind.KEY, table.c.key, EXACT, sortable=True),
        Field("processInstanceKey", Kind.KEY, table.c.process_instance_key, EXACT, sortable=True),
        Field("rootProcessInstanceKey", Kind.KEY, table.c.root_process_instance_key, nullable=True),
        Field("processDefinitionKey", Kind.KEY, table.c.process_definition_key, EXACT, sortable=True, nullable=True),
        Field(
            "processDefinitionId", Kind.TEXT, definition.c.process_definition_id, EXACT, sortable=True, nullable=True
        ),
        Field("elementId", Kind.TEXT, table.c.element_id, TEXT, sortable=True),
        Field(
            "elementName",
            Kind.TEXT,
            func.coalesce(table.c.element_name, table.c.element_id),
            TEXT,
            sortable=True,
        ),
        Field("type", Kind.STATE, table.c.type, EXACT, sortable=True, values=values(ElementType, *_OTHER_TYPES)),
        Field("state", Kind.STATE, table.c.state, STATE, sortable=True, values=values(InstanceState)),
        Field("hasIncident", Kind.BOOLEAN, _has_incident, EXACT),
        Field("incidentKey", Kind.KEY, _incident_key, EXACT, sortable=True, nullable=True),
        Field("startDate", Kind.MOMENT, table.c.started_at, RANGE, sortable=True),
        Field("endDate", Kind.MOMENT, table.c.ended_at, RANGE, sortable=True, nullable=True),
        tenant(),
    ),
    (Filter("elementInstanceScopeKey", Kind.KEY, EXACT, lambda compare: compare(table.c.scope_key)),),
    alternatives=True,
)


def search(connection: Connection, request: dict[str, Any]) -> dict[str, Any]:
    """Search element instances."""
    return execute.search(connection, NOUN, request)


def get(connection: Connection, key: int) -> dict[str, Any]:
    """One element instance. Raises NotFound."""
    return execute.get(connection, NOUN, table.c.key == key) or _refuse(key)


def within(connection: Connection, key: int) -> ColumnElement[bool]:
    """The condition that an incident lies in an element instance or in what is inside it. Raises NotFound."""
    if not connection.execute(select(exists().where(table.c.key == key))).scalar():
        _refuse(key)
    inside = select(table.c.key).where(table.c.key == key).cte("inside", recursive=True)
    child = table.alias()
    inside = inside.union_all(select(child.c.key).where(child.c.scope_key == inside.c.key, child.c.key != inside.c.key))
    return incident.c.element_instance_key.in_(select(inside.c.key))


def _refuse(key: int) -> NoReturn:
    raise NotFound(f"Expected an element instance with key '{key}', but there is none.")
