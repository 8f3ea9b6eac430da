"""The kinds of FEEL values, and the two that Python has not: ranges and functions.

A number is a `decimal.Decimal` (an `int` or `float` of a caller counts as one), a string `str`, a boolean
`bool`, a list `list`, a context `dict` with string keys, null `None`; temporal values are those of
`temporal.values`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from service.feel.temporal.values import Date, DateTime, DaysTime, Time, YearsMonths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.feel.run import Run
    from service.feel.typespec import Type

Value = Any
#: stands for "no value at all", which is not null
MISSING = object()


class Range(NamedTuple):
    """From start to end; a one-sided range has an operator and one end or both (`=`, `!=`)."""

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    operator: str | None = None


class Parameter(NamedTuple):
    """A function's parameter; without a type it takes anything."""

    name: str
    type: Type | None = None


class Function:
    """A function as a value: `body` gets one value per parameter, and the evaluation it takes part in."""

    __slots__ = ("body", "name", "parameters", "returns")

    def __init__(
        self,
        parameters: Sequence[Parameter],
        body: Callable[[list[Value], Run], Value],
        returns: Type | None = None,
        name: str = "function",
    ) -> None:
        self.parameters = tuple(parameters)
        self.body = body
        self.returns = returns
        self.name = name

    def accepts(self, count: int) -> bool:
        """Whether it can be called with that many positional arguments."""
        return count == len(self.parameters)

    def invoke(self, arguments: Sequence[Value], run: Run) -> Value:
        """Call with positional arguments; null where they do not fit, without running the body."""
        wanted = len(self.parameters)
        if len(arguments) != wanted:
            message = "Expected {} arguments for {}, but got {}."
            return run.null("function", message, wanted, self.name, len(arguments))
        values = [
            argument if parameter.type is None else parameter.type.coerce(argument, run)
            for parameter, argument in zip(self.parameters, arguments, strict=True)
        ]
        if any(value is MISSING for value in values):
            types = ", ".join(f"{parameter.name}: {parameter.type or 'Any'}" for parameter in self.parameters)
            kinds = ", ".join(map(kind_of, arguments))
            return run.null("argument", "Expected {}({}), but got ({}).", self.name, types, kinds)
        run.enter()
        result = self.body(values, run)
        run.leave()
        return result if self.returns is None else self._returned(result, self.returns, run)

    def _returned(self, result: Value, type_: Type, run: Run) -> Value:
        value = type_.coerce(result, run)
        if value is MISSING:
            return run.null("type", "Expected {} from {}, but it is {}.", type_, self.name, kind_of(result))
        return value

    def invoke_named(self, arguments: dict[str, Value], run: Run) -> Value:
        """Call with named arguments; missing ones are null, unknown ones make the result null."""
        known = {parameter.name for parameter in self.parameters}
        for name in arguments:
            if name not in known:
                return run.null("function", "Expected a parameter of {}, but there is no {}.", self.name, name)
        return self.invoke([arguments.get(parameter.name) for parameter in self.parameters], run)


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    int: "number",
    float: "number",
    str: "string",
    list: "list",
    dict: "context",
    Range: "range",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    YearsMonths: "years and months duration",
    DaysTime: "days and time duration",
}


def kind_of(value: Value) -> str:
    """The FEEL name of a value's kind; "unknown" for a Python value that is no FEEL value."""
    kind = _KINDS.get(type(value))
    if kind is None:
        return "function" if isinstance(value, Function) else "unknown"
    return kind
