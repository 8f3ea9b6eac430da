"""Reads boxed expressions (DMN 1.5, section 10.2.2) from XML."""

from collections.abc import Callable, Sequence

from service.dmn import elements as e
from service.dmn.document import Node, attribute, child, children, enclosing_id, line_of, local_name
from service.dmn.findings import Findings
from service.dmn.read_table import read_table
from service.dmn.read_text import read_item, read_literal, read_type_ref

MAX_NESTING = 40


class ExpressionReader:
    """Reads expressions of one file; what is wrong goes to `findings`."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._depth = 0

    def only_child(self, node: Node | None) -> e.ExpressionElement | None:
        """The one expression among an element's children; None if there is none."""
        if node is None:
            return None
        found = [each for each in children(node) if local_name(each) in _READERS]
        if len(found) > 1:
            self._findings.error(
                "one-expression",
                found[1],
                f"Expected one expression in <{local_name(node)}>, but there are {len(found)}.",
                "Keep one of them.",
            )
        return self.read(found[0]) if found else None

    def read(self, node: Node) -> e.ExpressionElement | None:
        """The expression that an element is."""
        if self._depth >= MAX_NESTING:
            self._findings.error(
                "nesting",
                node,
                f"Expected at most {MAX_NESTING} boxed expressions inside each other, but there are more.",
                "Move the inner part into a decision of its own.",
            )
            return None
        self._depth += 1
        try:
            return _READERS[local_name(node)](self, node)
        finally:
            self._depth -= 1

    def function(self, node: Node) -> e.BoxedFunction:
        """A function definition, also as the encapsulated logic of a business knowledge model."""
        return e.BoxedFunction(
            id=enclosing_id(node),
            line=line_of(node),
            type_ref=read_type_ref(node),
            kind=attribute(node, "kind") or "FEEL",
            parameters=[read_item(each) for each in children(node, "formalParameter")],
            body=self.only_child(node),
        )

    def literal(self, node: Node) -> e.LiteralExpression:
        """Text in an expression language."""
        return read_literal(node)

    def table(self, node: Node) -> e.DecisionTable:
        """A decision table."""
        return read_table(node, self._findings)

    def context(self, node: Node) -> e.BoxedContext:
        """A boxed context."""
        return e.BoxedContext(
            id=enclosing_id(node),
            line=line_of(node),
            type_ref=read_type_ref(node),
            entries=[self._entry(each) for each in children(node, "contextEntry")],
        )

    def _entry(self, node: Node) -> e.ContextEntry:
        variable = child(node, "variable")
        return e.ContextEntry(
            id=enclosing_id(node),
            line=line_of(node),
            variable=read_item(variable) if variable is not None and attribute(variable, "name") else None,
            value=self._wanted(node),
        )

    def _wanted(self, node: Node) -> e.ExpressionElement | None:
        expression = self.only_child(node)
        if expression is None:
            self._findings.error(
                "expression-missing",
                node,
                f"Expected an expression in <{local_name(node)}>, but there is none.",
                "Fill in the cell, or write null.",
            )
        return expression

    def invocation(self, node: Node) -> e.BoxedInvocation:
        """A boxed invocation."""
        return e.BoxedInvocation(
            id=enclosing_id(node),
            line=line_of(node),
            type_ref=read_type_ref(node),
            function=self._wanted(node),
            bindings=[self._binding(each) for each in children(node, "binding")],
        )

    def _binding(self, node: Node) -> e.Binding:
        parameter = child(node, "parameter")
        return e.Binding(
            id=enclosing_id(node),
            line=line_of(node),
            parameter=read_item(parameter if parameter is not None else node),
            value=self.only_child(node),
        )

    def list(self, node: Node) -> e.BoxedList:
        """A boxed list."""
        return e.BoxedList(
            id=enclosing_id(node), line=line_of(node), type_ref=read_type_ref(node), items=self._all(node)
        )

    def _all(self, node: Node) -> Sequence[e.ExpressionElement | None]:
        return [self.read(each) for each in children(node) if local_name(each) in _READERS]

    def relation(self, node: Node) -> e.Relation:
        """A relation; rows keep their order and every row its cells."""
        columns = [read_item(each) for each in children(node, "column")]
        rows = []
        for row in children(node, "row"):
            cells = self._all(row)
            if len(cells) != len(columns):
                self._findings.error(
                    "row-width",
                    row,
                    f"Expected {len(columns)} cells, one a column, but the row has {len(cells)}.",
                    "Add or remove cells.",
                )
            rows.append(cells)
        return e.Relation(
            id=enclosing_id(node),
            line=line_of(node),
            type_ref=read_type_ref(node),
            columns=columns,
            rows=rows,
        )

    def conditional(self, node: Node) -> e.BoxedConditional:
        """A boxed conditional."""
        return e.BoxedConditional(
            id=enclosing_id(node),
            line=line_of(node),
            type_ref=read_type_ref(node),
            condition=self._part(node, "if"),
            then=self._part(node, "then"),
            otherwise=self._part(node, "else"),
        )

    def _part(self, node: Node, name: str) -> e.ExpressionElement | None:
        part = child(node, name)
        if part is not None:
            return self._wanted(part)
        self._findings.error(
            "part-missing",
            node,
            f"Expected <{name}> in <{local_name(node)}>, but there is none.",
            f"Add the {name} part.",
        )
        return None

    def filter(self, node: Node) -> e.BoxedFilter:
        """A boxed filter."""
        return e.BoxedFilter(
            id=enclosing_id(node),
            line=line_of(node),
            type_ref=read_type_ref(node),
            source=self._part(node, "in"),
            match=self._part(node, "match"),
        )

    def loop(self, node: Node) -> e.BoxedFor:
        """A boxed for."""
        return e.BoxedFor(
            id=enclosing_id(node),
            line=line_of(node),
            type_ref=read_type_ref(node),
            variable=self._iterator(node),
            source=self._part(node, "in"),
            result=self._part(node, "return"),
        )

    def quantified(self, node: Node) -> e.BoxedQuantified:
        """A boxed some or every."""
        return e.BoxedQuantified(
            id=enclosing_id(node),
            line=line_of(node),
            type_ref=read_type_ref(node),
            quantifier="some" if local_name(node) == "some" else "every",
            variable=self._iterator(node),
            source=self._part(node, "in"),
            satisfies=self._part(node, "satisfies"),
        )

    def _iterator(self, node: Node) -> str:
        name = attribute(node, "iteratorVariable")
        if name is None:
            self._findings.error(
                "iterator-name",
                node,
                f"Expected an iteratorVariable on <{local_name(node)}>, but there is none.",
                "Name the variable that stands for each item.",
            )
        return name or ""


_READERS: dict[str, Callable[[ExpressionReader, Node], e.ExpressionElement | None]] = {
    "literalExpression": ExpressionReader.literal,
    "decisionTable": ExpressionReader.table,
    "context": ExpressionReader.context,
    "invocation": ExpressionReader.invocation,
    "list": ExpressionReader.list,
    "relation": ExpressionReader.relation,
    "functionDefinition": ExpressionReader.function,
    "conditional": ExpressionReader.conditional,
    "filter": ExpressionReader.filter,
    "for": ExpressionReader.loop,
    "some": ExpressionReader.quantified,
    "every": ExpressionReader.quantified,
}
