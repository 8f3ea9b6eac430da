"""FEEL values from and to what JSON has, without loss of digits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from service.feel.decimals import as_number
from service.feel.temporal.convert import from_python
from service.feel.temporal.text import format_temporal
from service.feel.temporal.values import Date, DateTime, DaysTime, Time, YearsMonths
from service.feel.texts import text_of
from service.feel.values import Function, Range

_TEMPORAL = (Date, Time, DateTime, YearsMonths, DaysTime)


def from_json(value: Any) -> Any:
    """A FEEL value from a JSON or Python one: numbers become Decimal, Python's temporal types FEEL's.

    Strings stay strings: whether one means a date only the expression knows, which can say date(x).
    Raises TypeError for a Python value that no FEEL value stands for.
    """
    kind = type(value)
    if value is None or kind in (str, bool, Decimal, Range, *_TEMPORAL) or isinstance(value, Function):
        return value
    if isinstance(value, int | float):
        return as_number(int(value) if isinstance(value, int) else float(value))
    if isinstance(value, Mapping):
        return {str(key): from_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [from_json(item) for item in value]
    if isinstance(value, date | datetime | time | timedelta):
        return from_python(value)
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"Expected a value that JSON has, but got {type(value).__name__}. Convert it first.")


def to_json(value: Any) -> Any:
    """What JSON has for a FEEL value: numbers stay Decimal, temporal values become their ISO texts.

    A range becomes its text, a function null.
    """
    kind = type(value)
    if kind is list:
        return [to_json(item) for item in value]
    if kind is dict:
        return {key: to_json(item) for key, item in value.items()}
    if kind in _TEMPORAL:
        return format_temporal(value)
    if kind is Range:
        return text_of(value)
    return None if isinstance(value, Function) else value
