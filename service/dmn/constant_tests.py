"""Which cells of a decision table hold only constants, and the intervals of values that they accept."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from service.feel.nodes import Call, ListOf, Literal, Name, Node, OneSided, RangeOf, Tests
from service.feel.temporal.text import parse_date, parse_duration
from service.feel.temporal.values import Date, DaysTime, YearsMonths

#: kinds of values that Python orders and hashes as FEEL does, so that an axis of them can be searched
ORDERED = frozenset({Decimal, str, Date, YearsMonths, DaysTime})
_POINTS = ORDERED | {bool}
_CONSTRUCTORS = {"date": parse_date, "duration": parse_duration}
_NOT_CONSTANT = object()


class Interval(NamedTuple):
    """From low to high; None is unbounded."""

    low: Any
    high: Any
    low_included: bool = True
    high_included: bool = True


class ConstantCell(NamedTuple):
    """The intervals that a cell accepts by kind of value; `negated` accepts what lies outside instead."""

    intervals: dict[type, list[Interval]]
    negated: bool


def constant_cell(tests: Tests, shadowed: frozenset[str]) -> ConstantCell | None:
    """The cell's intervals; None if some test is no constant of an ordered kind.

    `shadowed` are the names in scope: a variable called `date` hides the function.
    """
    intervals: dict[type, list[Interval]] = {}
    for test in tests.tests:
        found = list(_intervals(test, shadowed))
        if None in found:
            return None
        for kind, interval in (each for each in found if each is not None):
            intervals.setdefault(kind, []).append(interval)
    if tests.negated and len(intervals) != 1:
        return None
    return ConstantCell(intervals, tests.negated)


def _intervals(test: Node, shadowed: frozenset[str]) -> Iterator[tuple[type, Interval] | None]:
    if isinstance(test, ListOf):
        for item in test.items:
            yield from _intervals(item, shadowed)
    elif isinstance(test, OneSided):
        yield from _one_sided(test.operator, _constant(test.operand, shadowed))
    elif isinstance(test, RangeOf):
        low, high = _constant(test.low, shadowed), _constant(test.high, shadowed)
        same = type(low) is type(high) and type(low) in ORDERED
        yield (type(low), Interval(low, high, test.low_included, test.high_included)) if same else None
    else:
        value = _constant(test, shadowed)
        yield (type(value), Interval(value, value)) if type(value) in _POINTS else None


def _one_sided(operator: str, value: Any) -> Iterator[tuple[type, Interval] | None]:
    kind = type(value)
    if kind not in ORDERED:
        yield None
    elif operator == "=":
        yield kind, Interval(value, value)
    elif operator == "!=":
        yield kind, Interval(None, value, high_included=False)
        yield kind, Interval(value, None, low_included=False)
    elif operator.startswith("<"):
        yield kind, Interval(None, value, high_included=operator == "<=")
    else:
        yield kind, Interval(value, None, low_included=operator == ">=")


def _constant(node: Node, shadowed: frozenset[str]) -> Any:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Call) and isinstance(node.function, Name) and node.names is None:
        parse = _CONSTRUCTORS.get(node.function.name)
        if parse is not None and node.function.name not in shadowed and len(node.arguments) == 1:
            argument = node.arguments[0]
            if isinstance(argument, Literal) and type(argument.value) is str:
                return parse(argument.value)
    return _NOT_CONSTANT
