"""Numbers: Decimal128 with 34 digits, half-even (DMN 1.5, 10.3.2.3.1)."""

from __future__ import annotations

import math
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Any

DIGITS = 34
#: scales that the rounding functions take
MIN_SCALE, MAX_SCALE = -6111, 6176
#: whole exponents beyond this are refused by **
MAX_EXPONENT = 999_999_999

#: installed for the time of an evaluation; impossible results raise and become null where they arise
CONTEXT = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
#: no list, text or year is larger
_LARGEST = Decimal(10**18)
NumberError = DecimalException


def as_number(value: Any) -> Decimal | None:
    """A number as Decimal, whatever Python number it is; None for anything else."""
    kind = type(value)
    if kind is Decimal:
        return value if value.is_finite() else None
    if kind is int:
        return CONTEXT.create_decimal(value)
    if kind is float and math.isfinite(value):
        return CONTEXT.create_decimal(repr(value))
    return None


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """`base ** exponent`; null for what has no real result. Raises NumberError beyond the exponents' range."""
    if not exponent:
        return Decimal(1)
    whole = exponent == exponent.to_integral_value()
    if abs(exponent) > MAX_EXPONENT or (base < 0 and not whole):
        return None
    value = CONTEXT.power(base, exponent)
    return value if whole else CONTEXT.normalize(value)  # 4 ** 0.5 is 2, not 2.000…


def truncated(value: Decimal) -> int:
    """The whole part of a position, count or scale; numbers beyond all of those count as the largest."""
    return int(min(max(value, -_LARGEST), _LARGEST))


def plain(value: Decimal) -> str:
    """Plain notation without an exponent; there is no negative zero."""
    return format(value, "f") if value else format(abs(value), "f")
