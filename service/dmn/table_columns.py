"""The columns of a decision table: what an input is and which cells it matches, what outputs may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from service import feel
from service.dmn import elements as e
from service.dmn.column_index import ColumnIndex
from service.dmn.compilation import Code, Compilation, broken
from service.dmn.constant_tests import ConstantCell, constant_cell
from service.dmn.inputs import PYTHON_TYPES
from service.dmn.session import Scope, Session
from service.dmn.table_checks import ColumnCells

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class InputColumn:
    """An input column: its expression, its cells, and the index over them."""

    clause: e.InputClause
    name: str
    code: Code
    declared: feel.Type
    python_type: type | None
    cells: Sequence[feel.UnaryTests | None]
    values: feel.UnaryTests | None
    index: ColumnIndex
    constants: ColumnCells

    def value(self, scope: Scope, session: Session) -> Any:
        """The input: converted to the column's type; a value that does not conform stays as it is."""
        value = self.code(scope, session)
        if value is None:
            return None
        if self.declared is not feel.ANY and type(value) is not self.python_type:
            converted = self.declared.coerce(value, session)
            if converted is feel.MISSING:
                message = f"Expected {self.declared} as input {self.name}, but it is a {feel.kind_of(value)}."
                session.warn("input", self.clause, message)
            else:
                value = converted
        if self.values is not None and self.values.evaluate(value, scope, run=session) is False:
            session.warn("values", self.clause, f"Expected one of the input values of {self.name}, but it is another.")
        return value

    def accepts(self, rule: int, value: Any, scope: Scope, session: Session) -> bool:
        """Whether the rule's cell matches; a cell that fails does not."""
        cell = self.cells[rule]
        if cell is None:
            return False
        answer = cell.evaluate(value, scope, run=session)
        if session.diagnostics:
            session.place(self.clause)
        return answer is True


def compile_input(
    clause: e.InputClause, cells: Sequence[e.UnaryTestsElement], names: Names, to: Compilation
) -> InputColumn:
    """An input column with its cells, one a rule."""
    name = clause.label or clause.expression.text.strip()
    type_ = to.type(clause.expression, clause.expression.type_ref)
    if clause.expression.text.strip():
        code = to.literal(clause.expression, names)
    else:
        to.file.findings.error(
            "input-expression",
            clause,
            "Expected an expression above the input column, but there is none.",
            "Write what the column looks at.",
        )
        code = broken(clause, "The input column has no expression.")
    values = to.unary_tests(clause.values, names) if clause.values and clause.values.text.strip() else None
    compiled = [to.unary_tests(cell, names, boolean_input=type_ is feel.BUILT_IN["boolean"]) for cell in cells]
    constants = ColumnCells(
        clause=clause,
        # a cell that is no FEEL was reported, and accepts nothing
        constants=[
            constant_cell(tests.tree, names) if tests is not None else ConstantCell({}, negated=False)
            for tests in compiled
        ],
        always=[tests is not None and not tests.tree.tests and not tests.tree.negated for tests in compiled],
        declared=_declared(clause, to),
    )
    return InputColumn(
        clause=clause,
        name=name,
        code=code,
        declared=type_,
        python_type=PYTHON_TYPES.get(type_),
        cells=compiled,
        values=values,
        index=ColumnIndex(constants.constants, constants.always),
        constants=constants,
    )


def _declared(clause: e.InputClause, to: Compilation) -> ConstantCell | None:
    """The values that a column can have: its own, else its type's; None if they are unknown or computed."""
    element = clause.values
    if element is None or not element.text.strip():
        definition = to.file.item_definition(clause.expression.type_ref)
        element = definition.allowed_values if definition is not None and not definition.is_collection else None
    tests = to.unary_tests(element, ()) if element is not None and element.text.strip() else None
    cell = constant_cell(tests.tree, frozenset()) if tests is not None else None
    return cell if cell is not None and cell.intervals else None


def default_code(table: e.DecisionTable, names: Names, to: Compilation) -> Code:
    """What the table yields when no rule matches: the default output, or null if there is none."""
    codes = [
        (clause.name or "", to.literal(clause.default, names))
        for clause in table.outputs
        if clause.default is not None and clause.default.text.strip()
    ]
    if not codes:
        return lambda scope, session: None  # noqa: ARG005 - a Code
    if len(table.outputs) == 1:
        return codes[0][1]
    return lambda scope, session: {name: code(scope, session) for name, code in codes}


def compile_priorities(table: e.DecisionTable, names: Names, to: Compilation) -> list[list[Any]]:
    """For each output column its values, the highest priority first; read as FEEL, not split at commas."""
    priorities: list[list[Any]] = []
    for clause in table.outputs:
        values = clause.values if clause.values and clause.values.text.strip() else _allowed(table, clause, to)
        if values is None:
            priorities.append([])
            continue
        code = to.literal(
            e.LiteralExpression(id=values.id, line=values.line, text=f"[{values.text}]", language=values.language),
            names,
        )
        priorities.append(code({}, Session()) or [])
    return priorities


def _allowed(table: e.DecisionTable, clause: e.OutputClause, to: Compilation) -> e.UnaryTestsElement | None:
    """The allowed values of the column's type, which may only be known from the table's."""
    definition = to.file.item_definition(clause.type_ref)
    if definition is None:
        definition = to.file.item_definition(table.type_ref)
        if definition is not None and definition.components:
            definition = next((each for each in definition.components if each.name == clause.name), None)
    return definition.allowed_values if definition is not None else None
