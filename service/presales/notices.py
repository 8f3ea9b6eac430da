"""Notices as people read them: those for their roles and for themselves; taken note of once."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.expression import cast

from service.commands import audit
from service.commands.context import CommandContext
from service.errors import NotFound
from service.identity.actor import Actor
from service.persistence.tables.notice import notice as table
from service.persistence.tables.presales_case import presales_case
from service.queries.search import execute
from service.queries.search.fields import KEY, RANGE, STATE, TEXT, Field, Kind, Noun, texts, values
from service.states import NoticeKind

NOUN = Noun(
    "Notice",
    table.outerjoin(presales_case, presales_case.c.key == table.c.root_process_instance_key),
    (table.c.key,),
    (
        Field("noticeKey", Kind.KEY, table.c.key, KEY, sortable=True),
        Field("kind", Kind.STATE, table.c.kind, STATE, values=values(NoticeKind)),
        Field("caseKey", Kind.KEY, table.c.root_process_instance_key, KEY),
        Field("caseNo", Kind.TEXT, presales_case.c.case_no, TEXT, nullable=True),
        Field("stage", Kind.TEXT, table.c.stage, TEXT, nullable=True),
        Field("elementId", Kind.TEXT, table.c.element_id, TEXT, nullable=True),
        Field("level", Kind.INTEGER, table.c.level, RANGE),
        Field("roles", Kind.TEXTS, table.c.roles),
        Field("users", Kind.TEXTS, table.c.users),
        Field("dueAt", Kind.MOMENT, table.c.due_at, RANGE, sortable=True),
        Field("createdAt", Kind.MOMENT, table.c.created_at, RANGE, sortable=True),
        Field("acknowledgedAt", Kind.MOMENT, table.c.acknowledged_at, RANGE, sortable=True, nullable=True),
        Field("acknowledgedBy", Kind.TEXT, table.c.acknowledged_by, TEXT, nullable=True),
    ),
)


def _for(actor: Actor) -> ColumnElement[bool]:
    roles = cast(sorted(actor.roles), ARRAY(Text))
    return or_(texts(table.c.roles).overlap(roles), texts(table.c.users).contains([actor.name]))


def search(connection: Connection, request: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Search the notices for somebody's roles and for themselves."""
    return execute.search(connection, NOUN, request, (_for(actor),))


def acknowledge(connection: Connection, key: int, context: CommandContext) -> None:
    """Take note; a second time changes nothing. Raises NotFound, also for a notice for others."""
    mine = (table.c.key == key, _for(context.actor))
    taken = update(table).where(*mine, table.c.acknowledged_at.is_(None))
    taken = taken.values(acknowledged_at=context.now, acknowledged_by=context.actor.name)
    root_key = connection.execute(taken.returning(table.c.root_process_instance_key)).scalar()
    if root_key is not None:
        audit.record(connection, context, "notice_acknowledged", "notice", key, {}, root_key=root_key)
    elif connection.execute(select(table.c.key).where(*mine)).first() is None:
        raise NotFound(f"Expected a notice for you with key '{key}', but there is none.")
