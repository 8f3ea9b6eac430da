"""Values as text: what string() answers, which reads back as the same value."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.feel.decimals import as_number, plain
from service.feel.names import KEYWORDS
from service.feel.temporal.text import format_temporal
from service.feel.values import Function, Range

if TYPE_CHECKING:
    from service.feel.run import Run

_SIMPLE_KEY = re.compile(r"[^\W\d]\w*")


def text_of(value: Any, run: Run | None = None) -> str:
    """FEEL text of a value; strings as they are. The run, if given, limits its size."""
    return value if type(value) is str else "".join(_Writer(run).write(value).parts)


class _Writer:
    """Collects the text piece by piece, so that a limit holds before it grows."""

    def __init__(self, run: Run | None) -> None:
        self.parts: list[str] = []
        self._run = run
        self._size = 0

    def write(self, value: Any) -> _Writer:
        kind = type(value)
        if kind is list:
            self._write_list(value)
        elif kind is dict:
            self._write_context(value)
        elif kind is Range:
            self._write_range(value)
        else:
            self._add(_scalar(value))
        return self

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._size += len(text)
        if self._run is not None:
            self._run.spend(1 + (len(text) >> 6))
            self._run.check_string(self._size)

    def _write_list(self, items: list[Any]) -> None:
        self._add("[")
        for index, item in enumerate(items):
            if index:
                self._add(", ")
            self.write(item)
        self._add("]")

    def _write_context(self, entries: dict[str, Any]) -> None:
        self._add("{")
        for index, (key, item) in enumerate(entries.items()):
            self._add(", " if index else "")
            simple = _SIMPLE_KEY.fullmatch(key) and key not in KEYWORDS
            self._add(f"{key if simple else quoted(key)}: ")
            self.write(item)
        self._add("}")

    def _write_range(self, value: Range) -> None:
        if value.operator is not None:
            self._add(f"({value.operator} ")
            self.write(value.end if value.start is None else value.start)
            self._add(")")
            return
        self._add("[" if value.start_included else "(")
        self.write(value.start)
        self._add("..")
        self.write(value.end)
        self._add("]" if value.end_included else ")")


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is str:
        return quoted(value)
    if isinstance(value, Function):
        return f"function({', '.join(parameter.name for parameter in value.parameters)})"
    if type(value) in (Decimal, int, float):
        number = as_number(value)
        return "null" if number is None else plain(number)
    return format_temporal(value)


def quoted(text: str) -> str:
    """A string as FEEL writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'
