"""Incidents: why elements cannot go on."""

from typing import Any

from sqlalchemy import ColumnElement, Connection

from service.errors import NotFound
from service.persistence.tables.incident import incident as table
from service.persistence.tables.process_definition import process_definition as definition
from service.queries import element_instances, process_instances
from service.queries.search import execute
from service.queries.search.fields import KEY, RANGE, STATE_NOT_IN, TEXT, Field, Kind, Noun, tenant, values
from service.states import IncidentState, IncidentType

_OTHER_STATES = ("PENDING", "MIGRATED", "UNKNOWN")
_OTHER_TYPES = (
    "UNSPECIFIED",
    "AD_HOC_SUB_PROCESS_NO_RETRIES",
    "EXECUTION_LISTENER_NO_RETRIES",
    "TASK_LISTENER_NO_RETRIES",
    "MESSAGE_SIZE_EXCEEDED",
    "RESOURCE_NOT_FOUND",
    "SECRET_RESOLUTION_ERROR",
)

NOUN = Noun(
    "Incident",
    table.join(definition, definition.c.key == table.c.process_definition_key),
    (table.c.key,),
    (
        Field("incidentKey", Kind.KEY, table.c.key, KEY, sortable=True),
        Field("processDefinitionId", Kind.TEXT, definition.c.process_definition_id, TEXT, sortable=True),
        Field("processDefinitionKey", Kind.KEY, table.c.process_definition_key, KEY, sortable=True),
        Field("processInstanceKey", Kind.KEY, table.c.process_instance_key, KEY, sortable=True),
        Field("rootProcessInstanceKey", Kind.KEY, table.c.root_process_instance_key, nullable=True),
        Field("elementInstanceKey", Kind.KEY, table.c.element_instance_key, KEY, sortable=True),
        Field("elementId", Kind.TEXT, table.c.element_id, TEXT, sortable=True),
        Field("jobKey", Kind.KEY, table.c.job_key, KEY, sortable=True, nullable=True),
        Field(
            "errorType",
            Kind.STATE,
            table.c.type,
            STATE_NOT_IN,
            sortable=True,
            values=values(IncidentType, *_OTHER_TYPES),
        ),
        Field("errorMessage", Kind.TEXT, table.c.message, TEXT),
        Field(
            "state",
            Kind.STATE,
            table.c.state,
            STATE_NOT_IN,
            sortable=True,
            values=values(IncidentState, *_OTHER_STATES),
        ),
        Field("creationTime", Kind.MOMENT, table.c.created_at, RANGE, sortable=True),
        tenant(TEXT),
    ),
)


def search(
    connection: Connection, request: dict[str, Any], where: tuple[ColumnElement[bool], ...] = ()
) -> dict[str, Any]:
    """Search incidents."""
    return execute.search(connection, NOUN, request, where)


def search_of_instance(connection: Connection, key: int, request: dict[str, Any]) -> dict[str, Any]:
    """Search the incidents of a process instance and of those that it called. Raises NotFound."""
    tree = process_instances.tree(connection, key)
    return search(connection, request, (table.c.process_instance_key.in_(tree),))


def search_of_element(connection: Connection, key: int, request: dict[str, Any]) -> dict[str, Any]:
    """Search the incidents of an element instance and of those inside it. Raises NotFound."""
    return search(connection, request, (element_instances.within(connection, key),))


def get(connection: Connection, key: int) -> dict[str, Any]:
    """One incident. Raises NotFound."""
    found = execute.get(connection, NOUN, table.c.key == key)
    if found is None:
        raise NotFound(f"Expected an incident with key '{key}', but there is none.")
    return found
