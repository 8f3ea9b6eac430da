"""From the filter of a request to conditions of SQL. What the contract does not know is refused by name."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, literal, or_
from sqlalchemy.dialects.postgresql import JSONB

from service import exact_json, times
from service.errors import InvalidArgument
from service.queries.search.fields import EXACT, TEXT, Comparison, Filter, Kind, Labels, NamedValues, Noun, texts

_KEY = re.compile(r"-?[0-9]{1,25}")


def conditions(noun: Noun, request: Any) -> list[ColumnElement[bool]]:
    """The conditions that all must hold. Raises InvalidArgument."""
    wanted = _mapping(request, "filter")
    plain = {name: value for name, value in wanted.items() if name != "$or"}
    found = _all_of(noun, plain, "filter")
    if (alternatives := wanted.get("$or")) is not None:
        if not noun.alternatives:
            raise _unknown("filter.$or", noun.filters)
        choices = [
            and_(*_all_of(noun, _mapping(choice, path), path))
            for path, choice in _entries(alternatives, "filter.$or")
            if choice
        ]
        found += [or_(*choices)] if choices else []
    return found


def _all_of(noun: Noun, wanted: Mapping[str, Any], path: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for name, value in wanted.items():
        known = noun.filters.get(name)
        if known is None:
            raise _unknown(f"{path}.{name}", noun.filters)
        if value is not None:
            found += _conditions(known, value, f"{path}.{name}")
    return found


def _conditions(known: Filter | NamedValues | Labels, value: Any, path: str) -> list[ColumnElement[bool]]:
    match known:
        case Filter():
            return [known.condition(compare) for compare in _comparisons(known, value, path)]
        case Labels():
            labels = [_read_text(label, place) for place, label in _entries(value, path)]
            return [texts(known.column).contains(labels)]
        case NamedValues():
            return [condition for place, entry in _entries(value, path) for condition in _named(known, entry, place)]


def _named(known: NamedValues, entry: Any, path: str) -> list[ColumnElement[bool]]:
    wanted = _mapping(entry, path)
    if unknown := sorted(set(wanted) - {"name", "value"}):
        raise _unknown(f"{path}.{unknown[0]}", ("name", "value"))
    name = _read_text(wanted.get("name"), f"{path}.name")
    if wanted.get("value") is None:
        raise InvalidArgument(f"No {path}.value provided.")
    value = Filter("value", Kind.JSON, TEXT, lambda compare: compare(cast(None, Text)))
    comparisons = _comparisons(value, wanted["value"], f"{path}.value")
    return [known.condition(name, compare) for compare in comparisons]


def _comparisons(known: Filter, value: Any, path: str) -> list[Comparison]:
    if not isinstance(value, Mapping):
        value = {"$eq": value}
    elif known.operators == EXACT:
        raise InvalidArgument(f"The value for {path} is an object but must be a plain value.")
    unknown = sorted(set(value) - known.operators)
    if unknown:
        raise _unknown(f"{path}.{unknown[0]}", sorted(known.operators))
    return [
        _OPERATORS[operator](known, operand, f"{path}.{operator}" if operator != "$eq" else path)
        for operator, operand in value.items()
        if operand is not None
    ]


def _equal(known: Filter, operand: Any, path: str) -> Comparison:
    wanted = _read(known, operand, path)
    return lambda column: column == wanted


def _unequal(known: Filter, operand: Any, path: str) -> Comparison:
    unwanted = _read(known, operand, path)
    return lambda column: column.is_distinct_from(unwanted)


def _exists(known: Filter, operand: Any, path: str) -> Comparison:  # noqa: ARG001 - all operators take the same
    if not isinstance(operand, bool):
        raise InvalidArgument(f"The value for {path} is '{operand}' but must be true or false.")
    return lambda column: column.is_not(None) if operand else column.is_(None)


def _in(known: Filter, operand: Any, path: str) -> Comparison:
    wanted = [_read(known, entry, place) for place, entry in _entries(operand, path)]
    return lambda column: column.in_(wanted)


def _not_in(known: Filter, operand: Any, path: str) -> Comparison:
    unwanted = [_read(known, entry, place) for place, entry in _entries(operand, path)]
    return lambda column: or_(column.is_(None), column.not_in(unwanted))


def _like(known: Filter, operand: Any, path: str) -> Comparison:  # noqa: ARG001 - all operators take the same
    pattern = _pattern(_read_text(operand, path))
    return lambda column: cast(column, Text).like(pattern, escape="\\")


def _pattern(wanted: str) -> str:
    """The contract's wildcards, `*` and `?`, as those of SQL; a backslash before one takes it literally."""
    parts = re.findall(r"\\.|.", wanted, re.DOTALL)
    return "".join({"*": "%", "?": "_"}.get(part, _literal(part)) for part in parts)


