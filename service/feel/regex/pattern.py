"""Compiled patterns: RE2 runs them in linear time, a counted backtracker those with back-references."""

from __future__ import annotations

from typing import TYPE_CHECKING

import re2

from service.feel.regex.backtrack import Backtracker, Spans
from service.feel.regex.syntax import (
    Anchor,
    Back,
    Chars,
    Choice,
    Group,
    PatternError,
    PatternParser,
    Regex,
    Repeat,
    Sequence,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.feel.run import Run

_FLAGS = frozenset("smix")
_MAX_MEMORY = 16 << 20
_CACHED_PATTERNS = 512
#: ranges of characters in a compiled pattern, some 50 ms of compiling
_MAX_WEIGHT = 50_000
#: what finding one match costs beside other work
_MATCH_STEPS = 10
_ANCHORS = {"^": r"\A", "$": r"\z", "b": r"\b", "B": r"\B"}
_LINE_ANCHORS = {"^": "(?m:^)", "$": "(?m:$)"}


class Pattern:
    """A regular expression, ready to search texts."""

    def __init__(self, pattern: str, flags: str) -> None:
        if not _FLAGS.issuperset(flags):
            raise PatternError("Expected flags out of s, m, i and x.")
        parser = PatternParser(pattern, flags)
        tree = parser.parse()
        self.groups = parser.groups
        self.weight = _weight(tree)
        if self.weight > _MAX_WEIGHT:
            raise PatternError("Expected fewer repetitions in the pattern.")
        self._backtracker: Backtracker | None = None
        if parser.has_back:
            self._backtracker = Backtracker(tree, parser.groups, flags)
            return
        options = re2.Options()
        options.max_mem = _MAX_MEMORY
        options.log_errors = False
        try:
            self._re2 = re2.compile(_re2_text(tree, lines="m" in flags), options)
        except re2.error as error:
            raise PatternError("Expected a smaller pattern.") from error

    def search(self, text: str, run: Run) -> bool:
        """Whether the pattern matches anywhere in a text."""
        if self._backtracker is None:
            return self._re2.search(text) is not None
        return self._backtracker.search(text, 0, run) is not None

    def matches(self, text: str, run: Run) -> Iterator[Spans]:
        """Start and end of each match and its groups, one match after the other."""
        if self._backtracker is None:
            for match in self._re2.finditer(text):
                run.spend(_MATCH_STEPS)
                yield [bound for group in range(self.groups + 1) for bound in match.span(group)]
            return
        at: int = 0
        while at <= len(text):
            spans = self._backtracker.search(text, at, run)
            if spans is None:
                return
            yield spans
            at = spans[1] + (spans[1] == spans[0])


_compiled: dict[tuple[str, str], Pattern] = {}


def pattern(text: str, flags: str, run: Run) -> Pattern:
    """The compiled pattern; raises PatternError. Compiling costs steps, finding it again does not."""
    found = _compiled.get((text, flags))
    if found is None:
        run.spend(50 + len(text))
        found = Pattern(text, flags)
        run.spend(found.weight >> 4)
        while len(_compiled) >= _CACHED_PATTERNS:
            _compiled.pop(next(iter(_compiled)), None)
        _compiled[text, flags] = found
    return found


def _weight(tree: Regex) -> int:
    """How large the compiled pattern gets: each range of characters, as often as it is repeated."""
    if isinstance(tree, Chars):
        return len(tree.ranges)
    if isinstance(tree, Sequence | Choice):
        return sum(_weight(part) for part in (tree.parts if isinstance(tree, Sequence) else tree.branches))
    if isinstance(tree, Group):
        return _weight(tree.body)
    if isinstance(tree, Repeat):
        return _weight(tree.body) * max(1, tree.least, tree.most or 0)
    return 1


def _re2_text(tree: Regex, *, lines: bool) -> str:
    """The tree in RE2's syntax; every character is written by its code."""
    if isinstance(tree, Chars):
        return _class(tree)
    if isinstance(tree, Anchor):
        return _LINE_ANCHORS.get(tree.kind, _ANCHORS[tree.kind]) if lines else _ANCHORS[tree.kind]
    if isinstance(tree, Sequence):
        return "".join(_re2_text(part, lines=lines) for part in tree.parts)
    if isinstance(tree, Choice):
        return "(?:" + "|".join(_re2_text(branch, lines=lines) for branch in tree.branches) + ")"
    if isinstance(tree, Group):
        return ("(?:" if tree.number is None else "(") + _re2_text(tree.body, lines=lines) + ")"
    if isinstance(tree, Back):
        raise PatternError("Expected no back-reference.")
    return _repeat(tree, lines=lines)


def _repeat(tree: Repeat, *, lines: bool) -> str:
    most = "" if tree.most is None else str(tree.most)
    body = _re2_text(tree.body, lines=lines)
    return f"(?:{body}){{{tree.least},{most}}}{'' if tree.greedy else '?'}"


def _class(chars: Chars) -> str:
    if not chars.ranges:
        return r"[^\x00-\x{10FFFF}]"
    return "[" + "".join(f"\\x{{{first:X}}}-\\x{{{last:X}}}" for first, last in chars.ranges) + "]"
