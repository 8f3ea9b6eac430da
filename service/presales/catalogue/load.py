"""Loads catalogues: a new version of each product that is new or has changed, an end for those no longer listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.dialects.postgresql import distinct_on

from service.commands.context import CommandContext
from service.errors import InvalidArgument
from service.persistence.tables.product_version import product_version as table
from service.presales.catalogue.files import Catalogue, Listed

#: loads are made one after the other: two at once would give the same version twice
_LOCK = 7_237_007


class Change(StrEnum):
    """What a load made of a product."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ENDED = "ended"
    #: an owner has loaded it since, so what is bundled leaves it alone
    LEFT = "left to its owner"


@dataclass(frozen=True, slots=True)
class LoadedProduct:
    """A product after a load: its newest version, and the day from which that one is in force."""

    code: str
    version: int
    change: Change
    effective_from: date


def load_catalogues(
    connection: Connection, catalogues: Iterable[Catalogue], context: CommandContext, *, bundled: bool = False
) -> list[LoadedProduct]:
    """Load all of them. A change never reaches back: it is in force from its day, at the earliest from today.

    `bundled`: products that an owner has loaded are left alone. Raises InvalidArgument if another catalogue has a
    product of the same code; nothing is loaded then."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    loaded: list[LoadedProduct] = []
    rows: list[dict[str, Any]] = []
    for catalogue in catalogues:
        newest = _newest(connection, catalogue)
        for listed in catalogue.products:
            row, done = _compared(listed, newest.pop(listed.entry.code, None), catalogue, context, bundled=bundled)
            loaded.append(done)
            rows += [row] if row is not None else []
        for former in newest.values():
            if not (former.ended or (bundled and not former.bundled)):
                end = _ended(former, context)
                rows.append(end)
                loaded.append(LoadedProduct(former.code, end["version"], Change.ENDED, end["effective_from"]))
    stamped = {"bundled": bundled, "loaded_at": context.now, "loaded_by": context.actor.name}
    if rows:
        made = [{**row, **stamped, "key": context.runtime.keys.take(connection)} for row in rows]
        connection.execute(insert(table), made)
    return loaded


def _newest(connection: Connection, catalogue: Catalogue) -> dict[str, Row[Any]]:
    """The newest version of each product that the catalogue lists or has listed."""
    codes = [each.entry.code for each in catalogue.products]
    statement = (
        select(table)
        .ext(distinct_on(table.c.code))
        .where((table.c.catalogue == catalogue.name) | table.c.code.in_(codes))
        .order_by(table.c.code, table.c.version.desc())
    )
    found = {row.code: row for row in connection.execute(statement)}
    for row in found.values():
        if row.catalogue != catalogue.name and not row.ended:
            raise InvalidArgument(
                f"Expected product codes of catalogue '{catalogue.name}' alone, but {row.code} is one of "
                f"'{row.catalogue}'. Choose another code, or load '{row.catalogue}' without it first. "
                "Nothing was loaded."
            )
    return found


def _compared(
    listed: Listed, newest: Row[Any] | None, catalogue: Catalogue, context: CommandContext, *, bundled: bool
) -> tuple[dict[str, Any] | None, LoadedProduct]:
    entry, starts = listed.entry, listed.entry.effective_from
    if newest is None:
        row = _row(listed, catalogue, 1, starts)
        return row, LoadedProduct(entry.code, 1, Change.NEW, starts)
    if bundled and not newest.bundled:
        return None, LoadedProduct(entry.code, newest.version, Change.LEFT, newest.effective_from)
    if newest.sha256 == listed.sha256 and not newest.ended:
        return None, LoadedProduct(entry.code, newest.version, Change.UNCHANGED, newest.effective_from)
    starts = max(starts, context.now.date())
    row = _row(listed, catalogue, newest.version + 1, starts)
    return row, LoadedProduct(entry.code, newest.version + 1, Change.CHANGED, starts)


def _row(listed: Listed, catalogue: Catalogue, version: int, starts: date) -> dict[str, Any]:
    content = listed.entry.content()
    searched = ("code", "product_line", "product_class", "risk_level", "channels", "regions")
    return {
        **{name: content[name] for name in (*searched, "on_sale_from", "on_sale_to")},
        "version": version,
        "jurisdiction": catalogue.jurisdiction,
        "catalogue": catalogue.name,
        "effective_from": starts,
        "ended": False,
        "content": content,
        "sha256": listed.sha256,
    }


def _ended(former: Row[Any], context: CommandContext) -> dict[str, Any]:
    """The end is a version, too: it says that there is none from today on."""
    row = dict(former._mapping)  # noqa: SLF001 - the public name of a row's columns
    return row | {"version": former.version + 1, "effective_from": context.now.date(), "ended": True}
