"""JSON whose numbers stay exact: fractions are read as Decimal and written as they are, never through a float."""

from decimal import Decimal
from typing import Any

import msgspec

_decoder = msgspec.json.Decoder(float_hook=Decimal)
_encoder = msgspec.json.Encoder(decimal_format="number")


def decode(text: str | bytes) -> Any:
    """The value of a JSON text. Raises `msgspec.DecodeError`, a ValueError that says where it is malformed."""
    return _decoder.decode(text)


def encode(value: Any) -> bytes:
    """The JSON text of a value, in UTF-8. Dates and times become ISO 8601 texts."""
    return _encoder.encode(value)


def encode_text(value: Any) -> str:
    """The JSON text of a value."""
    return _encoder.encode(value).decode()


def encode_indented(value: Any) -> bytes:
    """The JSON text of a value for people: a line for each member, in UTF-8."""
    return msgspec.json.format(_encoder.encode(value), indent=1)
