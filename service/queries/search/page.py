"""Which part of the hits a request asks for, and in which order: sort, limit, offset, cursors.

A cursor is the position of one item in the order: the values it is sorted by and its key, opaque to clients."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, false, or_

from service import exact_json, times
from service.errors import InvalidArgument
from service.queries.search.fields import Field, Kind, Noun

DEFAULT_LIMIT = 100
GREATEST_LIMIT = 10_000
_GREATEST_OFFSET = 2**31


@dataclass(frozen=True, slots=True)
class Term:
    """One column of the order. Nulls come last either way."""

    column: ColumnElement[Any]
    kind: Kind
    descending: bool = False
    nullable: bool = False

    def order(self, *, backward: bool) -> list[ColumnElement[Any]]:
        """The ORDER BY of the term."""
        descending = self.descending != backward
        ordered = self.column.desc() if descending else self.column.asc()
        if not self.nullable:
            return [ordered]
        return [ordered.nulls_first() if backward else ordered.nulls_last()]

    def beyond(self, value: Any, *, backward: bool) -> ColumnElement[bool]:
        """What comes after the value, or before it."""
        if value is None:
            return self.column.is_not(None) if backward else false()
        smaller = self.descending != backward
        further = self.column < value if smaller else self.column > value
        return or_(further, self.column.is_(None)) if self.nullable and not backward else further

    def at(self, value: Any) -> ColumnElement[bool]:
        """What is level with the value."""
        return self.column.is_(None) if value is None else self.column == value


@dataclass(frozen=True, slots=True)
class Order:
    """The whole order: the terms of the request and then the key, so that no two items are level."""

    terms: tuple[Term, ...]
    #: a cursor of another order is refused by it
    signature: str

    def beyond(self, position: list[Any], *, backward: bool) -> ColumnElement[bool]:
        """The items after a position, or before it."""
        choices: list[ColumnElement[bool]] = []
        level: list[ColumnElement[bool]] = []
        for term, value in zip(self.terms, position, strict=True):
            choices.append(and_(*level, term.beyond(value, backward=backward)))
            level.append(term.at(value))
        return or_(*choices)

    def cursor(self, position: list[Any]) -> str:
        """The cursor of an item."""
        return base64.b64encode(exact_json.encode([self.signature, *position])).decode()

    def position(self, cursor: Any, path: str) -> list[Any]:
        """The position that a cursor of ours says. Raises InvalidArgument for any other."""
        try:
            signature, *values = exact_json.decode(base64.b64decode(cursor, validate=True))
            if signature != self.signature or len(values) != len(self.terms):
                raise InvalidArgument(f"The value for {path} is the cursor of another search. Sort as that one.")
            return [_read(term.kind, value) for term, value in zip(self.terms, values, strict=True)]
        except (binascii.Error, ValueError, TypeError) as error:
            raise InvalidArgument(f"The value for {path} is '{cursor}' but must be a cursor of an answer.") from error


_TYPES: dict[Kind, type] = {Kind.INTEGER: int, Kind.KEY: int, Kind.BOOLEAN: bool}


def _read(kind: Kind, value: Any) -> Any:
    if value is not None and not isinstance(value, _TYPES.get(kind, str)):
        raise TypeError(value)
    return times.read(value) if kind is Kind.MOMENT and isinstance(value, str) else value


def order(noun: Noun, request: Any) -> Order:
    """The order that the `sort` of a request asks for. Raises InvalidArgument."""
    if request is not None and not isinstance(request, list):
        raise InvalidArgument("The value for sort must be a list.")
    sorted_by = [_sort(noun, entry) for entry in request or ()]
    terms = [Term(field.column, field.kind, descending, field.nullable) for field, descending in sorted_by]
    terms += [Term(column, Kind.TEXT if isinstance(column.type, Text) else Kind.INTEGER) for column in noun.key]
    signature = ",".join(f"{field.name}{'-' if descending else '+'}" for field, descending in sorted_by)
    return Order(tuple(terms), f"{noun.name}:{signature}")


def _sort(noun: Noun, entry: Any) -> tuple[Field, bool]:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("field"), str):
        raise InvalidArgument("No sort.field provided.")
    field = noun.sortable.get(entry["field"])
    if field is None:
        raise InvalidArgument(
            f"Unexpected value '{entry['field']}' for enum field 'sort.field'. "
            f"Use any of the following values: [{', '.join(noun.sortable)}]."
        )
    direction = str(entry.get("order") or "ASC").upper()
    if direction not in ("ASC", "DESC"):
        raise InvalidArgument(
            f"Unexpected value '{entry['order']}' for enum field 'sort.order'. "
            "Use any of the following values: [ASC, DESC]."
        )
    return field, direction == "DESC"


@dataclass(frozen=True, slots=True)
class Page:
    """The part that is asked for."""

    limit: int = DEFAULT_LIMIT
    offset: int = 0
    after: Any = None
    before: Any = None


def page(request: Any) -> Page:
    """The `page` of a request. Raises InvalidArgument."""
    if request is None:
        return Page()
    if not isinstance(request, Mapping):
        raise InvalidArgument("The value for page must be an object.")
    if unknown := sorted(set(request) - {"limit", "from", "after", "before"}):
        raise InvalidArgument(f"Request property [page.{unknown[0]}] cannot be parsed.")
    given = [name for name in ("from", "after", "before") if request.get(name) is not None]
    if len(given) > 1:
        raise InvalidArgument(f"Only one of [{', '.join(given)}] is allowed.")
    return Page(
        _integer(request, "limit", DEFAULT_LIMIT, GREATEST_LIMIT),
        _integer(request, "from", 0, _GREATEST_OFFSET),
        request.get("after"),
        request.get("before"),
    )


def _integer(request: Mapping[str, Any], name: str, default: int, greatest: int) -> int:
    value = request.get(name)
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= greatest:
        raise InvalidArgument(f"The value for page.{name} is '{value}' but must be from 0 to {greatest}.")
    return value
