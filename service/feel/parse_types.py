"""Types as they are written: `list<number>`, `context<a: string>`, `function<number> -> date`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.feel.cursor import Cursor
from service.feel.nodes import TypeNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.feel.names import NameSet

_PARAMETRIC = frozenset({"list", "range", "context", "function"})
_MEMBER_STOPS = frozenset({":", ",", ">", "<", "(", ")", "{", "}", "[", "]"})


class TypeParser(Cursor):
    """Reads a type."""

    def __init__(
        self,
        text: str,
        names: NameSet,
        builtins: NameSet,
        members: Iterable[str],
        type_names: NameSet,
    ) -> None:
        super().__init__(text, names, builtins, members)
        self.type_names = type_names

    def type(self) -> TypeNode:
        """A type: a name, or one of the four that take others in angle brackets."""
        self.nest()
        start = self.offset()
        word = self.texts[self.at]
        if word in _PARAMETRIC and self.texts[self.at + 1] == "<":
            self.at += 2
            node = self._parametric(start, word)
        else:
            node = TypeNode(start, self._type_name())
        self.depth -= 1
        return node

    def _parametric(self, start: int, word: str) -> TypeNode:
        members: list[str] | None = [] if word == "context" else None
        arguments: list[TypeNode] = []
        while not self.accept(">"):
            if arguments:
                self.expect(",", ">")
            if members is not None:
                members.append(self.name_until(_MEMBER_STOPS, "a member's name"))
                self.expect(":")
            arguments.append(self.type())
        returns = self.type() if word == "function" and self.accept("->") else None
        if word in {"list", "range"} and len(arguments) != 1:
            self.refuse(f"one type between the angle brackets of {word}")
        return TypeNode(start, word, arguments, members, returns)

    def _type_name(self) -> str:
        if self.texts[self.at] in {"function", "null"}:
            self.at += 1
            return self.texts[self.at - 1]
        known = self.type_names.match(self.texts, self.at)
        if known:
            self.at += known[0]
            return known[1]
        name = self.undeclared_name()
        while self.texts[self.at] == "." and self.is_identifier(self.at + 1):
            self.at += 1
            name += "." + self.undeclared_name()
        return name
