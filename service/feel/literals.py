"""Values of number tokens and @-literals."""

from __future__ import annotations

import re
from decimal import DecimalException
from typing import TYPE_CHECKING

from service.feel.decimals import CONTEXT
from service.feel.temporal.text import parse_date, parse_date_time, parse_duration, parse_time

if TYPE_CHECKING:
    from decimal import Decimal

    from service.feel.temporal.values import Temporal

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
#: more digits than any number has
_MAX_DIGITS = 7000


def number(text: str) -> Decimal | None:
    """A number in 34 digits; null beyond the exponents of Decimal128."""
    if len(text) > _MAX_DIGITS:
        return None
    try:
        return CONTEXT.create_decimal(text)
    except DecimalException:
        return None


def at_literal(text: str) -> Temporal | None:
    """The value of `@"text"`: a date, time, date and time or duration, else null."""
    return parse_date(text) or parse_date_time(text) or parse_time(text) or parse_duration(text)


def signed_number(text: str) -> Decimal | None:
    """The number that a whole text is, with a minus perhaps; None for anything else."""
    return number(text) if _NUMBER.fullmatch(text) else None
