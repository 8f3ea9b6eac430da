"""What can go wrong: a text that is not FEEL, and what an evaluation has to say."""

from typing import Literal, NamedTuple

Kind = Literal[
    "variable",  # a name that the scope does not have
    "member",  # a context, value or range without that member
    "type",  # an operator or construct met a kind of value it is not defined for
    "function",  # something that cannot be called so
    "argument",  # a function was called with what it does not take
    "value",  # right kind, impossible value: 1 / 0, 31 February
    "limit",  # fatal: the expression asked for more than the limits allow
    "assert",  # fatal: a failed assert()
    "internal",  # fatal: a defect of this package
]

FATAL: frozenset[str] = frozenset({"limit", "assert", "internal"})


class ParseError(ValueError):
    """Text that is not FEEL, with the place (1-based) and what was expected there."""

    def __init__(self, line: int, column: int, expected: str, message: str) -> None:
        super().__init__(f"{message} (line {line}, column {column})")
        self.line = line
        self.column = column
        self.expected = expected
        self.message = message


class Diagnostic(NamedTuple):
    """Why a part of an expression became null, with its place (1-based) in the text."""

    kind: Kind
    message: str
    line: int = 1
    column: int = 1

    @property
    def fatal(self) -> bool:
        """True where the evaluation as a whole failed: a limit, an assert, a defect of ours."""
        return self.kind in FATAL


class Stopped(Exception):
    """A signal that unwinds an evaluation after a limit or a failed assert; `Run.guard` turns it into null."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Position(NamedTuple):
    """A place in an expression's text, both counted from 1."""

    line: int = 1
    column: int = 1


def position(text: str, offset: int) -> Position:
    """Line and column of an offset in a text."""
    line_start = text.rfind("\n", 0, offset) + 1
    return Position(text.count("\n", 0, offset) + 1, offset - line_start + 1)
