"""What codes are called on papers, in zh-Hant; English is in the message catalogue, with the enumeration as context."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LABELS = Path(__file__).with_name("labels.toml")


@cache
def _labels() -> dict[str, dict[str, str]]:
    return tomllib.loads(LABELS.read_text("utf-8"))


def message(enumeration: str, code: str) -> str:
    """The message of a code; an unknown code is its own."""
    return _labels().get(enumeration, {}).get(code, code)


def label(enumeration: str, code: str | None) -> str:
    """The label of a code; an unknown code is shown as it is, nothing as a dash."""
    return message(enumeration, code) if code else "—"


def labels(enumeration: str, codes: Iterable[str] | None) -> str:
    """The labels of several codes, as a list in one line."""
    return "、".join(label(enumeration, code) for code in codes or ()) or "—"
