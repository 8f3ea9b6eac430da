"""Arithmetic, comparison and types."""

from __future__ import annotations

from decimal import Decimal
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import TYPE_CHECKING, Any

from service.feel.arithmetic import calculate, negate
from service.feel.comparing import OPERATORS, PLAIN, all_of, less_or_equal
from service.feel.compiling.types import type_of
from service.feel.compiling.unit import Closure, Place, build, compiles
from service.feel.decimals import NumberError
from service.feel.nodes import Arithmetic, Between, Comparison, InstanceOf, Literal, Name, Negation
from service.feel.values import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.feel.errors import Position
    from service.feel.run import Run

_PYTHON_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul}
_PYTHON: dict[str, Callable[[Any, Any], Any]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


@compiles(Arithmetic)
def _arithmetic(node: Arithmetic, place: Place) -> Closure:
    place.unit.calculates = True
    at = place.unit.position(node)
    first = build(node.first, place)
    rest = [(symbol, build(operand, place)) for symbol, operand in node.rest]
    if len(rest) == 1:
        return _binary(first, *rest[0], at)

    def chain(env: Any, run: Run) -> Any:
        value = first(env, run)
        for symbol, operand in rest:
            value = calculate(symbol, value, operand(env, run), run, at)
        return value

    return chain


def _binary(left: Closure, symbol: str, right: Closure, at: Position) -> Closure:
    """Two numbers go straight to Python's operator."""
    python = _PYTHON_ARITHMETIC.get(symbol)
    if python is None:
        return lambda env, run: calculate(symbol, left(env, run), right(env, run), run, at)

    def of_numbers(env: Any, run: Run) -> Any:
        first, second = left(env, run), right(env, run)
        if type(first) is Decimal and type(second) is Decimal:
            try:
                return python(first, second)
            except NumberError:
                pass  # calculated again, for the reason
        return calculate(symbol, first, second, run, at)

    return of_numbers


@compiles(Negation)
def _negation(node: Negation, place: Place) -> Closure:
    place.unit.calculates = True
    at = place.unit.position(node)
    operand = build(node.operand, place)

    def negation(env: Any, run: Run) -> Any:
        value = operand(env, run)
        result = negate(value)
        if result is None:
            run.null("type", "Expected a number or duration after -, but it is {}.", kind_of(value), at=at)
        return result

    return negation


@compiles(Comparison)
def _comparison(node: Comparison, place: Place) -> Closure:
    compare = OPERATORS[node.operator]
    if isinstance(node.right, Literal) and type(node.right.value) in PLAIN:
        return _with_constant(node, node.right.value, place)
    left, right = build(node.left, place), build(node.right, place)
    return lambda env, run: compare(left(env, run), right(env, run), run)


def _with_constant(node: Comparison, constant: Any, place: Place) -> Closure:
    """The most frequent condition, `score >= 60`: Python's operator where the types are alike."""
    kind, python, compare = type(constant), _PYTHON[node.operator], OPERATORS[node.operator]
    left = build(node.left, place)
    if isinstance(node.left, Name) and place.bound is None:
        name = node.left.name

        def of_variable(env: Any, run: Run) -> Any:
            value = env.get(name)
            if type(value) is kind:
                return python(value, constant)
            return compare(left(env, run), constant, run)

        return of_variable

    def of_value(env: Any, run: Run) -> Any:
        value = left(env, run)
        return python(value, constant) if type(value) is kind else compare(value, constant, run)

    return of_value


@compiles(Between)
def _between(node: Between, place: Place) -> Closure:
    value, low, high = (build(part, place) for part in (node.value, node.low, node.high))

    def between(env: Any, run: Run) -> Any:
        middle, bottom, top = value(env, run), low(env, run), high(env, run)
        if middle is None or bottom is None or top is None:
            return run.null("type", "Expected three values for between, but one of them is null.")
        return all_of((less_or_equal(bottom, middle, run), less_or_equal(middle, top, run)))

    return between


@compiles(InstanceOf)
def _instance_of(node: InstanceOf, place: Place) -> Closure:
    value, type_ = build(node.value, place), type_of(node.type, place.unit)

    def instance_of(env: Any, run: Run) -> Any:
        candidate = value(env, run)
        return False if candidate is None else type_.holds(candidate, run)

    return instance_of
