"""The table of functions in README.md, made from the registry: python -m service.feel.readme."""

from __future__ import annotations

from pathlib import Path

from service.feel.builtins.registry import BUILTINS, Overload

README = Path(__file__).with_name("README.md")
START, END = "<!-- functions: made by python -m service.feel.readme -->", "<!-- end of functions -->"
_TITLES = {
    "conversion": "Conversion",
    "logic": "Boolean and null",
    "strings": "Strings",
    "patterns": "Regular expressions",
    "lists": "Lists",
    "aggregates": "Of a list, or of values one by one",
    "numeric": "Numbers",
    "temporal": "Dates and times",
    "ranges": "Ranges",
    "contexts": "Contexts",
    "camunda": "Others",
}


def function_tables() -> str:
    """One table a topic, a row per signature, with its example and where it comes from."""
    overloads = [overload for function in BUILTINS.values() for overload in function.overloads]
    lines: list[str] = []
    for topic, title in _TITLES.items():
        lines += ["", f"### {title}", "", "| function | example, which is true | |", "| --- | --- | --- |"]
        lines += [_row(each) for each in sorted(overloads, key=_name) if each.topic == topic]
    return "\n".join([START, *lines, "", END])


def _name(overload: Overload) -> str:
    return overload.signature.partition("(")[0]


def _row(overload: Overload) -> str:
    signature, example = (text.replace("|", "\\|") for text in (overload.signature, overload.example))
    origin = "" if overload.origin == "DMN" else overload.origin
    return f"| `{signature}` | `{example}` | {origin} |"


def renewed(text: str) -> str:
    """A README's text with the tables as they are now."""
    before, _, rest = text.partition(START)
    return before + function_tables() + rest.partition(END)[2]


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
