"""Operators, `if`, `for`, `some`, `every` and unary tests (DMN 1.5, 10.3.1.2)."""

from __future__ import annotations

from decimal import Decimal

from service.feel.errors import ParseError
from service.feel.names import KEYWORDS, NameSet
from service.feel.nodes import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    Filter,
    For,
    If,
    In,
    InstanceOf,
    Iterator,
    Literal,
    Logical,
    Negation,
    Node,
    Path,
    Quantified,
    Tests,
)
from service.feel.parse_primaries import COMPARISONS, PrimaryParser

_IN = frozenset({"in"})
_NO_ARGUMENT_NAME = frozenset('"(){}[],')
# how tightly they bind
_LEVELS = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 3}
_AFTER_PARENTHESIS = frozenset({"+", "-", "*", "/", "**", ".", "[", "("})


class Parser(PrimaryParser):
    """Reads a whole text."""

    def whole_expression(self) -> Node:
        """The text as one expression."""
        node = self.expression()
        self._end()
        return node

    def whole_tests(self) -> Tests:
        """The text as unary tests, as a decision table's cell has them."""
        start = self.offset()
        if self.texts[self.at] == "" or (self.texts[self.at] == "-" and self.texts[self.at + 1] == ""):
            return Tests(start, [], negated=False)
        if self.texts[self.at] == "not" and self.texts[self.at + 1] == "(":
            mark = self.mark()
            try:
                self.at += 2
                tests = self._test_list()
                self.expect(")")
                self._end()
            except ParseError:
                self.retry_from(mark)
            else:
                return Tests(start, tests, negated=True)
        tests = self._test_list()
        self._end()
        return Tests(start, tests, negated=False)

    def _end(self) -> None:
        if self.kinds[self.at] != "end":
            self.refuse("an operator or the end of the text")

    # -- keywords -------------------------------------------------------------------------------

    def expression(self) -> Node:
        """Any expression."""
        self.nest()
        word = self.texts[self.at]
        if word == "if":
            node: Node = self._if()
        elif word == "for":
            node = self._for()
        elif word in {"some", "every"}:
            node = self._quantified(word)
        else:
            node = self._disjunction()
        self.depth -= 1
        return node

    def _if(self) -> If:
        start = self.offset()
        self.at += 1
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return If(start, condition, then, self.expression())

    def _for(self) -> For:
        start = self.offset()
        iterators = self._iterators(NameSet(("partial",)))
        self.expect("return")
        body = self.expression()
        self.frames.pop()
        return For(start, iterators, body)

    def _quantified(self, word: str) -> Quantified:
        start = self.offset()
        iterators = self._iterators(NameSet())
        self.expect("satisfies")
        body = self.expression()
        self.frames.pop()
        return Quantified(start, word, iterators, body)

    def _iterators(self, frame: NameSet) -> list[Iterator]:
        """The iterators after a keyword. Leaves their frame in scope."""
        self.at += 1
        self.frames.append(frame)
        iterators: list[Iterator] = []
        while not iterators or self.accept(","):
            name = self.name_until(_IN, "a name and `in`")
            self.expect("in")
            domain = self.expression()
            end = self.expression() if self.accept("..") else None
            iterators.append(Iterator(name, domain, end))
            frame.add(name)
        return iterators

    # -- operators ------------------------------------------------------------------------------

    def _disjunction(self) -> Node:
        start = self.offset()
        operands = [self._conjunction()]
        while self.accept("or"):
            operands.append(self._conjunction())
        return operands[0] if len(operands) == 1 else Logical(start, "or", operands)

    def _conjunction(self) -> Node:
        start = self.offset()
        operands = [self._comparison()]
        while self.accept("and"):
            operands.append(self._comparison())
        return operands[0] if len(operands) == 1 else Logical(start, "and", operands)

    def _comparison(self) -> Node:
        start = self.offset()
        node = self.operand()
        while True:
            operator = self.texts[self.at]
            if operator in COMPARISONS:
                self.at += 1
                node = Comparison(start, operator, node, self.operand())
            elif operator == "between":
                self.at += 1
                low = self.operand()
                self.expect("and")
                node = Between(start, node, low, self.operand())
            elif operator == "in":
                self.at += 1
                node = In(start, node, self._in_tests())
            elif operator == "instance" and self.texts[self.at + 1] == "of":
                self.at += 2
                node = InstanceOf(start, node, self.type())
            else:
                return node

    def _in_tests(self) -> list[Node]:
        """`(test, test)`, or one test, which may itself start with a parenthesis."""
        if self.texts[self.at] == "(":
            mark = self.mark()
            try:
                self.at += 1
                tests = self._test_list()
                self.expect(")")
            except ParseError:
                self.retry_from(mark)
            else:
                if self.texts[self.at] not in _AFTER_PARENTHESIS:
                    return tests
                self.retry_from(mark)
        return [self.one_sided() if self.texts[self.at] in COMPARISONS else self.operand()]

    def _test_list(self) -> list[Node]:
        outer, self.in_range_end = self.in_range_end, False
        tests = [self.list_item()]
        while self.accept(","):
            tests.append(self.list_item())
        self.in_range_end = outer
        return tests

    def operand(self) -> Node:
        """An expression of arithmetic operators only."""
        self.nest()
        node = self._arithmetic(self.offset(), self._negation(), 1)
        self.depth -= 1
        return node

    def _arithmetic(self, start: int, first: Node, lowest: int) -> Node:
        """What follows a first operand, of operators that bind at least that tightly."""
        level = _LEVELS.get(self.texts[self.at], 0)
        while level >= lowest:
            rest: list[tuple[str, Node]] = []
            while _LEVELS.get(self.texts[self.at]) == level:
                operator = self.texts[self.at]
                self.at += 1
                rest.append((operator, self._arithmetic(self.offset(), self._negation(), level + 1)))
            first = Arithmetic(start, first, rest)
            level = _LEVELS.get(self.texts[self.at], 0)
        return first

    def _negation(self) -> Node:
        signs: list[int] = []
        while self.texts[self.at] == "-":
            signs.append(self.offset())
            self.at += 1
        node = self._postfix()
        for start in reversed(signs):
            node = _negated(start, node)
        return node

    # -- calls, filters, paths ------------------------------------------------------------------

    def _postfix(self) -> Node:
        start = self.offset()
        node = self.primary()
        while True:
            symbol = self.texts[self.at]
            if symbol == "(":
                node = self._call(start, node)
            elif symbol == "[":
                filtered = self._filter_or_range_end(start, node)
                if filtered is None:
                    return node
                node = filtered
            elif symbol == ".":
                self.at += 1
                node = Path(start, node, self._member())
            else:
                return node

    def _member(self) -> str:
        known = self.members.match(self.texts, self.at)
        if known:
            self.at += known[0]
            return known[1]
        if self.texts[self.at] in KEYWORDS:  # after a dot it cannot be one
            self.at += 1
            return self.texts[self.at - 1]
        return self.undeclared_name()

    def _filter_or_range_end(self, start: int, target: Node) -> Filter | None:
        """At the end of a range "[" opens a filter if one can be read, or else closes the range."""
        if not self.in_range_end:
            return self._filter(start, target)
        mark = self.mark()
        try:
            return self._filter(start, target)
        except ParseError:
            self.retry_from(mark)
            return None

    def _filter(self, start: int, target: Node) -> Filter:
        self.at += 1
        outer, self.in_range_end = self.in_range_end, False
        # an element's members are variables inside; which it has is not known, so any of them may be
        self.frames += [self.members, NameSet(("item",))]
        condition = self.expression()
        del self.frames[-2:]
        self.in_range_end = outer
        self.expect("]")
        return Filter(start, target, condition)

    def _call(self, start: int, function: Node) -> Call:
        outer, self.in_range_end = self.in_range_end, False
        self.at += 1
        names: list[str] = []
        arguments: list[Node] = []
        while not self.accept(")"):
            if arguments:
                self.expect(",", ")")
            name = self._argument_name()
            if name is not None:
                names.append(name)
            elif names:
                self.refuse("a named argument, as the ones before it")
            arguments.append(self.list_item())
            if names and len(names) != len(arguments):
                self.refuse("positional arguments, as the ones before it")
        self.in_range_end = outer
        return Call(start, function, arguments, names or None)

    def _argument_name(self) -> str | None:
        """Step over `name:` if that is what comes."""
        after = self.at
        while self.texts[after] not in _NO_ARGUMENT_NAME and self.kinds[after] not in {"string", "end"}:
            if self.texts[after] == ":":
                name = self.name_until(frozenset({":"}), "an argument's name")
                self.at += 1
                return name
            after += 1
        return None


def _negated(start: int, node: Node) -> Node:
    """A negative number is a constant, so that comparisons and filters can see it."""
    if isinstance(node, Literal) and type(node.value) is Decimal:
        return Literal(start, node.value.copy_negate() if node.value else node.value)
    return Negation(start, node)
