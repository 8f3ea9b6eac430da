"""Decision tables to code (DMN 1.5, chapter 8 and section 10.3.2.10)."""

from collections.abc import Sequence
from typing import Any

from service.dmn import elements as e
from service.dmn.compilation import Code, Compilation, broken
from service.dmn.evaluation import InputValue, MatchedRule, OutputValue
from service.dmn.hit_policies import POLICIES, Outputs, Row
from service.dmn.session import Scope, Session, TableRecord
from service.dmn.table_checks import check_inputs, check_outputs
from service.dmn.table_columns import InputColumn, compile_input, compile_priorities, default_code

Names = frozenset[str]


class CompiledTable:
    """A decision table ready to run."""

    def __init__(self, table: e.DecisionTable, names: Names, to: Compilation) -> None:
        self._table = table
        # a rule of the wrong width was reported when read; it never matches
        width = (len(table.inputs), len(table.outputs))
        self._rules = [each for each in table.rules if (len(each.inputs), len(each.outputs)) == width]
        self._numbers = [at for at, each in enumerate(table.rules) if (len(each.inputs), len(each.outputs)) == width]
        self._columns = [
            compile_input(clause, [rule.inputs[at] for rule in self._rules], names, to)
            for at, clause in enumerate(table.inputs)
        ]
        self._entries = [[_entry(cell, names, to) for cell in rule.outputs] for rule in self._rules]
        self._default = default_code(table, names, to)
        self._outputs = Outputs(
            table, [each.name or "" for each in table.outputs], compile_priorities(table, names, to)
        )
        check_inputs(table, self._rules, [column.constants for column in self._columns], to.file.findings)
        check_outputs(table, self._rules, to)
        self._all = (1 << len(self._rules)) - 1
        self._policy = POLICIES[table.hit_policy]

    def evaluate(self, scope: Scope, session: Session) -> Any:
        """The table's result for the variables in scope."""
        values = [column.value(scope, session) for column in self._columns]
        matched = self._matched(values, scope, session)
        if self._table.hit_policy == "FIRST":
            del matched[1:]
        rows = [[code(scope, session) for code in self._entries[rule]] for rule in matched]
        if session.record.wants(self._table):
            self._note(values, matched, rows, session.record)
        if not matched:
            return self._default(scope, session)
        return self._policy(self._outputs, rows, [self._numbers[rule] for rule in matched], session)

    def _matched(self, values: Sequence[Any], scope: Scope, session: Session) -> list[int]:
        """The rules whose every cell matches, in the order of the table."""
        possible = self._all
        unsure: list[tuple[int, InputColumn, Any]] = []
        for column, value in zip(self._columns, values, strict=True):
            some, tested = column.index.candidates(value)
            possible &= some
            if not possible:
                return []
            if tested:
                unsure.append((tested, column, value))
        matched = []
        while possible:
            bit = possible & -possible
            possible ^= bit
            rule = bit.bit_length() - 1
            if all(column.accepts(rule, value, scope, session) for tested, column, value in unsure if tested & bit):
                matched.append(rule)
        return matched

    def _note(self, values: Sequence[Any], matched: list[int], rows: Sequence[Row], record: TableRecord) -> None:
        if record.logic is self._table:
            record.inputs = [
                InputValue(column.clause.id, column.name, value)
                for column, value in zip(self._columns, values, strict=True)
            ]
        record.rules += [
            MatchedRule(
                self._numbers[rule] + 1,
                self._rules[rule].id,
                [
                    OutputValue(clause.id, clause.name or clause.label or record.name, value)
                    for clause, value in zip(self._table.outputs, row, strict=True)
                ],
                self._rules[rule].annotations,
                self._table.id,
            )
            for rule, row in zip(matched, rows, strict=True)
        ]


def _entry(cell: e.LiteralExpression, names: Names, to: Compilation) -> Code:
    """An output entry; an empty one, or the dash that some modelers write, is null."""
    if cell.text.strip() in ("", "-"):
        return lambda scope, session: None  # noqa: ARG005 - a Code
    return to.literal(cell, names)


def compile_table(element: e.DecisionTable, names: Names, to: Compilation) -> Code:
    """Code for a decision table."""
    if not element.outputs:
        return broken(element, "The decision table has no output column.")
    return CompiledTable(element, names, to).evaluate
