"""The history of a case, read for its process file: a fixed number of queries, whatever happened."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from service import times
from service.persistence.tables.decision_definition import decision_definition
from service.persistence.tables.decision_instance import decision_instance
from service.persistence.tables.element_instance import element_instance
from service.persistence.tables.notice import notice
from service.persistence.tables.process_definition import process_definition
from service.persistence.tables.process_instance import process_instance
from service.persistence.tables.stage_clock import stage_clock
from service.persistence.tables.variable import variable
from service.presales import cases, timeline
from service.presales.papers import case_documents, signatures
from service.presales.papers.process_file import SCHEMA, CaseFacts
from service.queries.search.fields import Noun
from service.states import InstanceState

#: topics of bpmn/CONTRACT.md: what reviewers and approvers decided; what was said and sent; further facts
REVIEWS = (
    "screening_review",
    "needs_review",
    "plan_reviews",
    "plan_arbitration",
    "redesign",
    "discount_approval",
    "quotation_check",
    "signing_review",
    "file_review",
    "approvals",
    "approval_arbitration",
)
MESSAGES = ("communication", "reminders")
RECORDS = ("loops", "recording_mode", "recording", "due_diligence", "closing", "retention")
_MICROSECONDS = 1_000_000


def history(connection: Connection, case_key: int, now: datetime) -> dict[str, Any]:
    """Everything that happened in a case so far, as `process_file.ProcessFile` describes it. Raises NotFound."""
    case = cases.get(connection, case_key)
    topics = _topics(connection, case_key)
    return {
        "schema": SCHEMA,
        "madeAt": times.write(now),
        "case": {name: case[name] for name in _CASE_FACTS},
        "processes": _processes(connection, case_key),
        "timeline": _events(connection, timeline.noun(case_key)),
        "documents": case_documents.listing(connection, case_key),
        "signatures": signatures.listing(connection, case_key),
        "decisions": _decisions(connection, case_key),
        "reviews": _chosen(topics, REVIEWS),
        "stages": _stages(connection, case_key),
        "notices": _notices(connection, case_key),
        "messages": _chosen(topics, MESSAGES),
        "records": _chosen(topics, RECORDS),
    }


_CASE_FACTS = tuple(field.alias or name for name, field in CaseFacts.model_fields.items())


def _chosen(topics: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: topics[name] for name in names if topics.get(name) is not None}


def _topics(connection: Connection, case_key: int) -> dict[str, Any]:
    """The topics as they are: of the stage that is running, else of the case."""
    instance = process_instance
    statement = (
        select(variable.c.name, variable.c.value)
        .join(instance, instance.c.key == variable.c.scope_key)
        .where(
            instance.c.root_process_instance_key == case_key,
            or_(instance.c.key == case_key, instance.c.state == InstanceState.ACTIVE),
            variable.c.name.in_([*REVIEWS, *MESSAGES, *RECORDS]),
        )
        # a called process is younger than its caller and knows all that it knows: what it says is the newest
        .order_by(instance.c.key)
    )
    return {row.name: row.value for row in connection.execute(statement)}


def _processes(connection: Connection, case_key: int) -> list[dict[str, Any]]:
    definition = process_definition
    used = select(process_instance.c.process_definition_key).where(_of_case(case_key))
    statement = select(definition).where(definition.c.key.in_(used)).order_by(definition.c.key)
    return [
        {
            "processDefinitionId": row.process_definition_id,
            "name": row.name,
            "version": row.version,
            "versionTag": row.version_tag,
            "processDefinitionKey": str(row.key),
        }
        for row in connection.execute(statement)
    ]


def _of_case(case_key: int) -> Any:
    return process_instance.c.root_process_instance_key == case_key


def _events(connection: Connection, noun: Noun) -> list[dict[str, Any]]:
    event = noun.source
    statement = select(*noun.columns).select_from(event).order_by(event.c.at, *noun.key)
    return [noun.item(row) for row in connection.execute(statement)]


def _decisions(connection: Connection, case_key: int) -> list[dict[str, Any]]:
    made, definition, element = decision_instance, decision_definition, element_instance
    instances = select(process_instance.c.key).where(_of_case(case_key))
    statement = (
        select(
            made,
            definition.c.decision_definition_id,
            definition.c.name,
            definition.c.version,
            element.c.element_id,
        )
        .join(definition, definition.c.key == made.c.decision_definition_key)
        .outerjoin(element, element.c.key == made.c.element_instance_key)
        .where(made.c.process_instance_key.in_(instances))
        .order_by(made.c.evaluated_at, made.c.evaluation_key, made.c.index)
    )
    return [_decision(row) for row in connection.execute(statement)]


def _decision(row: Any) -> dict[str, Any]:
    return {
        "decisionEvaluationKey": str(row.evaluation_key),
        "decisionDefinitionId": row.decision_definition_id,
        "name": row.name,
        "version": row.version,
        "elementId": row.element_id,
        "at": times.write(row.evaluated_at),
        "state": row.state,
        "inputs": [{"name": each["name"], "value": each["value"]} for each in row.evaluated_inputs],
        "matchedRules": [
            {
                "ruleIndex": rule["index"],
                "ruleId": rule["id"] or str(rule["index"]),
                "outputs": {output["name"]: output["value"] for output in rule["outputs"]},
            }
            for rule in row.matched_rules
        ],
        "result": row.result,
        "failure": row.failure,
    }


def _stages(connection: Connection, case_key: int) -> list[dict[str, Any]]:
    clock = stage_clock
    statement = select(clock).where(clock.c.root_process_instance_key == case_key).order_by(clock.c.key)
    return [
        {
            "stage": row.stage,
            "elementId": row.element_id,
            "sla": row.sla,
            "workedSeconds": row.worked // _MICROSECONDS,
            "waitedSeconds": row.waited // _MICROSECONDS,
            "startedAt": times.write(row.started_at),
            "endedAt": _moment(row.ended_at),
        }
        for row in connection.execute(statement)
    ]


def _notices(connection: Connection, case_key: int) -> list[dict[str, Any]]:
    statement = select(notice).where(notice.c.root_process_instance_key == case_key).order_by(notice.c.key)
    return [
        {
            "kind": row.kind,
            "stage": row.stage,
            "elementId": row.element_id,
            "level": row.level,
            "roles": list(row.roles),
            "users": list(row.users),
            "dueAt": times.write(row.due_at),
            "createdAt": times.write(row.created_at),
            "acknowledgedAt": _moment(row.acknowledged_at),
            "acknowledgedBy": row.acknowledged_by,
        }
        for row in connection.execute(statement)
    ]


def _moment(at: datetime | None) -> str | None:
    return times.write(at) if at is not None else None
