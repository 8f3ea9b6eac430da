"""Cases as people ask for them: where each stands, what it waits for and whom, since when. SQL only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, case, cast, exists, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import DateTime, Text

from service import times
from service.errors import NotFound
from service.persistence.tables.element_instance import element_instance
from service.persistence.tables.incident import incident
from service.persistence.tables.job import job
from service.persistence.tables.message_subscription import message_subscription
from service.persistence.tables.presales_case import presales_case as table
from service.persistence.tables.process_instance import process_instance
from service.persistence.tables.stage_clock import stage_clock
from service.persistence.tables.timer import timer
from service.persistence.tables.user_task import user_task
from service.queries.search import execute
from service.queries.search.fields import EXACT, KEY, RANGE, STATE, TEXT, Field, Kind, Noun, values
from service.states import ElementType, IncidentState, InstanceState, JobState, Sla, SubscriptionState, UserTaskState


def _stage(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of the stage that the case is in: the call activity of the sheet that a token is in."""
    statement = (
        select(column)
        .where(
            element_instance.c.process_instance_key == table.c.key,
            element_instance.c.type == ElementType.CALL_ACTIVITY,
            element_instance.c.state == InstanceState.ACTIVE,
        )
        .order_by(element_instance.c.key.desc())
        .limit(1)
    )
    return statement.correlate(table).scalar_subquery()


def _clock(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of the clock of that stage."""
    statement = select(column).where(
        stage_clock.c.root_process_instance_key == table.c.key, stage_clock.c.ended_at.is_(None)
    )
    return statement.order_by(stage_clock.c.key.desc()).limit(1).correlate(table).scalar_subquery()


_waited = (
    select(cast(func.coalesce(func.sum(stage_clock.c.waited), 0) / 1_000_000, BigInteger))
    .where(stage_clock.c.root_process_instance_key == table.c.key)
    .correlate(table)
    .scalar_subquery()
)
_end = (
    select(element_instance.c.element_id)
    .where(
        element_instance.c.process_instance_key == table.c.key,
        element_instance.c.type == ElementType.END_EVENT,
        element_instance.c.state == InstanceState.COMPLETED,
    )
    .order_by(element_instance.c.key.desc())
    .limit(1)
    .correlate(table)
    .scalar_subquery()
)
_waiting_since = case((stage_clock.c.awaits.is_not(None), stage_clock.c.since))
_open_incident = and_(incident.c.root_process_instance_key == table.c.key, incident.c.state == IncidentState.ACTIVE)

NOUN = Noun(
    "Case",
    table.join(process_instance, process_instance.c.key == table.c.key),
    (table.c.key,),
    (
        Field("caseKey", Kind.KEY, table.c.key, KEY, sortable=True),
        Field("caseNo", Kind.TEXT, table.c.case_no, TEXT, sortable=True),
        Field("productLine", Kind.TEXT, table.c.product_line, TEXT),
        Field("clientType", Kind.TEXT, table.c.client_type, TEXT),
        Field("channel", Kind.TEXT, table.c.channel, TEXT),
        Field("jurisdiction", Kind.TEXT, table.c.jurisdiction, TEXT),
        Field("language", Kind.TEXT, table.c.language, TEXT),
        Field("owner", Kind.TEXT, table.c.owner, TEXT, sortable=True),
        Field("state", Kind.STATE, process_instance.c.state, STATE, values=values(InstanceState)),
        Field("stageId", Kind.TEXT, _stage(element_instance.c.element_id), TEXT, nullable=True),
        Field("stageName", Kind.TEXT, _stage(element_instance.c.element_name), nullable=True),
        Field("stageSince", Kind.MOMENT, _stage(element_instance.c.started_at), RANGE, sortable=True, nullable=True),
        Field("stageDue", Kind.MOMENT, _clock(stage_clock.c.due_at), RANGE, sortable=True, nullable=True),
        Field("stageSla", Kind.STATE, _clock(stage_clock.c.sla), STATE, nullable=True, values=values(Sla)),
        Field("awaits", Kind.TEXT, _clock(stage_clock.c.awaits), TEXT, nullable=True),
        Field("waitingSince", Kind.MOMENT, _clock(_waiting_since), RANGE, sortable=True, nullable=True),
        Field("waitedSeconds", Kind.INTEGER, _waited, RANGE, sortable=True),
        Field("end", Kind.TEXT, _end, TEXT, nullable=True),
        Field("hasIncident", Kind.BOOLEAN, exists().where(_open_incident).correlate(table), EXACT),
        Field("openedAt", Kind.MOMENT, table.c.opened_at, RANGE, sortable=True),
        Field("endedAt", Kind.MOMENT, process_instance.c.ended_at, RANGE, sortable=True, nullable=True),
    ),
)


def search(connection: Connection, request: dict[str, Any]) -> dict[str, Any]:
    """Search cases; each with what it waits for."""
    found = execute.search(connection, NOUN, request)
    waits = _waits(connection, [int(case["caseKey"]) for case in found["items"]])
    found["items"] = [{**case, "waitingFor": waits[case["caseKey"]]} for case in found["items"]]
    return found


def get(connection: Connection, key: int) -> dict[str, Any]:
    """One case with what it waits for. Raises NotFound."""
    case = execute.get(connection, NOUN, table.c.key == key)
    if case is None:
        raise NotFound(f"Expected a case with key '{key}', but there is none.")
    return {**case, "waitingFor": _waits(connection, [key])[case["caseKey"]]}


def key_of(connection: Connection, case: str) -> int:
    """The key of a case by its key or its number. Raises NotFound."""
    wanted = table.c.key == int(case) if case.isdecimal() and len(case) < 19 else table.c.case_no == case  # noqa: PLR2004 - digits of 64 bits
    key: int | None = connection.execute(select(table.c.key).where(wanted)).scalar()
    if key is None:
        raise NotFound(f"Expected a case with key or number '{case}', but there is none.")
    return key


def key_of_instance(connection: Connection, process_instance_key: int) -> int | None:
    """The key of the case that a process instance belongs to; None if it is no part of one."""
    statement = (
        select(table.c.key)
        .join(process_instance, process_instance.c.root_process_instance_key == table.c.key)
        .where(process_instance.c.key == process_instance_key)
    )
    key: int | None = connection.execute(statement).scalar()
    return key


def _waits(connection: Connection, roots: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    """What each case waits for, the oldest first: people, handlers, other systems, times, messages."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if not roots:
        return found
    open_waits = union_all(*_wait_statements(roots)).subquery("wait")
    for row in connection.execute(select(open_waits).order_by(open_waits.c.since, open_waits.c.key)):
        found[str(row.root)].append(_wait(row))
    return found


def _wait(row: Any) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "key": str(row.key),
        "elementId": row.element_id,
        "name": row.name,
        "assignee": row.assignee,
        "candidateGroups": list(row.groups),
        "since": times.write(row.since) if row.since else None,
        "due": times.write(row.due) if row.due else None,
    }


