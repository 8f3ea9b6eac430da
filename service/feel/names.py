"""Which tokens form a name: the longest sequence that some frame in scope knows (DMN 1.5, 10.3.1.2)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from service.feel.lexer import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable

KEYWORDS = frozenset(
    {
        "for", "in", "return", "if", "then", "else", "some", "every", "satisfies", "and", "or", "between", "instance",
        "function", "external", "null", "true", "false",
    }
)  # fmt: skip


@lru_cache(maxsize=4096)
def name_tokens(name: str) -> tuple[str, ...]:
    """The tokens of a name, so that white space and its absence around symbols do not matter."""
    try:
        return tuple(tokenize(name).texts[:-1])
    except ValueError:
        return (name,)


class NameSet:
    """Names of one frame, looked up by their tokens."""

    __slots__ = ("_names", "_sizes")

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: dict[tuple[str, ...], str] = {}
        #: by first token how many tokens such names have, the longest first
        self._sizes: dict[str, list[int]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make a name known."""
        tokens = name_tokens(name)
        if not tokens or tokens in self._names:
            return
        self._names[tokens] = name
        sizes = self._sizes.setdefault(tokens[0], [])
        if len(tokens) not in sizes:
            sizes.append(len(tokens))
            sizes.sort(reverse=True)

    def match(self, texts: list[str], at: int) -> tuple[int, str] | None:
        """How many tokens from `at` form the longest known name, and that name as it was declared."""
        for size in self._sizes.get(texts[at], ()):
            name = self._names.get(tuple(texts[at : at + size]))
            if name is not None:
                return size, name
        return None
