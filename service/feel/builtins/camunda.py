"""What Camunda adds that belongs to no other topic."""

from __future__ import annotations

import base64
import binascii
import secrets
import time
import uuid as python_uuid
from decimal import Decimal, DecimalException
from typing import TYPE_CHECKING, Any

from service.feel.builtins.registry import builtin
from service.feel.json_text import read_json, write_json

if TYPE_CHECKING:
    from service.feel.run import Run

_RANDOM_DIGITS = 16


@builtin("random number()", "random number() < 1", origin="Camunda")
def random_number(run: Run) -> Decimal:
    """A number from 0 to below 1, different each time."""
    return Decimal(secrets.randbelow(10**_RANDOM_DIGITS)).scaleb(-_RANDOM_DIGITS)


@builtin("uuid()", "string length(uuid()) = 36", origin="Camunda")
def uuid(run: Run) -> str:
    """A new UUID of version 7: later ones sort after earlier ones."""
    stamp = (time.time_ns() // 1_000_000) & ((1 << 48) - 1)
    bits = (stamp << 80) | (7 << 76) | (secrets.randbits(12) << 64) | (2 << 62) | secrets.randbits(62)
    return str(python_uuid.UUID(int=bits))


@builtin("to base64(value: string)", 'to base64("FEEL") = "RkVFTA=="', origin="Camunda")
def to_base64(run: Run, text: str) -> str:
    """The Base64 of a string's UTF-8."""
    run.check_string(len(text) * 4)
    return base64.b64encode(text.encode()).decode()


@builtin("from base64(value: string)", 'from base64("RkVFTA==") = "FEEL"', origin="Camunda")
def from_base64(run: Run, text: str) -> str | None:
    """The string whose UTF-8 a Base64 holds."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return run.null("value", "Expected the Base64 of a UTF-8 text, but got '{}'.", text)


@builtin("to json(value: any)", 'to json({a: [1, true]}) = "{\\"a\\":[1,true]}"', origin="Camunda")
def to_json(run: Run, value: Any) -> str:
    """The JSON text of a value."""
    return write_json(value, run)


@builtin("from json(json: string)", 'from json("{\\"a\\": 1.5}") = {a: 1.5}', origin="Camunda")
def from_json(run: Run, text: str) -> Any:
    """The value of a JSON text."""
    run.spend(len(text) >> 1)
    try:
        return read_json(text)
    except (ValueError, RecursionError, DecimalException):
        return run.null("value", "Expected a JSON text, but got '{}'.", text)