def _wait_statements(roots: Sequence[int]) -> Iterable[Any]:
    none = literal(None, Text)
    never = literal(None, DateTime(timezone=True))
    no_groups = literal([], ARRAY(Text))
    entered = select(element_instance.c.started_at).where(element_instance.c.key == timer.c.key).scalar_subquery()
    for source, kind, name, assignee, groups, since, due, waiting in (
        (
            user_task,
            "USER_TASK",
            user_task.c.name,
            user_task.c.assignee,
            user_task.c.candidate_groups,
            user_task.c.created_at,
            user_task.c.due_date,
            user_task.c.state == UserTaskState.CREATED,
        ),
        (
            job,
            "JOB",
            job.c.type,
            none,
            no_groups,
            job.c.created_at,
            job.c.deadline,
            job.c.state.in_([JobState.CREATED, JobState.FAILED]),
        ),
        (timer, "TIMER", none, none, no_groups, entered, timer.c.due, literal(True)),
        (
            message_subscription,
            "MESSAGE",
            message_subscription.c.message_name,
            none,
            no_groups,
            message_subscription.c.updated_at,
            never,
            message_subscription.c.state == SubscriptionState.CREATED,
        ),
    ):
        yield select(
            source.c.root_process_instance_key.label("root"),
            literal(kind, Text).label("kind"),
            source.c.key.label("key"),
            source.c.element_id.label("element_id"),
            name.label("name"),
            assignee.label("assignee"),
            groups.label("groups"),
            since.label("since"),
            due.label("due"),
        ).where(source.c.root_process_instance_key.in_(roots), waiting)
