"""Resources: files as they were uploaded."""

from typing import Any, NoReturn

from sqlalchemy import Connection, Integer, cast, func, select

from service.errors import NotFound
from service.persistence.tables.resource import resource as table
from service.queries.search import execute
from service.queries.search.fields import KEY, RANGE, TEXT, Field, Filter, Kind, Noun, no_text, tenant

_earlier = table.alias()
_version = (
    select(cast(func.count(), Integer))
    .where(_earlier.c.name == table.c.name, _earlier.c.key <= table.c.key)
    .scalar_subquery()
)

NOUN = Noun(
    "Resource",
    table,
    (table.c.key,),
    (
        Field("resourceKey", Kind.KEY, table.c.key, KEY, sortable=True),
        Field("resourceName", Kind.TEXT, table.c.name, TEXT, sortable=True),
        Field("resourceId", Kind.TEXT, table.c.name, TEXT, sortable=True),
        Field("version", Kind.INTEGER, _version, RANGE, sortable=True),
        Field("versionTag", Kind.TEXT, no_text(), TEXT, sortable=True, nullable=True),
        tenant(),
    ),
    (Filter("deploymentKey", Kind.KEY, KEY, lambda compare: compare(table.c.deployment_key)),),
)


def search(connection: Connection, request: dict[str, Any]) -> dict[str, Any]:
    """Search uploaded files."""
    return execute.search(connection, NOUN, request)


def get(connection: Connection, key: int) -> dict[str, Any]:
    """One uploaded file without its content. Raises NotFound."""
    return execute.get(connection, NOUN, table.c.key == key) or _refuse(key)


def content(connection: Connection, key: int) -> bytes:
    """The file, byte for byte. Raises NotFound."""
    found = connection.execute(select(table.c.content).where(table.c.key == key)).scalar()
    if found is None:
        _refuse(key)
    return bytes(found)


def _refuse(key: int) -> NoReturn:
    raise NotFound(f"Expected a resource with key '{key}', but there is none.")
