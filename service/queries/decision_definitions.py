"""Decision definitions: versions of decisions."""

from typing import Any, NoReturn

from sqlalchemy import Connection, func, select

from service.errors import NotFound
from service.persistence.tables.decision_definition import decision_definition as table
from service.persistence.tables.decision_requirements import decision_requirements as requirements
from service.persistence.tables.resource import resource
from service.queries.search import execute
from service.queries.search.fields import EXACT, Field, Filter, Kind, Noun, tenant

_other = table.alias()
_latest = (
    select(func.max(_other.c.version))
    .where(_other.c.decision_definition_id == table.c.decision_definition_id)
    .scalar_subquery()
)

NOUN = Noun(
    "DecisionDefinition",
    table.join(requirements, requirements.c.key == table.c.decision_requirements_key),
    (table.c.key,),
    (
        Field("decisionDefinitionKey", Kind.KEY, table.c.key, EXACT, sortable=True),
        Field("decisionDefinitionId", Kind.TEXT, table.c.decision_definition_id, EXACT, sortable=True),
        Field("name", Kind.TEXT, table.c.name, EXACT, sortable=True),
        Field("version", Kind.INTEGER, table.c.version, EXACT, sortable=True),
        Field("decisionRequirementsKey", Kind.KEY, requirements.c.key, EXACT, sortable=True),
        Field("decisionRequirementsId", Kind.TEXT, requirements.c.decision_requirements_id, EXACT, sortable=True),
        Field("decisionRequirementsName", Kind.TEXT, requirements.c.name, EXACT, sortable=True),
        Field("decisionRequirementsVersion", Kind.INTEGER, requirements.c.version, EXACT, sortable=True),
        tenant(),
    ),
    (
        Filter(
            "isLatestVersion", Kind.BOOLEAN, EXACT, lambda compare: compare((table.c.version == _latest).self_group())
        ),
    ),
)


def search(connection: Connection, request: dict[str, Any]) -> dict[str, Any]:
    """Search decision definitions."""
    return execute.search(connection, NOUN, request)


def get(connection: Connection, key: int) -> dict[str, Any]:
    """One decision definition. Raises NotFound."""
    return execute.get(connection, NOUN, table.c.key == key) or _refuse(key)


def xml(connection: Connection, key: int) -> bytes:
    """The file that the decision is in, as it was uploaded. Raises NotFound."""
    statement = (
        select(resource.c.content)
        .join(requirements, requirements.c.resource_key == resource.c.key)
        .join(table, table.c.decision_requirements_key == requirements.c.key)
    )
    found = connection.execute(statement.where(table.c.key == key)).scalar()
    if found is None:
        _refuse(key)
    return bytes(found)


def _refuse(key: int) -> NoReturn:
    raise NotFound(f"Expected a decision with key '{key}', but there is none.")
