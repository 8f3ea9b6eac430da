"""Message subscriptions: who waits, or waited, for which message."""

from typing import Any

from sqlalchemy import Connection, Text, cast, literal
from sqlalchemy.dialects.postgresql import JSONB

from service.persistence.tables.message_subscription import message_subscription as table
from service.persistence.tables.process_definition import process_definition as definition
from service.persistence.tables.process_instance import process_instance
from service.queries.search import execute
from service.queries.search.fields import KEY, RANGE, STATE, TEXT, Field, Kind, Noun, no_text, tenant, values
from service.states import SubscriptionState

_root = process_instance.alias("root")

NOUN = Noun(
    "MessageSubscription",
    table.join(definition, definition.c.key == table.c.process_definition_key).join(
        _root, _root.c.key == table.c.root_process_instance_key
    ),
    (table.c.key,),
    (
        Field("messageSubscriptionKey", Kind.KEY, table.c.key, KEY, sortable=True),
        Field(
            "messageSubscriptionState",
            Kind.STATE,
            table.c.state,
            STATE,
            sortable=True,
            values=values(SubscriptionState, "MIGRATED"),
        ),
        Field(
            "messageSubscriptionType",
            Kind.STATE,
            literal("PROCESS_EVENT", Text),
            STATE,
            sortable=True,
            values=("START_EVENT", "PROCESS_EVENT"),
        ),
        Field("messageName", Kind.TEXT, table.c.message_name, TEXT, sortable=True),
        Field("correlationKey", Kind.TEXT, table.c.correlation_key, TEXT, sortable=True, nullable=True),
        Field("businessId", Kind.TEXT, _root.c.business_id, TEXT, sortable=True, nullable=True),
        Field("elementId", Kind.TEXT, table.c.element_id, TEXT, sortable=True),
        Field("elementInstanceKey", Kind.KEY, table.c.key, KEY, sortable=True, nullable=True),
        Field("processInstanceKey", Kind.KEY, table.c.process_instance_key, KEY, sortable=True, nullable=True),
        Field("rootProcessInstanceKey", Kind.KEY, table.c.root_process_instance_key, nullable=True),
        Field("processDefinitionKey", Kind.KEY, table.c.process_definition_key, KEY, nullable=True),
        Field("processDefinitionId", Kind.TEXT, table.c.process_definition_id, TEXT, sortable=True),
        Field("processDefinitionName", Kind.TEXT, definition.c.name, TEXT, sortable=True, nullable=True),
        Field("processDefinitionVersion", Kind.INTEGER, definition.c.version, RANGE, sortable=True, nullable=True),
        Field("lastUpdatedDate", Kind.MOMENT, table.c.updated_at, RANGE, sortable=True),
        Field("toolName", Kind.TEXT, no_text(), TEXT, sortable=True, nullable=True),
        Field("toolProperties", Kind.OBJECT, cast(literal("{}", Text), JSONB)),
        Field("inboundConnectorType", Kind.TEXT, no_text(), TEXT, sortable=True, nullable=True),
        tenant(TEXT),
    ),
)


def search(connection: Connection, request: dict[str, Any]) -> dict[str, Any]:
    """Search message subscriptions."""
    return execute.search(connection, NOUN, request)
