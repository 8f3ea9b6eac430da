"""Expressions of a diagram: FEEL with a leading `=`, compiled once, or static text; and what they must yield."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from service import feel
from service.engine.moments import as_moment
from service.engine.views import View
from service.states import IncidentType

_EXTRACT = IncidentType.EXTRACT_VALUE_ERROR
#: Python writes no integer of more than 4300 digits
_LARGEST_KEY = 10**100


class Failure(Exception):
    """What an element needs cannot be had; it waits with an incident until somebody mends the cause."""

    def __init__(self, type: IncidentType, message: str) -> None:  # noqa: A002 - the incident's type
        super().__init__(message)
        self.type = type
        self.message = message


class Expression:
    """A text of a diagram, ready to evaluate. Shared between threads.

    Text that does not parse (lint refuses it) fails when it is evaluated.
    """

    __slots__ = ("_compiled", "_invalid", "literal", "text")

    def __init__(self, text: str) -> None:
        self.literal = not text.lstrip().startswith("=")
        self.text = text if self.literal else text.strip()
        self._compiled: feel.Expression | None = None
        self._invalid: str | None = None
        if not self.literal:
            try:
                self._compiled = feel.compile(self.text[1:])
            except feel.ParseError as error:
                self._invalid = str(error)

    def evaluate(self, variables: View) -> Any:
        """The result as a JSON value. Raises `Failure` when the evaluation as a whole failed."""
        return self.text if self.literal else feel.to_json(self._value(variables))

    def _value(self, variables: View) -> Any:
        if self.literal:
            return self.text
        if self._compiled is None:
            raise Failure(_EXTRACT, f"Expected '{self.text}' to be FEEL, but {self._invalid}")
        warnings: list[feel.Diagnostic] = []
        value = self._compiled.evaluate(variables, warnings)
        if warnings:
            for warning in warnings:
                if warning.fatal:
                    raise Failure(_EXTRACT, f"Expected '{self.text}' to be evaluated, but: {warning.message}")
        return value

    def boolean(self, variables: View) -> bool:
        """A condition. Anything but true and false, null too, fails."""
        value = self._value(variables)
        if value is True or value is False:
            return bool(value)
        raise self._unexpected("a boolean", value)

    def string(self, variables: View) -> str:
        """A text that is not null."""
        value = self.evaluate(variables)
        if isinstance(value, str):
            return value
        raise self._unexpected("a string", value)

    def optional_string(self, variables: View) -> str | None:
        """A text; null and the empty text are none."""
        value = self.evaluate(variables)
        if value is None or isinstance(value, str):
            return value or None
        raise self._unexpected("a string", value)

    def strings(self, variables: View) -> tuple[str, ...]:
        """A list of texts; static text is split at commas."""
        value = self.evaluate(variables)
        if self.literal:
            return tuple(part for part in map(str.strip, self.text.split(",")) if part)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise self._unexpected("a list of strings", value)

    def integer(self, variables: View, least: int, most: int) -> int:
        """A whole number between two others, both included."""
        value = self.evaluate(variables)
        number = _whole(value, text=self.literal)
        if number is None or not least <= number <= most:
            raise self._unexpected(f"a whole number from {least} to {most}", value)
        return number

    def items(self, variables: View) -> Sequence[Any]:
        """A collection."""
        value = self.evaluate(variables)
        if isinstance(value, list):
            return value
        raise self._unexpected("a list", value)

    def correlation_key(self, variables: View) -> str:
        """A text or a number; of a number the whole part, as text."""
        value = self.evaluate(variables)
        if isinstance(value, str):
            return value
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        if is_number and -_LARGEST_KEY < value < _LARGEST_KEY:
            return str(int(value))
        raise self._unexpected("a string or a number below 1E+100", value)

    def moment(self, variables: View) -> datetime | None:
        """A point in time in UTC; null and the empty text are none."""
        value = self._value(variables)
        if value is None or value == "":
            return None
        moment = as_moment(value)
        if moment is None:
            raise self._unexpected("a date and time with an offset (ISO 8601)", value)
        return moment

    def read(self, variables: View, parse: Callable[[Any], Any], expected: str) -> Any:
        """What `parse` makes of the value, temporal values as FEEL has them; None of it fails."""
        value = self._value(variables)
        parsed = parse(value)
        if parsed is None:
            raise self._unexpected(expected, value)
        return parsed

    def _unexpected(self, expected: str, value: Any) -> Failure:
        shown = "null" if value is None else _shorten(str(feel.to_json(value)))
        return Failure(_EXTRACT, f"Expected the result of '{self.text}' to be {expected}, but it was {shown}.")


def optional(text: str | None) -> Expression | None:
    """The expression of a text that may be missing."""
    return None if text is None else Expression(text)


def _whole(value: Any, *, text: bool) -> int | None:
    if text:
        return int(value) if isinstance(value, str) and value.isdecimal() else None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return int(value) if value == int(value) else None


def _shorten(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
