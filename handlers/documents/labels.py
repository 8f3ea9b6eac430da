"""What codes are called on papers."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LABELS = Path(__file__).with_name("labels.toml")


@cache
def _labels() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(LABELS.read_text("utf-8"))


def label(enumeration: str, code: str | None, language: str = "zh-Hant") -> str:
    """The label of a code; an unknown code is shown as it is, nothing as a dash."""
    if not code:
        return "—"
    return _labels().get(language, {}).get(enumeration, {}).get(code, code)


def labels(enumeration: str, codes: Iterable[str] | None, language: str = "zh-Hant") -> str:
    """The labels of several codes, as a list in one line."""
    return "、".join(label(enumeration, code, language) for code in codes or ()) or "—"
