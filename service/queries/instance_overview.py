"""A process instance at a glance: who called it, which flows it took, where its elements stand."""

from typing import Any

from sqlalchemy import Connection, and_, exists, func, literal, select

from service.errors import NotFound
from service.persistence.tables.element_instance import element_instance
from service.persistence.tables.incident import incident
from service.persistence.tables.process_definition import process_definition as definition
from service.persistence.tables.process_instance import process_instance
from service.persistence.tables.sequence_flow import sequence_flow
from service.queries.search.fields import TENANT
from service.states import ElementType, IncidentState, InstanceState


def call_hierarchy(connection: Connection, key: int) -> list[dict[str, Any]]:
    """The instance and those that called it, the root first. Raises NotFound."""
    own = select(process_instance.c.key, literal(0).label("height")).where(process_instance.c.key == key)
    callers = own.cte("caller", recursive=True)
    called = process_instance.alias("called")
    callers = callers.union_all(
        select(called.c.parent_process_instance_key, callers.c.height + 1).where(
            called.c.key == callers.c.key, called.c.parent_process_instance_key.is_not(None)
        )
    )
    statement = (
        select(
            process_instance.c.key,
            definition.c.key.label("definition"),
            definition.c.name,
            definition.c.process_definition_id,
        )
        .join(callers, callers.c.key == process_instance.c.key)
        .join(definition, definition.c.key == process_instance.c.process_definition_key)
        .order_by(callers.c.height.desc())
    )
    found = [
        {
            "processInstanceKey": str(row.key),
            "processDefinitionKey": str(row.definition),
            "processDefinitionName": row.name or row.process_definition_id,
        }
        for row in connection.execute(statement)
    ]
    if not found:
        raise NotFound(f"Expected a process instance with key '{key}', but there is none.")
    return found


def sequence_flows(connection: Connection, key: int) -> list[dict[str, Any]]:
    """The flows that the instance took; none if there is no such instance."""
    statement = (
        select(sequence_flow, definition.c.process_definition_id)
        .join(definition, definition.c.key == sequence_flow.c.process_definition_key)
        .where(sequence_flow.c.process_instance_key == key)
        .order_by(sequence_flow.c.flow_id)
    )
    return [
        {
            "sequenceFlowId": f"{key}_{row.flow_id}",
            "processInstanceKey": str(key),
            "rootProcessInstanceKey": str(row.root_process_instance_key),
            "processDefinitionKey": str(row.process_definition_key),
            "processDefinitionId": row.process_definition_id,
            "elementId": row.flow_id,
            "tenantId": TENANT,
        }
        for row in connection.execute(statement)
    ]


def element_statistics(connection: Connection, key: int) -> list[dict[str, Any]]:
    """How often each element is active, was completed or cancelled, and has an incident."""
    stuck = exists().where(
        incident.c.element_instance_key == element_instance.c.key, incident.c.state == IncidentState.ACTIVE
    )
    state = element_instance.c.state

    def count(*conditions: Any) -> Any:
        return func.count().filter(and_(*conditions))

    statement = (
        select(
            element_instance.c.element_id.label("elementId"),
            count(state == InstanceState.ACTIVE, ~stuck).label("active"),
            count(state == InstanceState.TERMINATED).label("canceled"),
            count(state == InstanceState.ACTIVE, stuck).label("incidents"),
            count(state == InstanceState.COMPLETED).label("completed"),
        )
        .where(element_instance.c.process_instance_key == key, element_instance.c.type != ElementType.PROCESS)
        .group_by(element_instance.c.element_id)
        .order_by(element_instance.c.element_id)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]
