"""Runs a search: mostly one statement; a second one counts only when the hits go beyond the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from service.errors import InvalidArgument
from service.queries.search.fields import Noun
from service.queries.search.filters import conditions
from service.queries.search.page import Order, Page, order, page

#: hits are counted up to here; beyond, `hasMoreTotalItems` says that there are more
COUNTED = 10_000


def search(
    connection: Connection,
    noun: Noun,
    request: Mapping[str, Any],
    where: Sequence[ColumnElement[bool]] = (),
) -> dict[str, Any]:
    """The answer to a search request of the contract: `items` and `page`. `where` narrows it for the caller.

    Raises InvalidArgument, naming what the request has and the contract has not."""
    if unknown := sorted(set(request) - {"filter", "sort", "page"}):
        raise InvalidArgument(f"Request property [{unknown[0]}] cannot be parsed. Use any of: filter, sort, page.")
    wanted = [*where, *conditions(noun, request.get("filter"))]
    return _answer(connection, noun, wanted, order(noun, request.get("sort")), page(request.get("page")))


def _answer(
    connection: Connection, noun: Noun, where: list[ColumnElement[bool]], ordered: Order, part: Page
) -> dict[str, Any]:
    rows = _rows(connection, noun, where, ordered, part)
    width = len(noun.fields)
    total, more = _total(connection, noun, where, part, len(rows))
    return {
        "items": [noun.item(row) for row in rows],
        "page": {
            "totalItems": total,
            "hasMoreTotalItems": more,
            "startCursor": ordered.cursor(list(rows[0][width:])) if rows else None,
            "endCursor": ordered.cursor(list(rows[-1][width:])) if rows else None,
        },
    }


def _rows(
    connection: Connection, noun: Noun, where: list[ColumnElement[bool]], ordered: Order, part: Page
) -> list[Any]:
    if part.limit == 0:
        return []
    backward = part.before is not None
    positions = [term.column.label(f"order_{index}") for index, term in enumerate(ordered.terms)]
    statement = select(*noun.columns, *positions).select_from(noun.source).where(*where)
    if backward:
        statement = statement.where(ordered.beyond(ordered.position(part.before, "page.before"), backward=True))
    elif part.after is not None:
        statement = statement.where(ordered.beyond(ordered.position(part.after, "page.after"), backward=False))
    statement = statement.order_by(*(o for term in ordered.terms for o in term.order(backward=backward)))
    rows = list(connection.execute(statement.limit(part.limit).offset(part.offset or None)))
    return rows[::-1] if backward else rows


def _total(
    connection: Connection, noun: Noun, where: list[ColumnElement[bool]], part: Page, found: int
) -> tuple[int, bool]:
    whole = part.after is None and part.before is None and found < part.limit
    if whole and (found or not part.offset):
        return part.offset + found, False
    hits = select(literal_column("1")).select_from(noun.source).where(*where).limit(COUNTED + 1).subquery()
    counted = connection.execute(select(func.count()).select_from(hits)).scalar_one()
    return min(counted, COUNTED), counted > COUNTED


def get(connection: Connection, noun: Noun, *where: ColumnElement[bool]) -> dict[str, Any] | None:
    """The one item that meets the conditions, or None."""
    row = connection.execute(select(*noun.columns).select_from(noun.source).where(*where)).first()
    return None if row is None else noun.item(row)
