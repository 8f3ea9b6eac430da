"""What happened in a case, in order: what people and handlers did, stages, decisions, incidents."""

from typing import Any

from sqlalchemy import Connection, Text, cast, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import JSONB

from service.persistence.tables.audit_event import audit_event
from service.persistence.tables.decision_definition import decision_definition
from service.persistence.tables.decision_instance import decision_instance
from service.persistence.tables.element_instance import element_instance
from service.persistence.tables.incident import incident
from service.queries.search import execute
from service.queries.search.fields import EXACT, RANGE, TEXT, Field, Kind, Noun
from service.states import ElementType

_none = literal(None, Text)
_no_details = cast(literal("{}", Text), JSONB)


def _event(
    kind: Any,
    at: Any,
    key: Any,
    element_id: Any = _none,
    name: Any = _none,
    actor: Any = _none,
    part: Any = literal(0),  # noqa: B008 - an SQL constant
) -> list[Any]:
    return [
        (literal(kind, Text) if isinstance(kind, str) else kind).label("type"),
        at.label("at"),
        key.label("key"),
        element_id.label("element_id"),
        name.label("name"),
        actor.label("actor"),
        part.label("part"),
    ]


def _events(case_key: int) -> Any:
    element = element_instance
    stages = (element.c.process_instance_key == case_key, element.c.type == ElementType.CALL_ACTIVITY)
    done = (
        select(
            *_event(
                audit_event.c.type,
                audit_event.c.at,
                audit_event.c.key,
                func.coalesce(element.c.element_id, audit_event.c.details["elementId"].astext),
                element.c.element_name,
                audit_event.c.actor,
            ),
            audit_event.c.details.label("details"),
        )
        # tasks and jobs have the key of their element
        .outerjoin(element, element.c.key == audit_event.c.entity_key)
        .where(audit_event.c.root_process_instance_key == case_key)
    )
    entered = select(
        *_event("stage_entered", element.c.started_at, element.c.key, element.c.element_id, element.c.element_name),
        _no_details.label("details"),
    ).where(*stages)
    left = select(
        *_event("stage_left", element.c.ended_at, element.c.key, element.c.element_id, element.c.element_name),
        _no_details.label("details"),
    ).where(*stages, element.c.ended_at.is_not(None))
    decided = (
        select(
            *_event(
                "decision_evaluated",
                decision_instance.c.evaluated_at,
                decision_instance.c.evaluation_key,
                decision_definition.c.decision_definition_id,
                decision_definition.c.name,
                part=decision_instance.c.index,
            ),
            func.jsonb_build_object("state", decision_instance.c.state).label("details"),
        )
        .join(decision_definition, decision_definition.c.key == decision_instance.c.decision_definition_key)
        .where(decision_instance.c.root_process_instance_key == case_key)
    )
    raised = select(
        *_event("incident_raised", incident.c.created_at, incident.c.key, incident.c.element_id, incident.c.type),
        func.jsonb_build_object("message", incident.c.message).label("details"),
    ).where(incident.c.root_process_instance_key == case_key)
    return union_all(done, entered, left, decided, raised).subquery("event")


def noun(case_key: int) -> Noun:
    """The events of one case as what is searched."""
    event = _events(case_key)
    return Noun(
        "CaseEvent",
        event,
        (event.c.key, event.c.type, event.c.part),
        (
            Field("type", Kind.TEXT, event.c.type, TEXT),
            Field("at", Kind.MOMENT, event.c.at, RANGE, sortable=True),
            Field("key", Kind.KEY, event.c.key, EXACT),
            Field("elementId", Kind.TEXT, event.c.element_id, TEXT, nullable=True),
            Field("name", Kind.TEXT, event.c.name, nullable=True),
            Field("actor", Kind.TEXT, event.c.actor, TEXT, nullable=True),
            Field("details", Kind.OBJECT, event.c.details),
        ),
    )


def search(connection: Connection, case_key: int, page: dict[str, Any]) -> dict[str, Any]:
    """A page of the timeline, the oldest first."""
    return execute.search(connection, noun(case_key), {"sort": [{"field": "at"}], "page": page})
