"""Decision requirements: versions of DMN files with their requirement graphs."""

from typing import Any, NoReturn

from sqlalchemy import Connection, select

from service.errors import NotFound
from service.persistence.tables.decision_requirements import decision_requirements as table
from service.persistence.tables.resource import resource
from service.queries.search import execute
from service.queries.search.fields import EXACT, Field, Kind, Noun, tenant

NOUN = Noun(
    "DecisionRequirements",
    table,
    (table.c.key,),
    (
        Field("decisionRequirementsKey", Kind.KEY, table.c.key, EXACT, sortable=True),
        Field("decisionRequirementsId", Kind.TEXT, table.c.decision_requirements_id, EXACT, sortable=True),
        Field("decisionRequirementsName", Kind.TEXT, table.c.name, EXACT, sortable=True),
        Field("version", Kind.INTEGER, table.c.version, EXACT, sortable=True),
        Field("resourceName", Kind.TEXT, table.c.resource_name, EXACT),
        tenant(),
    ),
)


def search(connection: Connection, request: dict[str, Any]) -> dict[str, Any]:
    """Search decision requirements."""
    return execute.search(connection, NOUN, request)


def get(connection: Connection, key: int) -> dict[str, Any]:
    """One requirement graph. Raises NotFound."""
    return execute.get(connection, NOUN, table.c.key == key) or _refuse(key)


def xml(connection: Connection, key: int) -> bytes:
    """The file as it was uploaded. Raises NotFound."""
    statement = select(resource.c.content).join(table, table.c.resource_key == resource.c.key)
    found = connection.execute(statement.where(table.c.key == key)).scalar()
    if found is None:
        _refuse(key)
    return bytes(found)


def _refuse(key: int) -> NoReturn:
    raise NotFound(f"Expected decision requirements with key '{key}', but there are none.")
