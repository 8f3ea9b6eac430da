"""Sets of characters as sorted ranges of code points, and those that XPath's escapes name."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from service.feel.regex.blocks import block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Ranges = tuple[tuple[int, int], ...]

LAST = 0x10FFFF
#: planes with assigned characters; what lies between is not assigned, planes 15 and 16 are private
_ASSIGNED = ((0, 0x3FFFF), (0xE0000, 0xE0FFF))

SPACE: Ranges = ((9, 10), (13, 13), (32, 32))
#: XML's NameStartChar and what NameChar adds
_NAME_START: Ranges = (
    (58, 58), (65, 90), (95, 95), (97, 122), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D),
    (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF),
    (0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
)  # fmt: skip
_NAME_MORE: Ranges = ((45, 46), (48, 57), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040))


def normal(ranges: list[tuple[int, int]]) -> Ranges:
    """Sorted, without overlaps."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def complement(ranges: Ranges) -> Ranges:
    """All other characters."""
    result: list[tuple[int, int]] = []
    start = 0
    for first, last in ranges:
        if first > start:
            result.append((start, first - 1))
        start = last + 1
    if start <= LAST:
        result.append((start, LAST))
    return tuple(result)


def without(ranges: Ranges, excluded: Ranges) -> Ranges:
    """The characters of one set that are not in the other."""
    return complement(normal([*complement(ranges), *excluded]))


def holds(ranges: Ranges, code: int) -> bool:
    """Whether a character is in a set."""
    at = bisect_right(ranges, (code, LAST + 1)) - 1
    return at >= 0 and ranges[at][1] >= code


@lru_cache(maxsize=1024)
def with_cases(ranges: Ranges) -> Ranges:
    """With the capital and small letters of all characters."""
    cases = _cases()
    if sum(last - first for first, last in ranges) < len(cases):
        cased: Iterable[int] = (code for first, last in ranges for code in range(first, last + 1) if code in cases)
    else:
        cased = (code for code in cases if holds(ranges, code))
    variants = [(other, other) for code in cased for other in cases[code]]
    return normal([*ranges, *variants]) if variants else ranges


@lru_cache(maxsize=1)
def _cases() -> dict[int, set[int]]:
    """For each letter the others that are the same but for their case."""
    groups: dict[str, set[int]] = {}
    for code in range(0x1F000):
        char = chr(code)
        if char.lower() != char or char.upper() != char:
            for form in {char.lower(), char.upper(), char.upper().lower(), char.lower().upper()}:
                if len(form) == 1:
                    groups.setdefault(form, {ord(form)}).add(code)
    result: dict[int, set[int]] = {}
    for members in groups.values():
        for code in members:
            result.setdefault(code, set()).update(members - {code})
    return result


@lru_cache(maxsize=1)
def _categories() -> dict[str, Ranges]:
    """Every general category, such as Lu, and every major one, such as L."""
    found: dict[str, list[tuple[int, int]]] = {"Co": [(0xF0000, 0xFFFFD), (0x100000, 0x10FFFD)]}
    for first, last in _ASSIGNED:
        start, current = first, unicodedata.category(chr(first))
        for code in range(first + 1, last + 1):
            category = unicodedata.category(chr(code))
            if category != current:
                found.setdefault(current, []).append((start, code - 1))
                start, current = code, category
        found.setdefault(current, []).append((start, last))
    found.setdefault("Cn", []).extend([(0x40000, 0xDFFFF), (0xE1000, 0xEFFFF), (0xFFFFE, 0xFFFFF), (0x10FFFE, LAST)])
    for category in list(found):
        found.setdefault(category[0], []).extend(found[category])
    return {category: normal(ranges) for category, ranges in found.items()}


def property_ranges(name: str) -> Ranges | None:
    r"""The characters of `\p{name}`: a category or a block; None if there is none of that name."""
    if name.startswith("Is"):
        bounds = block(name[2:])
        return (bounds,) if bounds else None
    return _categories().get(name)


@lru_cache(maxsize=16)
def escape_ranges(letter: str) -> Ranges | None:
    r"""The characters of `\d`, `\w` and their like; None if there is no such escape."""
    if letter.isupper():
        small = escape_ranges(letter.lower())
        return None if small is None else complement(small)
    sets: dict[str, Callable[[], Ranges]] = {
        "s": lambda: SPACE,
        "d": lambda: _categories()["Nd"],
        "w": lambda: complement(normal([part for major in "PZC" for part in _categories()[major]])),
        "i": lambda: _NAME_START,
        "c": lambda: normal([*_NAME_START, *_NAME_MORE]),
    }
    return sets[letter]() if letter in sets else None
