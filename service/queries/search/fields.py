"""The field table of a noun: what a search answers, filters and sorts by, and which SQL stands behind it.

One table drives the statement, the checks of a request and the contract's documentation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, DateTime, FromClause, Text, cast, literal, null, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from service import times

#: the only tenant there is
TENANT = "<default>"

#: what an operator makes of a column: the condition that the request asks for
Comparison = Callable[[ColumnElement[Any]], ColumnElement[bool]]
#: where to compare: mostly `lambda compare: compare(column)`
Condition = Callable[[Comparison], ColumnElement[bool]]


class Kind(Enum):
    """How a value is written in JSON and compared in SQL."""

    TEXT = "text"
    JSON = "json"  # the text of a JSON value
    KEY = "key"
    INTEGER = "integer"
    MOMENT = "moment"
    BOOLEAN = "boolean"
    STATE = "state"
    TEXTS = "texts"
    OBJECT = "object"
    OBJECTS = "objects"


def _operators(text: str) -> frozenset[str]:
    return frozenset(text.split())


NONE = _operators("")
EXACT = _operators("$eq")
TEXT = _operators("$eq $neq $exists $in $notIn $like")
KEY = _operators("$eq $neq $exists $in $notIn")
RANGE = _operators("$eq $neq $exists $gt $gte $lt $lte $in")
STATE = _operators("$eq $neq $exists $in $like")
STATE_NOT_IN = STATE | {"$notIn"}


@dataclass(frozen=True, slots=True)
class Filter:
    """A field that a request may filter by; with only `$eq` it takes plain values alone."""

    name: str
    kind: Kind
    operators: frozenset[str]
    condition: Condition
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedValues:
    """A filter by variables: a list of `{name, value}`, all of which must hold."""

    name: str
    condition: Callable[[str, Comparison], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Labels:
    """A filter by labels: a list of texts, all of which must be there."""

    name: str
    column: ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the answer, and how it may be filtered and sorted by."""

    name: str
    kind: Kind
    column: ColumnElement[Any]
    operators: frozenset[str] = NONE
    sortable: bool = False
    nullable: bool = False
    values: tuple[str, ...] = ()

    @property
    def filter(self) -> Filter:
        """The field as one to filter by."""
        return Filter(self.name, self.kind, self.operators, lambda compare: compare(self.column), self.values)


def _write_key(value: int | None) -> str | None:
    return None if value is None else str(value)


def _write_moment(value: datetime | None) -> str | None:
    return None if value is None else times.write(value)


_WRITERS: dict[Kind, Callable[[Any], Any]] = {Kind.KEY: _write_key, Kind.MOMENT: _write_moment}


@dataclass(frozen=True)
class Noun:
    """What can be searched: its table or join, its key (which orders what else is equal) and its fields."""

    name: str
    source: FromClause
    key: tuple[ColumnElement[Any], ...]
    fields: tuple[Field, ...]
    more_filters: tuple[Filter | NamedValues | Labels, ...] = ()
    #: takes `$or`
    alternatives: bool = False

    @cached_property
    def columns(self) -> tuple[ColumnElement[Any], ...]:
        """What a statement selects, in the order of the fields."""
        return tuple(field.column.label(field.name) for field in self.fields)

    @cached_property
    def filters(self) -> dict[str, Filter | NamedValues | Labels]:
        """What a request may filter by, by name."""
        found: dict[str, Filter | NamedValues | Labels] = {
            field.name: field.filter for field in self.fields if field.operators
        }
        return found | {extra.name: extra for extra in self.more_filters}

    @cached_property
    def sortable(self) -> dict[str, Field]:
        """What a request may sort by, by name."""
        return {field.name: field for field in self.fields if field.sortable}

    @cached_property
    def _writers(self) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
        return tuple((field.name, _WRITERS.get(field.kind)) for field in self.fields)

    def item(self, row: Iterable[Any]) -> dict[str, Any]:
        """The answer for one row of `columns` (which may have more columns behind)."""
        return {
            name: value if write is None else write(value)
            for (name, write), value in zip(self._writers, row, strict=False)
        }


def tenant(operators: frozenset[str] = EXACT, *, sortable: bool = True) -> Field:
    """The field `tenantId`: always the default tenant."""
    return Field("tenantId", Kind.TEXT, literal(TENANT, Text), operators, sortable)


def texts(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of labels with PostgreSQL's operators on arrays."""
    return type_coerce(column, ARRAY(Text))


def no_text() -> ColumnElement[Any]:
    """A text that we never have."""
    return cast(null(), Text)


def no_moment() -> ColumnElement[Any]:
    """A moment that we never have."""
    return cast(null(), DateTime(timezone=True))


def values(*states: type[StrEnum] | str) -> tuple[str, ...]:
    """The values of enumerations, and further ones that the contract has and we do not use."""
    found: list[str] = []
    for state in states:
        found += [state] if isinstance(state, str) else [member.value for member in state]
    return tuple(found)
