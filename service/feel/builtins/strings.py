"""String functions (DMN 1.5, table 74). Characters are code points."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.feel.builtins.registry import builtin
from service.feel.decimals import truncated
from service.feel.values import kind_of

if TYPE_CHECKING:
    from service.feel.run import Run


@builtin("substring(string: string, start position: number, length?: number)", 'substring("foobar", 3, 2) = "ob"')
def substring(run: Run, text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    """Characters from a position on, counted from 1, or from the end with a minus."""
    position = truncated(start)
    if not 0 < abs(position) <= len(text):
        return run.null("value", "Expected a position within {} characters, but it is {}.", len(text), position)
    first = position - 1 if position > 0 else len(text) + position
    if length is None:
        return text[first:]
    if length < 1:
        return run.null("value", "Expected a length from 1, but it is {}.", length)
    return text[first : first + truncated(length)]


@builtin("string length(string: string)", 'string length("tes") = 3')
def string_length(run: Run, text: str) -> Decimal:
    """How many characters a string has."""
    return Decimal(len(text))


@builtin("upper case(string: string)", 'upper case("aBc4") = "ABC4"')
def upper_case(run: Run, text: str) -> str:
    """In capital letters."""
    run.check_string(3 * len(text))
    return text.upper()


@builtin("lower case(string: string)", 'lower case("aBc4") = "abc4"')
def lower_case(run: Run, text: str) -> str:
    """In small letters."""
    run.check_string(3 * len(text))
    return text.lower()


@builtin("substring before(string: string, match: string)", 'substring before("foobar", "bar") = "foo"')
def substring_before(run: Run, text: str, match: str) -> str:
    """What stands before the first occurrence, or nothing."""
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after(string: string, match: string)", 'substring after("foobar", "ob") = "ar"')
def substring_after(run: Run, text: str, match: str) -> str:
    """What stands after the first occurrence, or nothing."""
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string)", 'contains("foobar", "ob") = true')
def contains(run: Run, text: str, match: str) -> bool:
    """Whether one string occurs in the other."""
    return match in text


@builtin("starts with(string: string, match: string)", 'starts with("foobar", "fo") = true')
def starts_with(run: Run, text: str, match: str) -> bool:
    """Whether a string starts with the other."""
    return text.startswith(match)


@builtin("ends with(string: string, match: string)", 'ends with("foobar", "r") = true')
def ends_with(run: Run, text: str, match: str) -> bool:
    """Whether a string ends with the other."""
    return text.endswith(match)


@builtin("string join(list: list, delimiter?: string?)", 'string join(["a", "b"], ", ") = "a, b"')
@builtin(
    "string join(list: list, delimiter: string?, prefix: string?, suffix: string?)",
    'string join(["a", "b"], ", ", "[", "]") = "[a, b]"',
    origin="Camunda",
)
def string_join(
    run: Run, items: list[Any], delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None
) -> str | None:
    """The strings of a list in one, without nulls."""
    parts: list[str] = []
    for item in items:
        if type(item) is str:
            parts.append(item)
        elif item is not None:
            return run.null("type", "Expected strings only, but one is {}.", kind_of(item))
    run.check_list(len(items))
    size = sum(map(len, parts)) + len(delimiter or "") * len(parts)
    run.check_string(size)
    run.spend(size >> 5)
    return (prefix or "") + (delimiter or "").join(parts) + (suffix or "")


@builtin("trim(string: string)", 'trim("  hello ") = "hello"', origin="Camunda")
def trim(run: Run, text: str) -> str:
    """Without white space at both ends."""
    return text.strip()


@builtin("is blank(string: string)", 'is blank("  ") = true', origin="Camunda")
def is_blank(run: Run, text: str) -> bool:
    """Whether a string has nothing but white space."""
    return not text.strip()
