"""Jobs: work for handlers and external workers."""

from typing import Any

from sqlalchemy import Boolean, Connection, Text, cast, func, literal, null

from service.persistence.tables.job import job as table
from service.persistence.tables.process_definition import process_definition as definition
from service.persistence.tables.process_instance import process_instance
from service.queries.search import execute
from service.queries.search.fields import (
    EXACT,
    KEY,
    RANGE,
    STATE,
    TEXT,
    Field,
    Kind,
    Noun,
    no_text,
    tenant,
    values,
)
from service.states import JobState

_root = process_instance.alias("root")
_KINDS = ("BPMN_ELEMENT", "EXECUTION_LISTENER", "TASK_LISTENER", "AD_HOC_SUB_PROCESS")
_LISTENER_EVENTS = (
    "UNSPECIFIED",
    "START",
    "END",
    "BEFORE_ALL",
    "CANCEL",
    "CREATING",
    "ASSIGNING",
    "UPDATING",
    "COMPLETING",
    "CANCELING",
)
_OTHER_STATES = ("TIMED_OUT", "RETRIES_UPDATED", "TIMEOUT_UPDATED", "PRIORITY_UPDATED", "MIGRATED")

NOUN = Noun(
    "Job",
    table.join(definition, definition.c.key == table.c.process_definition_key).join(
        _root, _root.c.key == table.c.root_process_instance_key
    ),
    (table.c.key,),
    (
        Field("jobKey", Kind.KEY, table.c.key, KEY, sortable=True),
        Field("type", Kind.TEXT, table.c.type, TEXT, sortable=True),
        Field("kind", Kind.STATE, literal("BPMN_ELEMENT", Text), STATE, sortable=True, values=_KINDS),
        Field(
            "listenerEventType",
            Kind.STATE,
            literal("UNSPECIFIED", Text),
            STATE,
            sortable=True,
            values=_LISTENER_EVENTS,
        ),
        Field("state", Kind.STATE, table.c.state, STATE, sortable=True, values=values(JobState, *_OTHER_STATES)),
        Field("retries", Kind.INTEGER, table.c.retries, RANGE, sortable=True),
        Field("priority", Kind.INTEGER, table.c.priority, RANGE, sortable=True),
        Field("worker", Kind.TEXT, func.coalesce(table.c.worker, "", type_=Text), TEXT, sortable=True),
        Field("deadline", Kind.MOMENT, table.c.deadline, RANGE, sortable=True, nullable=True),
        Field("customHeaders", Kind.OBJECT, table.c.custom_headers),
        Field("elementId", Kind.TEXT, table.c.element_id, TEXT, sortable=True, nullable=True),
        Field("elementInstanceKey", Kind.KEY, table.c.key, KEY, sortable=True),
        Field("processInstanceKey", Kind.KEY, table.c.process_instance_key, KEY, sortable=True),
        Field("rootProcessInstanceKey", Kind.KEY, table.c.root_process_instance_key, nullable=True),
        Field("processDefinitionId", Kind.TEXT, definition.c.process_definition_id, TEXT, sortable=True, nullable=True),
        Field("processDefinitionKey", Kind.KEY, table.c.process_definition_key, KEY, sortable=True, nullable=True),
        Field("businessId", Kind.TEXT, _root.c.business_id, nullable=True),
        Field("errorCode", Kind.TEXT, table.c.error_code, TEXT, sortable=True, nullable=True),
        Field("errorMessage", Kind.TEXT, table.c.error_message, TEXT, sortable=True, nullable=True),
        Field("hasFailedWithRetriesLeft", Kind.BOOLEAN, table.c.has_failed_with_retries_left, EXACT, sortable=True),
        Field("isDenied", Kind.BOOLEAN, cast(null(), Boolean), EXACT, sortable=True, nullable=True),
        Field("deniedReason", Kind.TEXT, no_text(), TEXT, sortable=True, nullable=True),
        Field("creationTime", Kind.MOMENT, table.c.created_at, RANGE, sortable=True, nullable=True),
        Field("lastUpdateTime", Kind.MOMENT, table.c.updated_at, RANGE, nullable=True),
        Field("endTime", Kind.MOMENT, table.c.ended_at, RANGE, sortable=True, nullable=True),
        tenant(TEXT),
    ),
)


def search(connection: Connection, request: dict[str, Any]) -> dict[str, Any]:
    """Search jobs."""
    return execute.search(connection, NOUN, request)
