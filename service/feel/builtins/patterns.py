"""String functions with regular expressions, in XPath's syntax (DMN 1.5, table 74)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from service.feel.builtins.registry import builtin
from service.feel.regex.pattern import Pattern, pattern
from service.feel.regex.replacement import replacement_parts
from service.feel.regex.syntax import PatternError

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.feel.run import Run

T = TypeVar("T")


def _with_pattern(run: Run, text: str, flags: str | None, use: Callable[[Pattern], T]) -> T | None:
    try:
        return use(pattern(text, flags or "", run))
    except (PatternError, UnicodeEncodeError) as error:
        return run.null("value", "{} It is '{}'.", error, text)


@builtin("matches(input: string, pattern: string, flags?: string?)", 'matches("foobar", "^fo*b") = true')
def matches(run: Run, text: str, regex: str, flags: str | None = None) -> bool | None:
    """Whether a pattern matches anywhere in a string."""
    return _with_pattern(run, regex, flags, lambda compiled: compiled.search(text, run))


@builtin(
    "replace(input: string, pattern: string, replacement: string, flags?: string?)",
    'replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") = "[1=ab][2=]cd"',
)
def replace(run: Run, text: str, regex: str, replacement: str, flags: str | None = None) -> str | None:
    """The string with each match replaced; $1 stands for what the first group matched."""

    def use(compiled: Pattern) -> str:
        parts = replacement_parts(replacement, compiled.groups)
        pieces: list[str] = []
        end = size = 0
        for spans in compiled.matches(text, run):
            new = [text[end : spans[0]], *_filled(parts, spans, text)]
            size += sum(map(len, new))
            run.check_string(size)
            pieces += new
            end = spans[1]
        run.spend(size >> 5)
        return "".join([*pieces, text[end:]])

    return _with_pattern(run, regex, flags, use)


def _filled(parts: list[str | int], spans: list[int], text: str) -> list[str]:
    """The replacement's pieces for one match; a group that has not matched is empty."""
    groups = [text[max(0, start) : max(0, end)] for start, end in zip(spans[::2], spans[1::2], strict=True)]
    return [part if isinstance(part, str) else groups[part] for part in parts]


@builtin("split(string: string, delimiter: string)", 'split("John Doe", "\\s") = ["John", "Doe"]')
def split(run: Run, text: str, delimiter: str) -> list[str] | None:
    """The parts of a string between the matches of a pattern."""

    def use(compiled: Pattern) -> list[str]:
        parts: list[str] = []
        end = 0
        for spans in compiled.matches(text, run):
            if spans[1] > spans[0] or 0 < spans[0] < len(text):
                parts.append(text[end : spans[0]])
                end = spans[1]
        return [*parts, text[end:]]

    return _with_pattern(run, delimiter, None, use)


@builtin(
    "extract(input: string, pattern: string)", 'extract("1234, 5678", "\\d+") = ["1234", "5678"]', origin="Camunda"
)
def extract(run: Run, text: str, regex: str) -> list[str] | None:
    """All matches of a pattern in a string."""
    return _with_pattern(
        run, regex, None, lambda compiled: [text[spans[0] : spans[1]] for spans in compiled.matches(text, run)]
    )
