"""Cells of decision tables in words: unary tests and results, as far as they are plain; the rest stays FEEL."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from service.presales.guide.wording import Wording

_RANGE = re.compile(r"([\[\](])\s*(.+?)\s*\.\.\s*(.+?)\s*([\[\])])")
_RANGES = {
    (False, False): "range",
    (False, True): "range_open_end",
    (True, False): "range_open_start",
    (True, True): "range_open",
}
_COMPARISON = re.compile(r"(<=|>=|<|>)\s*(.+)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_COUNT = re.compile(r"count\(\?\)\s*([=>])\s*0")
_CONTAINS = re.compile(r'list contains\(\?,\s*("[^"]*")\)')
_SOME = re.compile(r"some (\w+) in \? satisfies \1 in \((.+)\)")
#: a call whose first argument is what the text is about
_ABOUT = re.compile(r"(?:string|get or else)\((.*)\)")
_NAME = re.compile(r"([A-Za-z_]\w*)(\.\w+)*")
_ABSENT = {"null", '""', "[]"}
_OPENING, _CLOSING = "([{", ")]}"


NO_DECISIONS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what people call it, and the last name of what it asks or answers, which hints at codes."""

    label: str
    name: str


def condition(column: Column, cell: str, words: Wording) -> str | None:
    """A condition of a rule; None if any value will do."""
    if cell in ("", "-"):
        return None
    parts = list(_parts(cell, ","))
    if set(parts) <= _ABSENT:
        return words.word("satisfies", label=column.label, value=words.word("null"))
    plain = [_value(part, column, words) for part in parts if _test(part, column, words) is None]
    told = [said for part in parts if (said := _test(part, column, words)) is not None]
    if not told:
        return words.word("equal", label=column.label, value=words.word("or").join(plain))
    return words.word("satisfies", label=column.label, value=words.word("either").join([*told, *plain]))


def result(column: Column, cell: str, words: Wording, decisions: Mapping[str, str] = NO_DECISIONS) -> str | None:
    """A result of a rule; None if it is nothing, or a sentence for people that is not in the language.

    A text put together of parts shows them in 〈brackets〉; what another decision answers is told by the name of that
    (`decisions`: names by variable), what is computed as such."""
    if cell in ("", "-", "null"):
        return None
    parts = list(_parts(cell, "+"))
    if not words.speaks(cell):
        return None
    if len(parts) > 1 and any(_TEXT.fullmatch(part) for part in parts):
        said = words.word("quoted", text="".join(_piece(part, words) for part in parts))
    elif cell.startswith("[") and cell.endswith("]") and ".." not in cell:
        listed = [_value(part, column, words) for part in _parts(cell[1:-1], ",") if part]
        said = words.word("list").join(listed) or words.word("empty")
    elif found := _NAME.fullmatch(cell):
        said = (
            words.word("as_in", decision=decisions[found[1]]) if found[1] in decisions else _value(cell, column, words)
        )
    else:
        said = _value(cell, column, words) if _is_plain(cell) else words.word("computed")
    return words.word("result", label=column.label, value=said) if column.label else said


def _test(part: str, column: Column, words: Wording) -> str | None:
    """A test that is no plain value, in words."""
    if part.startswith("not(") and part.endswith(")"):
        inner = list(_parts(part[4:-1], ","))
        if set(inner) <= _ABSENT:
            return words.word("given")
        if inner in (["true"], ["false"]):
            return words.word(f"not_{inner[0]}")
        told = [_test(each, column, words) or _value(each, column, words) for each in inner]
        return words.word("not", value=words.word("or").join(told))
    if found := _RANGE.fullmatch(part):
        opening, low, high, closing = found.groups()
        kind = _RANGES[opening in "](", closing in "[)"]
        return words.word(kind, low=_value(low, column, words), high=_value(high, column, words))
    if found := _COMPARISON.fullmatch(part):
        return words.word(found[1], value=_value(found[2], column, words))
    return _of_itself(part, column, words) if "?" in _TEXT.sub("", part) else None


def _of_itself(part: str, column: Column, words: Wording) -> str:
    """A test that speaks of the value as `?`."""
    if found := _COUNT.fullmatch(part):
        return words.word("given" if found[1] == ">" else "null")
    if found := _CONTAINS.fullmatch(part):
        return words.word("includes", value=_value(found[1], column, words))
    if found := _SOME.fullmatch(part):
        listed = [_value(each, column, words) for each in _parts(found[2], ",")]
        return words.word("includes", value=words.word("either").join(listed))
    return words.word("expression", value=part)


def _value(text: str, column: Column, words: Wording) -> str:
    if text in ("true", "false", "null"):
        return words.word(text)
    if _NUMBER.fullmatch(text):
        whole, point, fraction = text.partition(".")
        return f"{int(whole):,}{point}{fraction}"
    if not _TEXT.fullmatch(text):
        return text
    said = _text(text)
    if said.isascii():
        return words.code(said, column.name) or words.word("empty")
    return words.word("quoted", text=words.written(said))


def _is_plain(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None or _TEXT.fullmatch(cell) is not None


def _text(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def _piece(part: str, words: Wording) -> str:
    return words.written(_text(part)) if _TEXT.fullmatch(part) else f"〈{_inner(part)}〉"


def _inner(part: str) -> str:
    """What a part is about: without the function that makes a text of it, says what stands in for it, or chooses."""
    if found := _ABOUT.fullmatch(part):
        return _inner(next(_parts(found[1], ",")))
    if found := re.fullmatch(r"\(?if (.+?) = null then .* else (.+?)\)?", part):
        return _inner(found[1])
    return part


def _parts(text: str, separator: str) -> Iterator[str]:
    """The parts between separators that stand in no text and no brackets."""
    depth, quoted, start = 0, False, 0
    for index, letter in enumerate(text):
        if letter == '"' and text[index - 1 : index] != "\\":
            quoted = not quoted
        elif not quoted:
            depth += (letter in _OPENING) - (letter in _CLOSING)
            if letter == separator and depth == 0:
                yield text[start:index].strip()
                start = index + 1
    yield text[start:].strip()
