"""Literals, names, brackets of every shape, contexts and functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from service.feel import literals
from service.feel.lexer import unquote
from service.feel.names import NameSet
from service.feel.nodes import ContextOf, FunctionOf, ListOf, Literal, Name, Node, OneSided, RangeOf, TypeNode
from service.feel.parse_types import TypeParser

if TYPE_CHECKING:
    from collections.abc import Callable

CONSTANTS = {"true": True, "false": False, "null": None}
COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_RANGE_ENDS = {"]": True, ")": False, "[": False}
_KEY_STOPS = frozenset('"{}:,[]')
_PARAMETER_STOPS = frozenset(":,()[]{}")


class PrimaryParser(TypeParser):
    """Reads what operators stand between."""

    def expression(self) -> Node:
        """Any expression; defined where the operators are."""
        raise NotImplementedError

    def operand(self) -> Node:
        """An expression without comparisons and logic; defined where the operators are."""
        raise NotImplementedError

    def primary(self) -> Node:
        """What starts here, before any call, filter or path."""
        kind, text, start = self.kinds[self.at], self.texts[self.at], self.offset()
        if kind == "name":
            return self._word(text, start)
        if kind == "number":
            self.at += 1
            return Literal(start, literals.number(text))
        if kind == "string":
            self.at += 1
            return Literal(start, unquote(text))
        if kind == "tick":
            return Name(start, self.undeclared_name())
        reader = self._BRACKETS.get(text)
        if reader is None:
            return self._at_literal(text, start)
        # inside brackets "[" opens a filter again, whatever range surrounds them
        outer, self.in_range_end = self.in_range_end, False
        node = reader(self)
        self.in_range_end = outer
        return node

    def _word(self, text: str, start: int) -> Node:
        if text in CONSTANTS:
            self.at += 1
            return Literal(start, CONSTANTS[text])
        if text == "function" and self.texts[self.at + 1] == "(":
            return self._function(start)
        name = self.known_name()
        if name is None:
            if not self.is_identifier(self.at):
                self.refuse("an expression")
            name = self.undeclared_name()
        return Name(start, name)

    def _at_literal(self, text: str, start: int) -> Node:
        if text != "@" or self.kinds[self.at + 1] != "string":
            self.refuse("an expression")
        self.at += 2
        value = literals.at_literal(unquote(self.texts[self.at - 1]))
        return Literal(start, value, valid=value is not None)

    # -- brackets -------------------------------------------------------------------------------

    def _parenthesis(self) -> Node:
        start = self.offset()
        self.at += 1
        if self.texts[self.at] in COMPARISONS:
            node: Node = self.one_sided()
        else:
            node = self.expression()
            if self.texts[self.at] == "..":
                return self._range(start, node, low_included=False)
        self.expect(")")
        return node

    def one_sided(self) -> OneSided:
        """A comparison without its left side."""
        start, operator = self.offset(), self.texts[self.at]
        self.at += 1
        return OneSided(start, operator, self.operand())

    def _square(self) -> Node:
        start = self.offset()
        self.at += 1
        if self.accept("]"):
            return ListOf(start, [])
        first = self.list_item()
        if self.texts[self.at] == "..":
            return self._range(start, first, low_included=True)
        items = [first]
        while self.accept(","):
            items.append(self.list_item())
        self.expect("]", ",")
        return ListOf(start, items)

    def list_item(self) -> Node:
        """An expression, or a one-sided range as `in` tests have them."""
        return self.one_sided() if self.texts[self.at] in COMPARISONS else self.expression()

    def _outward(self) -> Node:
        start = self.offset()
        self.at += 1
        return self._range(start, self.operand(), low_included=False)

    def _range(self, start: int, low: Node, *, low_included: bool) -> Node:
        """From the dots on."""
        self.expect("..")
        outer, self.in_range_end = self.in_range_end, True
        high = self.operand()
        self.in_range_end = outer
        closing = self.texts[self.at]
        if closing not in _RANGE_ENDS:
            self.refuse("`]` or `)` or `[` at the end of the range")
        self.at += 1
        return RangeOf(start, low, high, low_included, _RANGE_ENDS[closing])

    # -- contexts and functions -----------------------------------------------------------------

    def _context(self) -> Node:
        start = self.offset()
        self.at += 1
        frame = NameSet()
        self.frames.append(frame)
        entries: list[tuple[str, Node]] = []
        while not self.accept("}"):
            if entries:
                self.expect(",", "}")
            key = self._key()
            self.expect(":")
            entries.append((key, self.expression()))
            frame.add(key)
            self.members.add(key)
        self.frames.pop()
        return ContextOf(start, entries)

    def _key(self) -> str:
        if self.kinds[self.at] == "string":
            self.at += 1
            return unquote(self.texts[self.at - 1])
        return self.name_until(_KEY_STOPS, "a key or `}`")

    def _function(self, start: int) -> Node:
        self.at += 2
        parameters: list[tuple[str, TypeNode | None]] = []
        while not self.accept(")"):
            if parameters:
                self.expect(",", ")")
            name = self.name_until(_PARAMETER_STOPS, "a parameter's name or `)`")
            parameters.append((name, self.type() if self.accept(":") else None))
        if self.accept("external"):
            self.expression()
            return FunctionOf(start, parameters, None)
        self.frames.append(NameSet(name for name, _ in parameters))
        body = self.expression()
        self.frames.pop()
        return FunctionOf(start, parameters, body)

    _BRACKETS: ClassVar[dict[str, Callable[[PrimaryParser], Node]]] = {
        "(": _parenthesis,
        "[": _square,
        "]": _outward,
        "{": _context,
    }
