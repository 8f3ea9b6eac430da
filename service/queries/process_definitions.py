"""Process definitions: versions of executable processes."""

from typing import Any, NoReturn

from sqlalchemy import Connection, func, select

from service.errors import NotFound
from service.persistence.tables.process_definition import process_definition as table
from service.persistence.tables.resource import resource
from service.queries.search import execute
from service.queries.search.fields import EXACT, TEXT, Field, Filter, Kind, Noun, tenant

_other = table.alias()
_latest = (
    select(func.max(_other.c.version))
    .where(_other.c.process_definition_id == table.c.process_definition_id)
    .scalar_subquery()
)

NOUN = Noun(
    "ProcessDefinition",
    table,
    (table.c.key,),
    (
        Field("processDefinitionKey", Kind.KEY, table.c.key, EXACT, sortable=True),
        Field("processDefinitionId", Kind.TEXT, table.c.process_definition_id, TEXT, sortable=True),
        Field("name", Kind.TEXT, table.c.name, TEXT, sortable=True, nullable=True),
        Field("version", Kind.INTEGER, table.c.version, EXACT, sortable=True),
        Field("versionTag", Kind.TEXT, table.c.version_tag, EXACT, sortable=True, nullable=True),
        Field("resourceName", Kind.TEXT, table.c.resource_name, EXACT, sortable=True),
        Field("hasStartForm", Kind.BOOLEAN, table.c.has_start_form, EXACT),
        Field("state", Kind.STATE, table.c.state, EXACT, values=("ACTIVE", "DRAINING", "DELETED")),
        tenant(),
    ),
    (
        Filter(
            "isLatestVersion", Kind.BOOLEAN, EXACT, lambda compare: compare((table.c.version == _latest).self_group())
        ),
    ),
)


def search(connection: Connection, request: dict[str, Any]) -> dict[str, Any]:
    """Search process definitions."""
    return execute.search(connection, NOUN, request)


def get(connection: Connection, key: int) -> dict[str, Any]:
    """One process definition. Raises NotFound."""
    return execute.get(connection, NOUN, table.c.key == key) or _refuse(key)


def xml(connection: Connection, key: int) -> bytes:
    """The diagram as it was uploaded, byte for byte. Raises NotFound."""
    statement = select(resource.c.content).join(table, table.c.resource_key == resource.c.key)
    found = connection.execute(statement.where(table.c.key == key)).scalar()
    if found is None:
        _refuse(key)
    return bytes(found)


def start_form_key(connection: Connection, key: int) -> int | None:
    """The key of the form that starts an instance, if it has one. Raises NotFound."""
    row = connection.execute(select(table.c.start_form_key).where(table.c.key == key)).first()
    if row is None:
        _refuse(key)
    found: int | None = row.start_form_key
    return found


def _refuse(key: int) -> NoReturn:
    raise NotFound(f"Expected a process definition with key '{key}', but there is none.")
