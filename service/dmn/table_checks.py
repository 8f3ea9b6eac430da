"""What a table's constants give away before it runs: rules that overlap or never match, values misspelt.

Only what is certain is reported: cells with expressions are passed over.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from service import feel
from service.dmn import elements as e
from service.dmn.column_index import Axis, Bits
from service.dmn.compilation import Compilation
from service.dmn.constant_tests import ConstantCell, constant_cell
from service.dmn.findings import Findings
from service.dmn.inputs import PYTHON_TYPES

MAX_CHECKED_RULES = 2_000
MAX_REPORTED = 20


class ColumnCells(NamedTuple):
    """A column's cells as far as they are constant, and the values that the column declares."""

    clause: e.InputClause
    constants: Sequence[ConstantCell | None]
    always: Sequence[bool]
    declared: ConstantCell | None


def check_inputs(
    table: e.DecisionTable, rules: Sequence[e.Rule], columns: Sequence[ColumnCells], findings: Findings
) -> None:
    """Report cells that match nothing, and under UNIQUE rules that can match the same inputs."""
    if not columns or len(rules) > MAX_CHECKED_RULES:
        return
    together = (1 << len(rules)) - 1
    meetings = [together] * len(rules)
    for at, column in enumerate(columns):
        met = _meetings(column)
        for number, rule in enumerate(rules):
            meetings[number] &= met[number]
            cell = column.constants[number]
            if not met[number] and cell is not None and cell.intervals:
                _report_dead(rule.inputs[at], column, findings)
    if table.hit_policy == "UNIQUE":
        _report_overlaps(rules, meetings, findings)


def _meetings(column: ColumnCells) -> list[Bits]:
    """For each rule the rules (itself too) that surely accept some value that it accepts."""
    count = len(column.constants)
    always = sum(1 << at for at, each in enumerate(column.always) if each)
    met = [always | 1 << at if column.constants[at] is None else 0 for at in range(count)]
    for common in _slots(column):
        rest = common & ~(1 << count)
        while rest:
            bit = rest & -rest
            rest ^= bit
            met[bit.bit_length() - 1] |= common
    alive = always | sum(1 << at for at, each in enumerate(met) if each)
    everyone = (1 << count) - 1
    return [alive if column.always[at] else (each | always if each else 0) & everyone for at, each in enumerate(met)]


def _slots(column: ColumnCells) -> set[Bits]:
    """The sets of rules that accept a value in common, over the values that the column can have."""
    count = len(column.constants)
    cells = [(1 << at, cell) for at, cell in enumerate(column.constants) if cell is not None and not column.always[at]]
    if column.declared is not None:
        cells.append((1 << count, column.declared))
    found: set[Bits] = set()
    for kind in {kind for _, cell in cells for kind in cell.intervals}:
        axis = Axis(kind, cells)
        for slot, mask in enumerate(axis.masks):
            if slot % 2 == 0 and _no_value_between(kind, axis.points, slot // 2):
                continue
            if column.declared is None or mask >> count & 1:
                found.add(mask)
    return found


def _no_value_between(kind: type, points: Sequence[Any], at: int) -> bool:
    """Whether the gap before a point is empty: between a day and the next, where no boolean is left."""
    if kind is bool:
        return not (points == [True] and at == 0) and not (points == [False] and at == 1)
    return kind is feel.Date and 0 < at < len(points) and points[at].days - points[at - 1].days == 1


def _report_dead(cell: e.UnaryTestsElement, column: ColumnCells, findings: Findings) -> None:
    name = column.clause.label or column.clause.expression.text.strip()
    if column.declared is not None and column.clause.values is not None:
        wanted = f"one of the input values {column.clause.values.text.strip()}"
    else:
        wanted = "a test that some value passes"
    findings.warning(
        "dead-cell",
        cell,
        f"Expected {wanted} under {name}, but {cell.text.strip()} matches none.",
        "Correct the cell; until then its rule never matches.",
    )


def _report_overlaps(rules: Sequence[e.Rule], meetings: Sequence[Bits], findings: Findings) -> None:
    reported = 0
    for number, rule in enumerate(rules):
        for other in _bits(meetings[number] >> (number + 1)):
            if reported == MAX_REPORTED:
                return
            reported += 1
            findings.warning(
                "overlap",
                rule,
                f"Expected rules that exclude each other under hit policy UNIQUE, but rules {number + 1} and "
                f"{number + other + 2} can match the same inputs.",
                "Change one of them, or choose another hit policy.",
            )


def _bits(mask: Bits) -> Iterator[int]:
    while mask:
        bit = mask & -mask
        mask ^= bit
        yield bit.bit_length() - 1


def check_outputs(table: e.DecisionTable, rules: Sequence[e.Rule], to: Compilation) -> None:
    """Report constant outputs of another type than their column's, or outside its output values."""
    for at, clause in enumerate(table.outputs):
        type_ = to.type(clause, clause.type_ref)
        values = to.unary_tests(clause.values, ()) if clause.values and clause.values.text.strip() else None
        declared = values if values is not None and constant_cell(values.tree, frozenset()) is not None else None
        for rule in rules:
            value = to.constant(rule.outputs[at])
            if value is not None:
                _check_output(rule.outputs[at], clause, value, type_, declared, to.file.findings)


def _check_output(
    cell: e.LiteralExpression,
    clause: e.OutputClause,
    value: Any,
    type_: feel.Type,
    declared: feel.UnaryTests | None,
    findings: Findings,
) -> None:
    if type_ in PYTHON_TYPES and PYTHON_TYPES[type_] is not type(value):
        findings.warning(
            "output-type",
            cell,
            f"Expected {type_} as output {clause.name or clause.label or ''}, but {cell.text.strip()} "
            f"is a {feel.kind_of(value)}.",
            "Correct the cell or the column's type.",
        )
    elif declared is not None and declared.evaluate(value, {}) is False:
        findings.warning(
            "output-value",
            cell,
            f"Expected one of the output values {declared.text.strip()}, but it is {cell.text.strip()}.",
            "Correct the cell, or add the value to the column's.",
        )
