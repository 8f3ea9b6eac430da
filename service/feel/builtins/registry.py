"""Built-in functions: declared by a signature in FEEL's own terms, called with converted arguments.

A signature reads `substring(string: string, start position: number, length?: number)`. A parameter has
alternative names (`m|context`), `?` after its names where it may be left out, and a type; `?` after the
type admits null, `...` means that the rest of the arguments are collected. Types are the kinds of values,
`any`, `list` (a single value counts as a list of itself), `items` (a list, or the values one by one), and
alternatives such as `date|date and time`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from service.feel.decimals import as_number
from service.feel.values import MISSING, Function, Parameter, kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.feel.run import Run
    from service.feel.typespec import Type

Implementation = Callable[..., Any]

_PARAMETER = re.compile(r"(?P<names>[^?:]+?)(?P<optional>\??): (?P<type>[^?.]+)(?P<null>\??)(?P<rest>(\.\.\.)?)")


class Slot(NamedTuple):
    """A parameter of a signature."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    optional: bool
    nullable: bool
    rest: bool

    def convert(self, value: Any) -> Any:
        """The value as this parameter takes it, or MISSING."""
        if value is None:
            return None if self.nullable else MISSING
        kinds = self.kinds
        if kinds[0] == "any":
            return value
        if kinds[0] == "list":
            return value if type(value) is list else [value]
        kind = kind_of(value)
        if kind in kinds:
            return _finite(value) if kind == "number" else value
        if type(value) is list and len(value) == 1 and value[0] is not None:
            return self.convert(value[0]) if kind_of(value[0]) in kinds else MISSING
        return MISSING


def _finite(value: Any) -> Any:
    """A number as Decimal; a caller's NaN or infinity is none."""
    number = as_number(value)
    return MISSING if number is None else number


class Overload(NamedTuple):
    """One signature of a built-in function, with what it does."""

    signature: str
    slots: tuple[Slot, ...]
    body: Implementation
    example: str
    origin: str
    topic: str
    least: int
    most: int


class Builtin(Function):
    """A built-in function: a value like any other, which picks an overload by its arguments."""

    __slots__ = ("overloads",)

    def __init__(self, name: str) -> None:
        super().__init__((), lambda arguments, run: None, None, name)
        self.overloads: list[Overload] = []

    def accepts(self, count: int) -> bool:
        """Whether an overload takes that many positional arguments."""
        return any(overload.least <= count <= overload.most for overload in self.overloads)

    def invoke(self, arguments: Sequence[Any], run: Run) -> Any:
        """Call the first overload that takes these arguments; null if none does."""
        count = len(arguments)
        for overload in self.overloads:
            if overload.least <= count <= overload.most:
                values = _positional(overload.slots, arguments)
                if values is not None:
                    return self._run(overload, values, run)
        return self._refused(arguments, run)

    def invoke_named(self, arguments: dict[str, Any], run: Run) -> Any:
        """Call the first overload that has these parameters."""
        for overload in self.overloads:
            values = _named(overload.slots, arguments)
            if values is not None:
                return self._run(overload, values, run)
        return self._refused(list(arguments.values()), run)

    def _run(self, overload: Overload, values: list[Any], run: Run) -> Any:
        run.spend(1 + sum(_weight(value) for value in values))
        return overload.body(run, *values)

    def _refused(self, arguments: Sequence[Any], run: Run) -> None:
        if run.warnings is not None:
            kinds = ", ".join(kind_of(argument) for argument in arguments)
            wanted = " or ".join(overload.signature for overload in self.overloads)
            run.null("argument", "Expected {}, but got {}({}).", wanted, self.name, kinds, at=run.at)


def _weight(value: Any) -> int:
    """Steps that a function spends on going once through an argument."""
    if type(value) is str:
        return len(value) >> 5
    return len(value) >> 3 if type(value) is list else 0


def _positional(slots: tuple[Slot, ...], arguments: Sequence[Any]) -> list[Any] | None:
    values: list[Any] = []
    for index, slot in enumerate(slots):
        if slot.rest:
            return values + list(arguments[index:])
        if slot.kinds[0] == "items":
            values.append(arguments[0] if len(arguments) == 1 and type(arguments[0]) is list else list(arguments))
            return None if len(arguments) == 1 and arguments[0] is None else values
        if index >= len(arguments):
            break
        value = slot.convert(arguments[index])
        if value is MISSING:
            return None
        values.append(value)
    return values


def _named(slots: tuple[Slot, ...], arguments: dict[str, Any]) -> list[Any] | None:
    """Values in the order of the slots; None if a name is unknown, given twice, or missing."""
    values: list[Any] = []
    used = 0
    for slot in slots:
        given = [arguments[name] for name in slot.names if name in arguments]
        used += len(given)
        if len(given) > 1 or (not given and not slot.optional):
            return None
        if not given:
            values.append(None)
            continue
        value = _whole_list(given[0]) if slot.rest or slot.kinds[0] == "items" else slot.convert(given[0])
        if value is MISSING:
            return None
        values += value if slot.rest else [value]
    return values if used == len(arguments) else None


def _whole_list(value: Any) -> Any:
    if value is None:
        return MISSING
    return value if type(value) is list else [value]


BUILTINS: dict[str, Builtin] = {}


def builtin(signature: str, example: str, *, origin: str = "DMN") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function under its signature; `example` is a FEEL expression that is true."""
    name, _, inner = signature.partition("(")
    slots = tuple(_slot(part) for part in inner.rstrip(")").split(", ") if part)
    least = sum(1 for slot in slots if not slot.optional and not slot.rest)
    most = 1_000_000 if any(slot.rest or slot.kinds[0] == "items" for slot in slots) else len(slots)

    def register(body: Callable[..., Any]) -> Callable[..., Any]:
        function = BUILTINS.setdefault(name, Builtin(name))
        topic = body.__module__.rpartition(".")[2]
        function.overloads.append(Overload(signature, slots, body, example, origin, topic, least, most))
        function.parameters = tuple(Parameter(slot.names[0], _declared(slot)) for slot in slots)
        return body

    return register


def _slot(text: str) -> Slot:
    match = _PARAMETER.fullmatch(text)
    if match is None:
        raise ValueError(f"Expected name: type, but the parameter is written {text!r}.")
    return Slot(
        tuple(match["names"].split("|")),
        tuple(match["type"].split("|")),
        optional=bool(match["optional"]),
        nullable=bool(match["null"]) or match["type"] == "any",
        rest=bool(match["rest"]),
    )


def _declared(slot: Slot) -> Type | None:
    from service.feel.typespec import BUILT_IN  # noqa: PLC0415 - types know functions, which know types

    return BUILT_IN.get(slot.kinds[0]) if len(slot.kinds) == 1 else None
