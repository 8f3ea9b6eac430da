"""Forms: versions of form-js forms."""

from typing import Any, NoReturn

from sqlalchemy import ColumnElement, Connection, select

from service.errors import NotFound
from service.persistence.tables.form import form as table
from service.persistence.tables.resource import resource
from service.queries.search.fields import TENANT


def get(connection: Connection, key: int) -> dict[str, Any]:
    """One form with its schema as text. Raises NotFound."""
    return _find(connection, table.c.key == key) or _refuse(f"key '{key}'")


def latest(connection: Connection, form_id: str) -> dict[str, Any]:
    """The latest version of a form. Raises NotFound."""
    return _find(connection, table.c.form_id == form_id) or _refuse(f"id '{form_id}'")


def _find(connection: Connection, condition: ColumnElement[bool]) -> dict[str, Any] | None:
    statement = (
        select(table.c.key, table.c.form_id, table.c.version, resource.c.content)
        .join(resource, resource.c.key == table.c.resource_key)
        .where(condition)
        .order_by(table.c.version.desc())
        .limit(1)
    )
    row = connection.execute(statement).first()
    if row is None:
        return None
    return {
        "formKey": str(row.key),
        "formId": row.form_id,
        "version": row.version,
        "schema": bytes(row.content).decode(),
        "tenantId": TENANT,
    }


def _refuse(what: str) -> NoReturn:
    raise NotFound(f"Expected a form with {what}, but there is none.")
