"""User tasks: work for people."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.expression import cast

from service.errors import NotFound
from service.identity.actor import Actor
from service.persistence.tables.process_definition import process_definition as definition
from service.persistence.tables.process_instance import process_instance
from service.persistence.tables.snapshot import snapshot
from service.persistence.tables.user_task import user_task as table
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
    tenant,
    texts,
    values,
)
from service.queries.variables import value_text
from service.states import UserTaskState

_root = process_instance.alias("root")


def _some(column: ColumnElement[Any], compare: Comparison) -> ColumnElement[bool]:
    """Whether one of the list meets the comparison."""
    entry = func.unnest(column).table_valued("value").render_derived()
    return exists().select_from(entry).where(compare(entry.c.value)).correlate(table)


def _variable_of(scope: ColumnElement[Any]) -> Any:
    def condition(name: str, compare: Comparison) -> ColumnElement[bool]:
        named = (variable.c.scope_key == scope) & (variable.c.name == name)
        return exists().where(named, compare(value_text(variable))).correlate(table)

    return condition


NOUN = Noun(
    "UserTask",
    table.join(definition, definition.c.key == table.c.process_definition_key).join(
        _root, _root.c.key == table.c.root_process_instance_key
    ),
    (table.c.key,),
    (
        Field("userTaskKey", Kind.KEY, table.c.key, EXACT),
        Field("name", Kind.TEXT, table.c.name, TEXT, sortable=True, nullable=True),
        Field(
            "state",
            Kind.STATE,
            table.c.state,
            STATE,
            values=values(UserTaskState, "CREATING", "ASSIGNING", "UPDATING", "COMPLETING", "CANCELING", "FAILED"),
        ),
        Field("assignee", Kind.TEXT, table.c.assignee, TEXT, nullable=True),
        Field("candidateGroups", Kind.TEXTS, table.c.candidate_groups),
        Field("candidateUsers", Kind.TEXTS, table.c.candidate_users),
        Field("elementId", Kind.TEXT, table.c.element_id, EXACT),
        Field("elementInstanceKey", Kind.KEY, table.c.key, EXACT),
        Field("processDefinitionId", Kind.TEXT, definition.c.process_definition_id, TEXT),
        Field("processDefinitionKey", Kind.KEY, table.c.process_definition_key, KEY),
        Field("processDefinitionVersion", Kind.INTEGER, definition.c.version),
        Field("processName", Kind.TEXT, definition.c.name, nullable=True),
        Field("processInstanceKey", Kind.KEY, table.c.process_instance_key, KEY),
        Field("rootProcessInstanceKey", Kind.KEY, table.c.root_process_instance_key, nullable=True),
        Field("businessId", Kind.TEXT, _root.c.business_id, TEXT, sortable=True, nullable=True),
        Field("creationDate", Kind.MOMENT, table.c.created_at, RANGE, sortable=True),
        Field("completionDate", Kind.MOMENT, table.c.ended_at, RANGE, sortable=True, nullable=True),
        Field("followUpDate", Kind.MOMENT, table.c.follow_up_date, RANGE, sortable=True, nullable=True),
        Field("dueDate", Kind.MOMENT, table.c.due_date, RANGE, sortable=True, nullable=True),
        Field("priority", Kind.INTEGER, table.c.priority, RANGE, sortable=True),
        Field("formKey", Kind.KEY, table.c.form_key, nullable=True),
        Field("externalFormReference", Kind.TEXT, table.c.external_form_reference, nullable=True),
        Field("customHeaders", Kind.OBJECT, table.c.custom_headers),
        Field("tags", Kind.TEXTS, _root.c.tags),
        tenant(TEXT, sortable=False),
    ),
    (
        Filter("candidateGroup", Kind.TEXT, TEXT, lambda compare: _some(table.c.candidate_groups, compare)),
        Filter("candidateUser", Kind.TEXT, TEXT, lambda compare: _some(table.c.candidate_users, compare)),
        NamedValues("processInstanceVariables", _variable_of(table.c.process_instance_key)),
        NamedValues("localVariables", _variable_of(table.c.key)),
        Labels("tags", _root.c.tags),
    ),
    alternatives=True,
)


def offered_to(actor: Actor) -> ColumnElement[bool]:
    """The condition that a task is assigned or offered to the actor, or to anybody."""
    groups = cast(sorted(actor.roles), ARRAY(Text))
    return or_(
        table.c.assignee == actor.name,
        texts(table.c.candidate_groups).overlap(groups),
        texts(table.c.candidate_users).contains([actor.name]),
        and_(
            table.c.assignee.is_(None),
            func.cardinality(table.c.candidate_groups) == 0,
            func.cardinality(table.c.candidate_users) == 0,
        ),
    )


def search(
    connection: Connection, request: dict[str, Any], where: Sequence[ColumnElement[bool]] = ()
) -> dict[str, Any]:
    """Search user tasks."""
    return execute.search(connection, NOUN, request, where)


def get(connection: Connection, key: int, where: Sequence[ColumnElement[bool]] = ()) -> dict[str, Any]:
    """One user task. Raises NotFound, also for one that `where` hides."""
    found = execute.get(connection, NOUN, table.c.key == key, *where)
    if found is None:
        raise NotFound(f"Expected a user task with key '{key}', but there is none.")
    return found


_FORM = """
SELECT form.form_id, resource.content FROM user_task
JOIN form ON form.key = user_task.form_key JOIN resource ON resource.key = form.resource_key
WHERE user_task.key = %(key)s
"""


def form(connection: Connection, key: int) -> tuple[str, str] | None:
    """Id and schema of the task's form, if it has one. Asked with every completion, so written out."""
    row = connection.exec_driver_sql(_FORM, {"key": key}).first()
    return None if row is None else (row.form_id, bytes(row.content).decode())


def lock(connection: Connection, key: int) -> None:
    """Let nobody else change the task's instance until the transaction ends; nothing if it has ended."""
    root = select(table.c.root_process_instance_key).where(table.c.key == key).scalar_subquery()
    locked = select(snapshot.c.root_process_instance_key).where(snapshot.c.root_process_instance_key == root)
    connection.execute(locked.with_for_update())