def _literal(part: str) -> str:
    character = part[-1]
    return "\\" + character if character in "%_\\" else character


def _ordered(compare: Callable[[ColumnElement[Any], Any], ColumnElement[bool]]) -> Any:
    def operator(known: Filter, operand: Any, path: str) -> Comparison:
        bound = _read(known, operand, path)
        return lambda column: compare(column, bound)

    return operator


_OPERATORS: dict[str, Callable[[Filter, Any, str], Comparison]] = {
    "$eq": _equal,
    "$neq": _unequal,
    "$exists": _exists,
    "$in": _in,
    "$notIn": _not_in,
    "$like": _like,
    "$gt": _ordered(lambda column, bound: column > bound),
    "$gte": _ordered(lambda column, bound: column >= bound),
    "$lt": _ordered(lambda column, bound: column < bound),
    "$lte": _ordered(lambda column, bound: column <= bound),
}


def _read(known: Filter, value: Any, path: str) -> Any:
    """The value that a filter compares with. Raises InvalidArgument if it is of another kind."""
    match known.kind:
        case Kind.KEY:
            if not isinstance(value, str) or not _KEY.fullmatch(value):
                raise InvalidArgument(f"The value for {path} is '{value}' but must be a key: a text of digits.")
            return int(value)
        case Kind.INTEGER:
            if not isinstance(value, int) or isinstance(value, bool):
                raise InvalidArgument(f"The value for {path} is '{value}' but must be an integer.")
        case Kind.BOOLEAN:
            if not isinstance(value, bool):
                raise InvalidArgument(f"The value for {path} is '{value}' but must be true or false.")
        case Kind.MOMENT:
            return _read_moment(value, path)
        case Kind.JSON:
            return _read_json(value, path)
        case _:
            _read_text(value, path)
    if known.values and value not in known.values:
        raise InvalidArgument(
            f"Unexpected value '{value}' for enum field '{path}'. "
            f"Use any of the following values: [{', '.join(known.values)}]."
        )
    return value


def _read_moment(value: Any, path: str) -> Any:
    try:
        return times.read(_read_text(value, path))
    except ValueError as error:
        raise InvalidArgument(
            f"The value for {path} is '{value}' but must be a date and time with offset (RFC 3339)."
        ) from error


def _read_json(value: Any, path: str) -> Any:
    """JSON text as the database writes it, so that spaces and the order of names do not matter."""
    text = _read_text(value, path)
    try:
        exact_json.decode(text)
    except ValueError:
        return text  # equals nothing, but may be a part to look for
    return cast(cast(literal(text, Text), JSONB), Text)


def _read_text(value: Any, path: str) -> str:
    if value is None:
        raise InvalidArgument(f"No {path} provided.")
    if not isinstance(value, str):
        raise InvalidArgument(f"The value for {path} is '{value}' but must be a text.")
    if "\x00" in value:
        raise InvalidArgument(f"The value for {path} has a character that no text may have (U+0000).")
    return value


def _entries(value: Any, path: str) -> list[tuple[str, Any]]:
    if not isinstance(value, list):
        raise InvalidArgument(f"The value for {path} is '{value}' but must be a list.")
    return [(f"{path}[{index}]", entry) for index, entry in enumerate(value)]


def _mapping(value: Any, path: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InvalidArgument(f"The value for {path} is '{value}' but must be an object.")
    return value


def _unknown(path: str, known: Any) -> InvalidArgument:
    return InvalidArgument(f"Request property [{path}] cannot be parsed. Use any of: {', '.join(known)}.")
