"""Tests of a value: `in`, and the unary tests of decision tables (DMN 1.5, 7.3.3 and table 55)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from service.feel import ranges
from service.feel.comparing import OPERATORS, PLAIN, any_of, equal, order
from service.feel.compiling.unit import Closure, Frame, Place, build, compiles, root_of
from service.feel.nodes import In, Literal, Node, OneSided, RangeOf, Tests, mentions
from service.feel.values import Range

if TYPE_CHECKING:
    from service.feel.run import Run

#: whether a value passes, given the environment around
Test = Callable[[Any, Any, "Run"], Any]

INPUT = frozenset({"?"})


@compiles(In)
def _in(node: In, place: Place) -> Closure:
    value = build(node.value, place)
    tests = [_test(test, place, _fits) for test in node.tests]
    if len(tests) == 1:
        only = tests[0]
        return lambda env, run: only(value(env, run), env, run)

    def contained(env: Any, run: Run) -> Any:
        candidate = value(env, run)
        return any_of(test(candidate, env, run) for test in tests)

    return contained


def cell(node: Tests, place: Place, *, boolean_input: bool) -> Test:
    """The unary tests of a decision table's cell. `boolean_input` says that its column is boolean."""
    fits = _fits_boolean_cell if boolean_input else _fits_cell
    tests = [_test(test, place, fits) for test in node.tests]
    if not tests:
        return lambda value, env, run: True
    if len(tests) == 1 and not node.negated:
        return tests[0]

    def passes(value: Any, env: Any, run: Run) -> Any:
        return any_of(test(value, env, run) for test in tests)

    def fails(value: Any, env: Any, run: Run) -> Any:
        answer = any_of(test(value, env, run) for test in tests)
        return None if answer is None else not answer

    return fails if node.negated else passes


def _test(node: Node, place: Place, fits: Callable[[Any, Any, Run], Any]) -> Test:
    if isinstance(node, OneSided):
        return _comparison(node.operator, node.operand, place)
    if isinstance(node, RangeOf):
        return _range(node, place)
    if isinstance(node, Literal) and type(node.value) in PLAIN:
        return _comparison("=", node, place)
    if not mentions(node, "?"):
        expression = build(node, place)
        return lambda value, env, run: fits(value, expression(env, run), run)
    condition = build(node, place.inside(INPUT))

    def test(value: Any, env: Any, run: Run) -> Any:
        answer = condition(Frame({"?": value}, env, root_of(env)), run)
        return answer if type(answer) is bool or answer is None else fits(value, answer, run)

    return test


def _comparison(operator: str, operand: Node, place: Place) -> Test:
    compare = OPERATORS[operator]
    if isinstance(operand, Literal):
        constant = operand.value
        return lambda value, env, run: compare(value, constant, run)
    if mentions(operand, "?"):
        inner = build(operand, place.inside(INPUT))
        return lambda value, env, run: compare(value, inner(Frame({"?": value}, env, root_of(env)), run), run)
    other = build(operand, place)
    return lambda value, env, run: compare(value, other(env, run), run)


def _range(node: RangeOf, place: Place) -> Test:
    """A range of constants is made once."""
    make = build(node, place.inside(INPUT))
    low, high = node.low, node.high
    if isinstance(low, Literal) and isinstance(high, Literal) and order(low.value, high.value):
        constant = Range(low.value, high.value, node.low_included, node.high_included)
        return lambda value, env, run: ranges.contains(value, constant, run)

    def test(value: Any, env: Any, run: Run) -> Any:
        within = make(Frame({"?": value}, env, root_of(env)), run)
        return None if within is None else ranges.contains(value, within, run)

    return test


def _fits(value: Any, test: Any, run: Run) -> Any:
    return ranges.matches(value, test, run)


def _fits_cell(value: Any, test: Any, run: Run) -> Any:
    """A boolean is compared with a boolean; with any other input it is a condition of its own."""
    if type(test) is bool:
        return value is test if type(value) is bool else test
    if type(test) is list and type(value) is list and equal(value, test, run) is True:
        return True
    return ranges.matches(value, test, run)


def _fits_boolean_cell(value: Any, test: Any, run: Run) -> Any:
    """In a boolean column a boolean is always compared, also with null."""
    if type(test) is bool and value is None:
        return False
    return _fits_cell(value, test, run)
