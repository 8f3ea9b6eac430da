"""What a table's constants give away before it runs."""

import pytest


def _warnings(build, table, rule, *, types=""):
    model = build.read(types + build.decision("D", table))
    assert not [each for each in model.problems if each.severity == "error"]
    return [each.message for each in model.problems if each.rule == rule]


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        (["1"], ["1.0"], True),
        (["1"], ["2"], False),
        (["< 5"], [">= 5"], False),
        (["<= 5"], [">= 5"], True),
        (["< 6"], ["> 5"], True),
        (["[1..5)"], ["[5..9]"], False),
        (["-"], ['"a"'], True),
        (['"a", "b"'], ['"b", "c"'], True),
        (['not("a")'], ['"a"'], False),
        (['not("a")'], ['not("b")'], True),
        (["true"], ["false"], False),
        (["true"], ["not(false)"], True),
        (['< @"2026-05-02"'], ['> @"2026-05-01"'], False),  # no day between
        (['< @"2026-05-03"'], ['> @"2026-05-01"'], True),
        (["1"], ['"1"'], False),
        (["? > 1"], ["? > 0"], False),  # not certain
        (["? > 1"], ["-"], True),
        (["1", "1"], ["1", "2"], False),
        (["1", "-"], ["1", "2"], True),
    ],
)
def test_overlap_under_unique(build, first, second, overlap):
    rules = [[*first, '"x"'], [*second, '"y"']]
    columns = [f"c{at}" for at in range(len(first))]
    found = _warnings(build, build.table(columns, ["o"], rules), "overlap")
    assert bool(found) is overlap
    assert not _warnings(build, build.table(columns, ["o"], rules, policy="FIRST"), "overlap")
    if overlap:
        assert "rules 1 and 2 can match the same inputs" in found[0]


def test_declared_values_narrow_what_can_overlap(build):
    table = build.table(["c"], ["o"], [['not("a")', "1"], ['not("b")', "2"]])
    declared = table.replace("</inputExpression>", '</inputExpression><inputValues><text>"a", "b"</text></inputValues>')
    assert _warnings(build, table, "overlap")
    assert not _warnings(build, declared, "overlap")
    types = (
        '<itemDefinition name="tC"><typeRef>string</typeRef><allowedValues><text>"a", "b"</text></allowedValues>'
        "</itemDefinition>"
    )
    typed = table.replace("<inputExpression>", '<inputExpression typeRef="tC">')
    assert not _warnings(build, typed, "overlap", types=types)


@pytest.mark.parametrize(("cell", "dead"), [('"yuong"', True), ('"young"', False), ('not("old")', False), ("-", False)])
def test_cells_outside_the_input_values(build, cell, dead):
    table = build.table(["c"], ["o"], [[cell, "1"]]).replace(
        "</inputExpression>", '</inputExpression><inputValues><text>"young", "old"</text></inputValues>'
    )
    found = _warnings(build, table, "dead-cell")
    assert bool(found) is dead
    assert not dead or 'Expected one of the input values "young", "old" under c' in found[0]


def test_a_range_from_high_to_low_is_dead(build):
    assert _warnings(build, build.table(["c"], ["o"], [["[9..1]", "1"]]), "dead-cell")


def test_outputs_outside_the_output_values_or_type(build):
    rules = [["1", '"high"'], ["2", '"hihg"'], ["3", "null"], ["4", "c"]]
    table = build.table(["c"], ["o"], rules, values=['"high", "low"'])
    (found,) = _warnings(build, table, "output-value")
    assert '"hihg"' in found
    typed = build.table(["c"], ["o"], rules).replace('name="o"', 'name="o" typeRef="number"')
    assert len(_warnings(build, typed, "output-type")) == 2


def test_no_more_than_twenty_overlaps_are_told(build):
    table = build.table(["c"], ["o"], [["-", "1"]] * 30)
    assert len(_warnings(build, table, "overlap")) == 20
