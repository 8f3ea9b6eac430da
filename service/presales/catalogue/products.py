"""Products as people and systems ask for them: on a day, or a version. SQL only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, any_, cast, func, literal, or_, select

from service.errors import NotFound
from service.persistence.tables.product_version import product_version as table
from service.presales.catalogue.entry import ProductLine
from service.queries.search import execute
from service.queries.search.fields import EXACT, RANGE, TEXT, Field, Kind, Noun, values

_later = table.alias("later")
#: last day on which a version is in force, if a later one takes over
_effective_to = (
    select(cast(func.min(_later.c.effective_from) - 1, Text))
    .where(_later.c.code == table.c.code, _later.c.version > table.c.version)
    .correlate(table)
    .scalar_subquery()
)


def _text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A day as ISO text."""
    return cast(column, Text)


NOUN = Noun(
    "Product",
    table,
    (table.c.code, table.c.version),
    (
        Field("productCode", Kind.TEXT, table.c.code, TEXT, sortable=True),
        Field("version", Kind.INTEGER, table.c.version, RANGE, sortable=True),
        Field("name", Kind.OBJECT, table.c.content["name"]),
        Field("jurisdiction", Kind.TEXT, table.c.jurisdiction, TEXT),
        Field("catalogue", Kind.TEXT, table.c.catalogue, TEXT),
        Field("productLine", Kind.STATE, table.c.product_line, TEXT, values=values(ProductLine)),
        Field("productClass", Kind.TEXT, table.c.product_class, TEXT, sortable=True),
        Field("riskLevel", Kind.INTEGER, table.c.risk_level, RANGE, sortable=True),
        Field("channels", Kind.TEXTS, table.c.channels),
        Field("regions", Kind.TEXTS, table.c.regions),
        Field("onSaleFrom", Kind.TEXT, _text(table.c.on_sale_from), RANGE, sortable=True),
        Field("onSaleTo", Kind.TEXT, _text(table.c.on_sale_to), RANGE, nullable=True),
        Field("effectiveFrom", Kind.TEXT, _text(table.c.effective_from), RANGE, sortable=True),
        Field("effectiveTo", Kind.TEXT, _effective_to, RANGE, nullable=True),
        Field("ended", Kind.BOOLEAN, table.c.ended, EXACT),
        Field("demonstration", Kind.BOOLEAN, table.c.content["demonstration"].as_boolean(), EXACT),
        Field("loadedAt", Kind.MOMENT, table.c.loaded_at, RANGE, sortable=True),
        Field("loadedBy", Kind.TEXT, table.c.loaded_by, TEXT),
    ),
)


def search(connection: Connection, request: dict[str, Any]) -> dict[str, Any]:
    """Search every version of every product."""
    return execute.search(connection, NOUN, request)


def on_sale(
    connection: Connection, jurisdiction: str, on: date, chosen: Mapping[str, str | None], page: Mapping[str, Any]
) -> dict[str, Any]:
    """The products on sale on a day, by code. `chosen`: product_line, product_class, channel, region, or None."""
    return execute.search(connection, NOUN, {"page": page}, _on_sale(jurisdiction, on, chosen))


def offered(
    connection: Connection, jurisdiction: str, on: date, chosen: Mapping[str, str | None]
) -> list[dict[str, Any]]:
    """The products on sale on a day as cases get them. `chosen` as for `on_sale`."""
    statement = select(table.c.content, table.c.version).where(*_on_sale(jurisdiction, on, chosen))
    return [row.content | {"version": row.version} for row in connection.execute(statement)]


def _on_sale(jurisdiction: str, on: date, chosen: Mapping[str, str | None]) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [
        table.c.jurisdiction == jurisdiction,
        _in_force(on),
        table.c.on_sale_from <= on,
        or_(table.c.on_sale_to.is_(None), table.c.on_sale_to >= on),
    ]
    where += [table.c[name] == value for name in ("product_line", "product_class") if (value := chosen.get(name))]
    for name, column in (("channel", table.c.channels), ("region", table.c.regions)):
        if value := chosen.get(name):
            where.append(or_(column == [], literal(value, Text) == any_(column)))
    return where


def versions(connection: Connection, code: str, page: Mapping[str, Any]) -> dict[str, Any]:
    """Every version of a product, the newest first. Raises NotFound."""
    jurisdiction_of(connection, code)
    newest_first = [{"field": "version", "order": "DESC"}]
    return execute.search(connection, NOUN, {"sort": newest_first, "page": page}, [table.c.code == code])


def jurisdiction_of(connection: Connection, code: str) -> str:
    """Whose product it is. Raises NotFound for a code that no catalogue has or has had."""
    found: str | None = connection.execute(select(table.c.jurisdiction).where(table.c.code == code).limit(1)).scalar()
    if found is None:
        raise NotFound(f"Expected a product of code '{code}', but there is none.")
    return found


def in_force(connection: Connection, code: str, on: date) -> dict[str, Any] | None:
    """A product as cases get it, in the version in force on a day; None if there is none on that day."""
    return _whole(connection, table.c.code == code, _in_force(on))


def version(connection: Connection, code: str, number: int) -> dict[str, Any] | None:
    """A version of a product as cases get it; None if there is none of that number, or it is the end."""
    return _whole(connection, table.c.code == code, table.c.version == number, table.c.ended.is_(False))


def _whole(connection: Connection, *where: ColumnElement[bool]) -> dict[str, Any] | None:
    columns = (table.c.content, table.c.version, table.c.jurisdiction, table.c.catalogue)
    days = (_text(table.c.effective_from).label("effective_from"), _effective_to.label("effective_to"))
    row = connection.execute(select(*columns, *days).where(*where)).first()
    if row is None:
        return None
    given: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - the public name of a row's columns
    content: dict[str, Any] = given.pop("content")
    return content | given


def _in_force(on: date) -> ColumnElement[bool]:
    """Of the versions whose day has come, the newest."""
    earlier = table.alias("earlier")
    newest = select(func.max(earlier.c.version)).where(earlier.c.code == table.c.code, earlier.c.effective_from <= on)
    return and_(table.c.ended.is_(False), table.c.version == newest.correlate(table).scalar_subquery())
