"""Variables: the values of names in scopes, of live and ended instances."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, FromClause, Text, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on

from service.errors import NotFound
from service.persistence.tables.element_instance import element_instance
from service.persistence.tables.variable import variable as table
from service.queries.search import execute
from service.queries.search.fields import EXACT, KEY, TEXT, Field, Filter, Kind, Noun, tenant

#: longer values are cut in lists, unless the request wants them whole
LONGEST = 8191


def value_text(source: FromClause) -> ColumnElement[str]:
    """The JSON text of a variable's value."""
    return cast(source.c.value, Text)


def _noun(name: str, source: FromClause, *more: Field) -> Noun:
    text = value_text(source)
    return Noun(
        name,
        source,
        (source.c.key,),
        (
            Field("variableKey", Kind.KEY, source.c.key, KEY, sortable=True),
            Field("name", Kind.TEXT, source.c.name, TEXT, sortable=True),
            Field("scopeKey", Kind.KEY, source.c.scope_key, KEY, sortable=True),
            Field("processInstanceKey", Kind.KEY, source.c.process_instance_key, KEY, sortable=True),
            Field("rootProcessInstanceKey", Kind.KEY, source.c.root_process_instance_key, nullable=True),
            tenant(),
            *more,
        ),
        (
            Filter("value", Kind.JSON, TEXT, lambda compare: compare(text)),
            Filter("isTruncated", Kind.BOOLEAN, EXACT, lambda compare: compare(func.length(text) > LONGEST)),
        ),
    )


def listing(source: FromClause, *, cut: bool) -> Noun:
    """Variables of a source with the columns of the table, as lists show them: long values cut or whole."""
    text = value_text(source)
    if not cut:
        whole = literal(False, Boolean)
        return _noun("VariableInList", source, Field("value", Kind.TEXT, text, sortable=True), _is_cut(whole))
    short = case((func.length(text) > LONGEST, func.left(text, LONGEST)), else_=text)
    is_long = (func.length(text) > LONGEST).self_group()
    return _noun("VariableInList", source, Field("value", Kind.TEXT, short, sortable=True), _is_cut(is_long))


def _is_cut(column: ColumnElement[bool]) -> Field:
    return Field("isTruncated", Kind.BOOLEAN, column)


#: one variable, its value whole
NOUN = _noun("Variable", table, Field("value", Kind.TEXT, value_text(table)))
CUT = listing(table, cut=True)
WHOLE = listing(table, cut=False)


def search(connection: Connection, request: dict[str, Any], *, cut: bool = True) -> dict[str, Any]:
    """Search variables of all scopes."""
    return execute.search(connection, CUT if cut else WHOLE, request)


def get(connection: Connection, key: int) -> dict[str, Any]:
    """One variable. Raises NotFound."""
    found = execute.get(connection, NOUN, table.c.key == key)
    if found is None:
        raise NotFound(f"Expected a variable with key '{key}', but there is none.")
    return found


def _scopes_around(element_key: int) -> FromClause:
    """The scopes of an element instance, from itself (depth 0) to its process instance."""
    inner = select(literal(element_key, table.c.scope_key.type).label("key"), literal(0).label("depth"))
    scopes = inner.cte("scope", recursive=True)
    outer = select(element_instance.c.scope_key, scopes.c.depth + 1).where(
        element_instance.c.key == scopes.c.key, element_instance.c.scope_key != scopes.c.key
    )
    return scopes.union_all(outer)


def search_around(
    connection: Connection, element_key: int, request: dict[str, Any], *, cut: bool = True
) -> dict[str, Any]:
    """Search the variables of all scopes around an element instance; a name may be there more than once."""
    scopes = _scopes_around(element_key)
    where = table.c.scope_key.in_(select(scopes.c.key))
    return execute.search(connection, CUT if cut else WHOLE, request, (where,))


def search_effective(
    connection: Connection, element_key: int, request: dict[str, Any], *, cut: bool = True
) -> dict[str, Any]:
    """Search the variables that an element instance sees: of each name the innermost."""
    scopes = _scopes_around(element_key)
    visible = (
        select(table)
        .join(scopes, scopes.c.key == table.c.scope_key)
        .ext(distinct_on(table.c.name))
        .order_by(table.c.name, scopes.c.depth)
        .subquery("visible")
    )
    return execute.search(connection, listing(visible, cut=cut), request)


def effective(connection: Connection, element_key: int) -> dict[str, Any]:
    """The values that an element instance sees, by name."""
    scopes = _scopes_around(element_key)
    visible = select(table.c.name, table.c.value).join(scopes, scopes.c.key == table.c.scope_key)
    rows = connection.execute(visible.order_by(scopes.c.depth.desc()))
    return {row.name: row.value for row in rows}
