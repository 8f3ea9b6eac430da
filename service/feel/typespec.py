"""Types: what `instance of` asks, and what a typed parameter or result converts (DMN 1.5, 10.3.2.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.feel.temporal.arithmetic import at_midnight_utc
from service.feel.temporal.values import Date
from service.feel.values import MISSING, Function, Range, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.feel.run import Run


class Type:
    """A type that every value has: the base of the others, and `Any` itself."""

    name = "Any"

    def __str__(self) -> str:
        return self.name

    def holds(self, value: Any, run: Run) -> bool | None:  # noqa: ARG002 - narrower types need both
        """`value instance of` this type, of a value that is not null; None for an unknown type."""
        return True

    def conforms(self, value: Any, run: Run) -> bool:
        """Whether a value may stand where this type is declared; null may stand anywhere."""
        return value is None or self.holds(value, run) is True

    def coerce(self, value: Any, run: Run) -> Any:
        """The value converted to this type, or MISSING where it does not conform."""
        if self.conforms(value, run):
            return value
        if type(value) is list and len(value) == 1 and self.conforms(value[0], run):
            return value[0]
        return MISSING


class KindType(Type):
    """One of the built-in kinds, by name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def holds(self, value: Any, run: Run) -> bool:  # noqa: ARG002 - the base's signature
        """By the value's kind."""
        return kind_of(value) == self.name

    def coerce(self, value: Any, run: Run) -> Any:
        """Also a date where a date and time is wanted: its midnight in UTC."""
        if self.name == "date and time" and type(value) is Date:
            return at_midnight_utc(value)
        return super().coerce(value, run)


class NullType(Type):
    """The type of null alone, which no value is an instance of."""

    name = "Null"

    def holds(self, value: Any, run: Run) -> bool:  # noqa: ARG002 - the base's signature
        """Never of a value."""
        return False


class ListType(Type):
    """`list<element>`."""

    def __init__(self, element: Type) -> None:
        self.element = element
        self.name = f"list<{element}>"

    def holds(self, value: Any, run: Run) -> bool:
        """A list whose items are all of the element type."""
        if type(value) is not list:
            return False
        run.spend(len(value))
        return all(item is not None and self.element.holds(item, run) is True for item in value)

    def conforms(self, value: Any, run: Run) -> bool:
        """A list whose items are all of the element type or null."""
        if value is None:
            return True
        if type(value) is not list:
            return False
        run.spend(len(value))
        return all(self.element.conforms(item, run) for item in value)

    def coerce(self, value: Any, run: Run) -> Any:
        """Also a single value where a list is wanted, and items that convert."""
        items = value if type(value) is list or value is None else [value]
        if items is None or self.conforms(items, run):
            return items
        converted = [self.element.coerce(item, run) for item in items]
        return MISSING if any(item is MISSING for item in converted) else converted


class RangeType(Type):
    """`range<element>`."""

    def __init__(self, element: Type) -> None:
        self.element = element
        self.name = f"range<{element}>"

    def holds(self, value: Any, run: Run) -> bool:
        """A range whose ends are of the element type."""
        if type(value) is not Range:
            return False
        ends = [end for end in value[:2] if end is not None]
        return all(self.element.holds(end, run) is True for end in ends)


class ContextType(Type):
    """`context<member: type, …>`; more members than listed do not matter."""

    def __init__(self, members: Mapping[str, Type], name: str | None = None) -> None:
        self.members = members
        self.name = name or f"context<{', '.join(f'{key}: {type_}' for key, type_ in members.items())}>"

    def holds(self, value: Any, run: Run) -> bool:
        """A context that has all the members, each conforming."""
        if type(value) is not dict:
            return False
        run.spend(len(self.members))
        return all(key in value and type_.conforms(value[key], run) for key, type_ in self.members.items())

    def coerce(self, value: Any, run: Run) -> Any:
        """Also with members that convert."""
        whole = super().coerce(value, run)
        if whole is not MISSING or type(value) is not dict or not self.members.keys() <= value.keys():
            return whole
        converted = {key: type_.coerce(value[key], run) for key, type_ in self.members.items()}
        return MISSING if any(item is MISSING for item in converted.values()) else {**value, **converted}


class FunctionType(Type):
    """`function<parameter, …> -> result`; without a result any will do."""

    def __init__(self, parameters: Sequence[Type], returns: Type | None = None) -> None:
        self.parameters = tuple(parameters)
        self.returns = returns
        inner = ", ".join(map(str, self.parameters))
        self.name = f"function<{inner}>" + (f" -> {returns}" if returns else "")

    def holds(self, value: Any, run: Run) -> bool:  # noqa: ARG002 - the base's signature
        """A function that takes that many arguments, whose own declarations do not conflict."""
        if not isinstance(value, Function) or not value.accepts(len(self.parameters)):
            return False
        declared = [parameter.type for parameter in value.parameters[: len(self.parameters)]]
        pairs = [*zip(declared, self.parameters, strict=False), (value.returns, self.returns)]
        return not any(conflict(own, wanted) for own, wanted in pairs)


class NamedType(Type):
    """A type by its name, looked up when it is needed, so that types may refer to themselves."""

    def __init__(self, name: str, types: Mapping[str, Type]) -> None:
        self.name = name
        self._types = types

    def resolved(self) -> Type | None:
        """The type of that name, if there is one."""
        return self._types.get(self.name)

    def holds(self, value: Any, run: Run) -> bool | None:
        """As the type of that name; None if there is no such type."""
        type_ = self.resolved()
        if type_ is None:
            run.null("type", "Expected a known type, but there is no {}.", self.name)
            return None
        return type_.holds(value, run)

    def conforms(self, value: Any, run: Run) -> bool:
        """As the type of that name; an unknown type constrains nothing."""
        type_ = self.resolved()
        return type_ is None or type_.conforms(value, run)

    def coerce(self, value: Any, run: Run) -> Any:
        """As the type of that name; an unknown type constrains nothing."""
        type_ = self.resolved()
        return value if type_ is None else type_.coerce(value, run)


def conflict(own: Type | None, wanted: Type | None) -> bool:
    """Whether two declared types exclude each other, as number and string do."""
    if isinstance(own, NamedType):
        own = own.resolved()
    if isinstance(wanted, NamedType):
        wanted = wanted.resolved()
    if own is None or wanted is None or type(own) is Type or type(wanted) is Type:
        return False
    if isinstance(own, ListType) and isinstance(wanted, ListType):
        return conflict(own.element, wanted.element)
    if isinstance(own, ContextType) and isinstance(wanted, ContextType):
        shared = own.members.keys() & wanted.members.keys()
        return any(conflict(own.members[key], wanted.members[key]) for key in shared)
    return type(own) is not type(wanted) or str(own) != str(wanted)


ANY = Type()
_KIND_NAMES = (
    "number", "string", "boolean", "date", "time", "date and time", "years and months duration",
    "days and time duration", "list", "context", "range", "function",
)  # fmt: skip
_ALIASES = {
    "date time": "date and time",
    "dateTime": "date and time",
    "year-month-duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
    "day-time-duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
}
#: the types that every expression knows
BUILT_IN: dict[str, Type] = {"Any": ANY, "Null": NullType(), "null": NullType()}
BUILT_IN |= {name: KindType(name) for name in _KIND_NAMES}
BUILT_IN |= {alias: BUILT_IN[name] for alias, name in _ALIASES.items()}
