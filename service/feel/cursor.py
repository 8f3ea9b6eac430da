"""Where the parser stands: the tokens, the names in scope, and how parse errors are worded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from service.feel.errors import ParseError, position
from service.feel.lexer import tokenize
from service.feel.names import KEYWORDS, NameSet

if TYPE_CHECKING:
    from collections.abc import Iterable

#: expressions and operands inside each other, two to a pair of brackets; keeps within Python's stack
MAX_NESTING = 100

#: characters of a token in a message
_SHOWN = 40
_HINTS = {
    "==": "FEEL compares with a single =",
    "&&": "FEEL writes and",
    "||": "FEEL writes or",
    "'": 'FEEL writes strings in double quotes, "…"',
    "!": "FEEL writes not(…) or !=",
    "%": "FEEL writes modulo(a, b)",
}


class Cursor:
    """Tokens with an index that moves forward, and back where the grammar has to try."""

    def __init__(self, text: str, names: NameSet, builtins: NameSet, members: Iterable[str]) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.kinds = self.tokens.kinds
        self.texts = self.tokens.texts
        self.at = 0
        self.frames = [builtins, names]
        self.builtins = builtins
        #: names that may follow a dot or be meant inside a filter: given ones, and keys seen so far
        self.members = NameSet(members)
        self.depth = 0
        #: True while the end of a range is read, where "[" may close the range or open a filter
        self.in_range_end = False
        # trying again costs time; this bounds it to a multiple of the text
        self._retries = 16 + len(self.texts) // 8

    # -- tokens ---------------------------------------------------------------------------------

    def accept(self, text: str) -> bool:
        """Step over this token if it is next."""
        if self.texts[self.at] == text:
            self.at += 1
            return True
        return False

    def expect(self, text: str, *others: str) -> None:
        """Step over this token, or refuse the text; `others` would have been possible, too."""
        if not self.accept(text):
            self.refuse(" or ".join(f"`{each}`" for each in (text, *others)))

    def offset(self) -> int:
        """Where in the text the next token starts."""
        return self.tokens.starts[self.at]

    def refuse(self, expected: str) -> NoReturn:
        """Raise a ParseError at the next token."""
        found = self.texts[self.at]
        pair = found + self.texts[self.at + 1] if found else ""
        hint = _HINTS.get(pair) or _HINTS.get(found)
        if hint is None and self.at and found in {"=", "&", "|"}:
            hint = _HINTS.get(self.texts[self.at - 1] + found)
        shown = f"`{found[:_SHOWN]}`" if found else "the end of the text"
        message = f"Expected {expected}, but found {shown}."
        if hint:
            message += f" {hint}."
        raise ParseError(*position(self.text, self.offset()), expected, message)

    def nest(self) -> None:
        """Count one level of nesting; pair with `self.depth -= 1`."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            self.refuse(f"less nesting than {MAX_NESTING} levels")

    def mark(self) -> tuple[int, int, int, bool]:
        """Where the parser stands, to go back to."""
        return self.at, len(self.frames), self.depth, self.in_range_end

    def retry_from(self, mark: tuple[int, int, int, bool]) -> None:
        """Go back to an earlier token to read it in another way."""
        self._retries -= 1
        if self._retries < 0:
            self.refuse("fewer ambiguous brackets")
        self.at, frames, self.depth, self.in_range_end = mark
        del self.frames[frames:]

    # -- names ----------------------------------------------------------------------------------

    def is_identifier(self, at: int) -> bool:
        """Whether the token there can be (part of) a name nobody declared."""
        kind = self.kinds[at]
        return (kind == "name" and self.texts[at] not in KEYWORDS) or kind == "tick"

    def known_name(self) -> str | None:
        """Step over the longest name that a frame in scope knows from here."""
        best: tuple[int, str] | None = None
        source: NameSet | None = None
        for frame in reversed(self.frames):
            found = frame.match(self.texts, self.at)
            if found and (best is None or found[0] > best[0]) and self._may_be(frame, found):
                best, source = found, frame
        if best is None:
            return None
        size, name = best
        if source is self.builtins and self.is_identifier(self.at + size):
            return None  # "count items": two adjacent names can only be one that nobody declared
        self.at += size
        return name

    def _may_be(self, frame: NameSet, found: tuple[int, str]) -> bool:
        """Built-ins with a keyword inside ("date and time") need their parenthesis."""
        if frame is not self.builtins or found[0] == 1:
            return True
        size, name = found
        return KEYWORDS.isdisjoint(name.split()) or self.texts[self.at + size] == "("

    def undeclared_name(self) -> str:
        """Step over adjacent identifiers, which form one name that nobody declared."""
        if not self.is_identifier(self.at):
            self.refuse("a name")
        if self.kinds[self.at] == "tick":
            self.at += 1
            return self.texts[self.at - 1][1:-1]
        first = self.at
        while self.is_identifier(self.at) and self.kinds[self.at] != "tick":
            self.at += 1
        return " ".join(self.texts[first : self.at])

    def name_until(self, stops: frozenset[str], what: str) -> str:
        """Step over a name being declared: everything up to a stop, with its white space collapsed."""
        first = self.at
        while self.texts[self.at] not in stops:
            if self.kinds[self.at] in {"end", "string"}:
                self.refuse(what)
            self.at += 1
        if self.at == first:
            self.refuse(what)
        if self.kinds[first] == "tick" and self.at == first + 1:
            return self.texts[first][1:-1]
        return self.slice(first, self.at)

    def slice(self, first: int, after: int) -> str:
        """The text of a run of tokens with one space for what stands between them."""
        starts, ends = self.tokens.starts, self.tokens.ends
        gaps = ["" if at == first or starts[at] == ends[at - 1] else " " for at in range(first, after)]
        return "".join(gap + text for gap, text in zip(gaps, self.texts[first:after], strict=True))
