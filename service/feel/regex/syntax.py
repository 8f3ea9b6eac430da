"""XPath's regular expressions (XML Schema's with anchors, groups and back-references) to a tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NoReturn

from service.feel.regex.charset import (
    Ranges,
    complement,
    escape_ranges,
    normal,
    property_ranges,
    with_cases,
    without,
)

MAX_PATTERN = 2000
MAX_NESTING = 50
#: repetitions beyond this are refused, as RE2 refuses them
MAX_REPEAT = 1000


AnchorKind = Literal["^", "$", "b", "B"]


class PatternError(ValueError):
    """A text that is not a regular expression."""


@dataclass(slots=True, frozen=True)
class Chars:
    """Any one of these characters."""

    ranges: Ranges


@dataclass(slots=True, frozen=True)
class Anchor:
    """The start or end of the text (or of a line), or a word boundary."""

    kind: AnchorKind


@dataclass(slots=True, frozen=True)
class Group:
    """A part in parentheses; `number` is None where it is not captured."""

    body: Regex
    number: int | None


@dataclass(slots=True, frozen=True)
class Back:
    """What a group has matched, again."""

    number: int


@dataclass(slots=True, frozen=True)
class Repeat:
    """A part a number of times; without `most` any number."""

    body: Regex
    least: int
    most: int | None
    greedy: bool


@dataclass(slots=True, frozen=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Regex, ...]


@dataclass(slots=True, frozen=True)
class Choice:
    """The first alternative that leads to a match."""

    branches: tuple[Regex, ...]


Regex = Chars | Anchor | Group | Back | Repeat | Sequence | Choice

_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"} | {char: char for char in "\\|.?*+(){}-[]^$"}
_ANCHORS: dict[str, AnchorKind] = {"^": "^", "$": "$"}
#: Java's and so Camunda's; XPath has none
_BOUNDARIES: dict[str, AnchorKind] = {"b": "b", "B": "B"}
_SPECIAL = frozenset("\\.?*+{}()|[]^$")
_ANY_BUT_LINE_ENDS = complement(((10, 10), (13, 13)))
_ANY: Ranges = ((0, 0x10FFFF),)


class PatternParser:
    """Reads one pattern under its flags (any of s, m, i, x)."""

    def __init__(self, pattern: str, flags: str) -> None:
        if len(pattern) > MAX_PATTERN:
            self._refuse(f"at most {MAX_PATTERN} characters")
        self._text = _without_space(pattern) if "x" in flags else pattern
        self._at = 0
        self._depth = 0
        self._any_case = "i" in flags
        self._dot = _ANY if "s" in flags else _ANY_BUT_LINE_ENDS
        self._closed: set[int] = set()
        self.groups = 0
        self.has_back = False

    def parse(self) -> Regex:
        """The whole pattern."""
        tree = self._choice()
        if self._at < len(self._text):
            self._refuse("no )")
        return tree

    def _refuse(self, expected: str) -> NoReturn:
        raise PatternError(f"Expected {expected} in the pattern.")

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        char = self._peek()
        if not char:
            self._refuse("more")
        self._at += 1
        return char

    def _accept(self, text: str) -> bool:
        if self._text.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    # -- structure ------------------------------------------------------------------------------

    def _choice(self) -> Regex:
        self._depth += 1
        if self._depth > MAX_NESTING:
            self._refuse(f"at most {MAX_NESTING} levels of parentheses")
        branches = [self._sequence()]
        while self._accept("|"):
            branches.append(self._sequence())
        self._depth -= 1
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Regex:
        parts: list[Regex] = []
        while self._peek() and self._peek() not in "|)":
            parts.append(self._quantified(self._atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _quantified(self, atom: Regex) -> Regex:
        bounds = self._quantifier()
        if bounds is None:
            return atom
        return Repeat(atom, *bounds, greedy=not self._accept("?"))

    def _quantifier(self) -> tuple[int, int | None] | None:
        if self._accept("*"):
            return 0, None
        if self._accept("+"):
            return 1, None
        if self._accept("?"):
            return 0, 1
        if not self._accept("{"):
            return None
        least = self._count()
        most: int | None = least
        if self._accept(","):
            most = None if self._peek() == "}" else self._count()
        if not self._accept("}") or (most is not None and most < least):
            self._refuse("{n}, {n,} or {n,m}")
        return least, most

    def _count(self) -> int:
        digits = ""
        while self._peek().isascii() and self._peek().isdigit():
            digits += self._take()
        if not digits or int(digits) > MAX_REPEAT:
            self._refuse(f"a number up to {MAX_REPEAT}")
        return int(digits)

    def _atom(self) -> Regex:
        char = self._take()
        if char == "(":
            return self._group()
        if char == "[":
            return Chars(self._class())
        if char == ".":
            return Chars(self._dot)
        if char in _ANCHORS:
            return Anchor(_ANCHORS[char])
        if char == "\\":
            return self._escape()
        if char in _SPECIAL:
            self._refuse(f"a backslash before {char}")
        return Chars(self._cased(((ord(char), ord(char)),)))

    def _group(self) -> Group:
        number = None
        if not self._accept("?:"):
            if self._peek() == "?":
                self._refuse("no look-around and no flags")
            self.groups += 1
            number = self.groups
        body = self._choice()
        if not self._accept(")"):
            self._refuse(")")
        if number is not None:
            self._closed.add(number)
        return Group(body, number)

    def _escape(self) -> Regex:
        char = self._take()
        if char.isascii() and char.isdigit():
            return self._back(char)
        if char in _BOUNDARIES:
            return Anchor(_BOUNDARIES[char])
        return Chars(self._escaped(char))

    def _back(self, digits: str) -> Back:
        while self._peek().isascii() and self._peek().isdigit() and int(digits + self._peek()) <= self.groups:
            digits += self._take()
        if int(digits) not in self._closed:
            self._refuse(f"a group before \\{digits}")
        self.has_back = True
        return Back(int(digits))

    # -- characters -----------------------------------------------------------------------------

    def _cased(self, ranges: Ranges) -> Ranges:
        return with_cases(ranges) if self._any_case else ranges

    def _escaped(self, char: str) -> Ranges:
        """What a backslash and this character stand for; escapes of sets know no case."""
        plain = _PLAIN_ESCAPES.get(char)
        if plain is not None:
            return self._cased(((ord(plain), ord(plain)),))
        if char in {"p", "P"}:
            return self._property(negated=char == "P")
        ranges = escape_ranges(char)
        if ranges is None:
            self._refuse(f"no \\{char}")
        return ranges

    def _property(self, *, negated: bool) -> Ranges:
        end = self._text.find("}", self._at)
        if not self._accept("{") or end < 0:
            self._refuse("\\p{name}")
        name = self._text[self._at : end]
        self._at = end + 1
        ranges = property_ranges(name)
        if ranges is None:
            self._refuse(f"a category or block, not {name},")
        return complement(ranges) if negated else ranges

    def _class(self) -> Ranges:
        """`[…]` after its bracket, perhaps with a class to subtract."""
        self._depth += 1
        if self._depth > MAX_NESTING:
            self._refuse(f"at most {MAX_NESTING} levels of brackets")
        negated = self._accept("^")
        parts: list[tuple[int, int]] = []
        excluded: Ranges = ()
        first = True
        while first or self._peek() != "]":
            if not first and self._accept("-["):
                excluded = self._class()
                if self._peek() != "]":
                    self._refuse("] after a subtracted class")
                break
            parts += self._class_part(first=first)
            first = False
        self._take()
        self._depth -= 1
        ranges = complement(normal(parts)) if negated else normal(parts)
        return without(ranges, excluded) if excluded else ranges

    def _class_part(self, *, first: bool) -> Ranges:
        """A character, a range of them, or an escape of a set."""
        low = self._class_char()
        if isinstance(low, tuple):
            return low
        if low == ord("-") and not first and self._peek() not in {"]", "-"}:
            self._refuse("a backslash before - in brackets")
        following = self._text[self._at : self._at + 2]
        if not following.startswith("-") or following in {"-]", "-["}:
            return self._cased(((low, low),))
        self._at += 1
        high = self._class_char()
        if isinstance(high, tuple) or high < low:
            self._refuse("a range from a lower to a higher character")
        return self._cased(((low, high),))

    def _class_char(self) -> int | Ranges:
        """A code point, or the ranges of an escape."""
        char = self._take()
        if char in "[]":
            self._refuse(f"a backslash before {char} in brackets")
        if char != "\\":
            return ord(char)
        escape = self._take()
        plain = _PLAIN_ESCAPES.get(escape)
        return ord(plain) if plain is not None else self._escaped(escape)


def _without_space(pattern: str) -> str:
    """Flag x: white space outside brackets does not count."""
    kept: list[str] = []
    depth, escaped = 0, False
    for char in pattern:
        if depth == 0 and char in "\t\n\r ":
            continue
        if not escaped:
            depth += (char == "[") - (char == "]")
        escaped = char == "\\" and not escaped
        kept.append(char)
    return "".join(kept)
