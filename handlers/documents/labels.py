"""What codes are called on papers, in zh-Hant; English is in the message catalogue, with the enumeration as context."""

import tomllib
from functools import cache
from pathlib import Path

LABELS = Path(__file__).with_name("labels.toml")


@cache
def _labels() -> dict[str, dict[str, str]]:
    return tomllib.loads(LABELS.read_text("utf-8"))


def message(enumeration: str, code: str) -> str:
    """The message of a code; an unknown code is its own."""
    return _labels().get(enumeration, {}).get(code, code)
