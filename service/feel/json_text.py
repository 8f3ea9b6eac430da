"""JSON texts, with numbers in all their digits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from service.feel.decimals import CONTEXT, as_number, plain
from service.feel.results import check_size
from service.feel.temporal.text import format_temporal
from service.feel.texts import text_of
from service.feel.values import Function, Range

if TYPE_CHECKING:
    from decimal import Decimal

    from service.feel.run import Run


def read_json(text: str) -> Any:
    """The value of a JSON text; raises ValueError."""
    return json.loads(text, parse_float=_number, parse_int=_number, parse_constant=_refused)


def _number(text: str) -> Decimal:
    return CONTEXT.create_decimal(text)


def _refused(text: str) -> None:
    raise ValueError(f"Expected a number, but JSON has no {text}.")


def write_json(value: Any, run: Run) -> str:
    """The JSON text of a value: temporal values and ranges as their texts, functions as null."""
    text = _written(check_size(value, run))
    run.check_string(len(text))
    run.spend(len(text) >> 2)
    return text


def _written(value: Any) -> str:
    if type(value) is list:
        return "[" + ",".join([_written(item) for item in value]) + "]"
    if type(value) is dict:
        entries = [f"{_quoted(key)}:{_written(item)}" for key, item in value.items()]
        return "{" + ",".join(entries) + "}"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None or isinstance(value, Function):
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    number = as_number(value)
    if number is not None:
        return plain(number)
    if type(value) is str:
        return _quoted(value)
    return _quoted(text_of(value) if type(value) is Range else format_temporal(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
