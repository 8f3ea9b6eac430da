"""Ranges: making them and what they contain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from service.feel.comparing import OPERATORS, all_of, any_of, equal, less, less_or_equal, order
from service.feel.lexer import unquote
from service.feel.literals import at_literal, signed_number
from service.feel.temporal.text import parse_date, parse_date_time, parse_duration, parse_time
from service.feel.values import Function, Range, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.feel.run import Run


def make(low: Any, high: Any, run: Run, *, low_included: bool, high_included: bool) -> Range | None:
    """The value of a range literal: both ends of one ordered kind, or null ends, which contain nothing."""
    if low is not None and high is not None and order(low, high) is None:
        return run.null("type", "Expected one kind of ends, but got {} and {}.", kind_of(low), kind_of(high))
    return Range(low, high, low_included, high_included)


def one_sided(operator: str, operand: Any) -> Range:
    """The value of `< 5` and its like."""
    if operator == "=":
        return Range(operand, operand, start_included=True, end_included=True, operator="=")
    if operator == "!=":
        return Range(operand, operand, start_included=False, end_included=False, operator="!=")
    if operator.startswith("<"):
        return Range(None, operand, start_included=False, end_included=operator == "<=", operator=operator)
    return Range(operand, None, start_included=operator == ">=", end_included=False, operator=operator)


def contains(value: Any, within: Range, run: Run) -> bool | None:
    """Whether a value lies in a range; null for a null value, a null end, an unlike kind."""
    if within.operator is not None:
        operand = within.end if within.start is None else within.start
        return OPERATORS[within.operator](value, operand, run)
    if value is None or within.start is None or within.end is None:
        return run.null("value", "Expected a value and two ends, but one of them is null.")
    above = less_or_equal if within.start_included else less
    below = less_or_equal if within.end_included else less
    return all_of((above(within.start, value, run), below(value, within.end, run)))


def matches(value: Any, test: Any, run: Run) -> bool | None:
    """`value in test`, where the test is any value (DMN 1.5, table 55)."""
    if type(test) is Range:
        return contains(value, test, run)
    if type(test) is list:
        run.spend(len(test))
        return any_of(_is_element(value, item, run) for item in test) is True
    if isinstance(test, Function) and test.accepts(1):
        answer = test.invoke([value], run)
        return answer if type(answer) is bool else None
    return equal(value, test, run)


def _is_element(value: Any, item: Any, run: Run) -> bool | None:
    if type(item) is Range and type(value) is not Range:
        return contains(value, item, run)
    if value is None or item is None:
        return value is item
    return kind_of(value) == kind_of(item) and equal(value, item, run)


_ENDS = re.compile(r"\s*([\[\](])\s*(.*?)\s*([\])\[])\s*", re.DOTALL)
_CALL = re.compile(r'(date|time|date and time|duration)\s*\(\s*("(?:[^"\\]|\\.)*")\s*\)')
_READERS: dict[str, Callable[[str], Any]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "duration": parse_duration,
}
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def parse(text: str, run: Run) -> Range | None:
    """The two-sided range that a text is, with literals of one kind at both ends; else None."""
    match = _ENDS.fullmatch(text)
    if not match:
        return None
    opening, inner, closing = match.groups()
    for dots in re.finditer(r"\.\.", inner):
        low, high = _end(inner[: dots.start()].strip()), _end(inner[dots.end() :].strip())
        if low is not None and high is not None:
            if less_or_equal(low, high, run) is not True:
                return None
            return Range(low, high, start_included=opening == "[", end_included=closing == "]")
    return None


def _end(text: str) -> Any:
    if _STRING.fullmatch(text):
        return unquote(text)
    if text.startswith("@") and _STRING.fullmatch(text[1:]):
        return at_literal(unquote(text[1:]))
    call = _CALL.fullmatch(text)
    return _READERS[call[1]](unquote(call[2])) if call else signed_number(text)
