"""Cells, columns, and the index that spares testing every rule."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import dmn, feel
from service.dmn.column_index import ColumnIndex
from service.dmn.constant_tests import constant_cell

DATE = feel.compile('date("2026-05-01")').evaluate({})


@pytest.mark.parametrize(
    ("cell", "value", "matches"),
    [
        ("-", None, True),
        ("", 5, True),
        ("null", None, True),
        ("null", 5, False),
        ("5", 5, True),
        ("5", Decimal("5.00"), True),
        ("5", "5", False),
        ("5, 7", 7, True),
        ("not(5, 7)", 6, True),
        ("not(5, 7)", 7, False),
        ("not(5)", "text", False),  # 5 = "text" is null, which is not false
        ("not(5)", None, True),
        ("not(null)", 5, True),
        ("< 5", 4, True),
        ("< 5", None, False),
        (">= 5", 5, True),
        ("!= 5", 6, True),
        ("[1..5]", 5, True),
        ("[1..5)", 5, False),
        ("]1..5]", 1, False),
        ("(1..5]", 1, False),
        ("[5..1]", 3, False),
        ('"a", "b"', "b", True),
        ('["a".."c"]', "bb", True),
        ("[1, 2, 3]", 2, True),
        ("[1, 2, 3]", [1, 2, 3], True),
        ('@"2026-05-01"', DATE, True),
        ('< date("2026-06-01")', DATE, True),
        ('[date("2026-05-02")..date("2026-05-03")]', DATE, False),
        ("true", True, True),
        ("false", True, False),
        ("not(true)", False, True),
        ("true", "anything", True),  # no boolean column: an expression that is true
        ("? > 3 and ? < 6", 5, True),
        ("? > 3 and ? < 6", 7, False),
        ("odd(?)", 5, True),
        ("even", 4, True),  # a function of one parameter is called
        ("limit", 10, True),
        ("< limit", 9, True),
        ("[limit..limit + 1]", 11, True),
        ("bands", 2, True),
    ],
)
def test_cell(build, cell, value, matches):
    table = build.table(["x"], ["hit"], [[cell, "true"]], defaults=["false"])
    model = build.read(
        "".join(map(build.input_data, ("x", "limit", "bands")))
        + build.decision("D", table, requires=["input:x", "input:limit", "input:bands"])
    )
    assert not [each for each in model.problems if each.severity == "error"]
    evaluation = model.evaluate("D", {"x": value, "limit": 10, "bands": [1, 2]})
    assert evaluation.result is matches


@pytest.mark.parametrize(("flag", "expected"), [(True, "same"), (False, "other"), (None, "other")])
def test_a_boolean_column_compares(build, flag, expected):
    table = build.table(["flag"], ["o"], [["wanted", '"same"'], ["not(wanted)", '"other"']], input_types=["boolean"])
    model = build.read(
        build.input_data("flag") + build.input_data("wanted")
        + build.decision("D", table, requires=["input:flag", "input:wanted"])
    )  # fmt: skip
    assert model.evaluate("D", {"flag": flag, "wanted": True}).result == expected
    assert model.evaluate("D", {"flag": flag, "wanted": True}).failure is None


def test_a_failing_cell_is_no_match(build, decide):
    table = build.table(["x"], ["o"], [["1 / 0", "1"], ["-", "2"]], policy="FIRST")
    evaluation = decide(table, x=1)
    assert evaluation.result == Decimal(2)
    assert any(each.kind == "value" for each in evaluation.warnings)


def test_every_column_must_match(build, decide):
    table = build.table(["x", "y"], ["o"], [["> 1", "> 1", '"both"'], ["> 1", "<= 1", '"one"']])
    assert decide(table, x=2, y=2).result == "both"
    assert decide(table, x=2, y=1).result == "one"
    assert decide(table, x=1, y=1).result is None


def test_a_table_without_inputs_matches_always(build, decide):
    assert decide(build.table([], ["o"], [["1"], ["2"]], policy="COLLECT")).result == [Decimal(1), Decimal(2)]


def test_an_empty_output_entry_is_null(build, decide):
    assert decide(build.table(["x"], ["a", "b"], [["-", "", "x + 1"]]), x=1).result == {"a": None, "b": Decimal(2)}


def test_input_expressions_and_outputs_compute(build, decide):
    table = build.table(["x * 2"], ["o"], [["> 10", "x + 100"], ["<= 10", "string(x)"]])
    assert decide(table, x=6).result == Decimal(106)
    assert decide(table, x=2).result == "2"


def test_an_input_of_another_type_is_noted_and_kept(build):
    table = build.table(["x"], ["o"], [['"7"', '"text"']], input_types=["number"])
    model = build.read(build.input_data("x") + build.decision("D", table, requires=["input:x"]))
    evaluation = model.evaluate("D", {"x": "7"})
    assert evaluation.result == "text"
    assert [(each.kind, each.element_id) for each in evaluation.warnings] == [("input", "in1")]


def test_an_input_outside_the_input_values_is_noted(build):
    table = build.table(["x"], ["o"], [["-", "1"]]).replace(
        "</inputExpression>", '</inputExpression><inputValues><text>"a", "b"</text></inputValues>'
    )
    model = build.read(build.input_data("x") + build.decision("D", table, requires=["input:x"]))
    assert [each.kind for each in model.evaluate("D", {"x": "c"}).warnings] == ["values"]
    assert not model.evaluate("D", {"x": "b"}).warnings


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<output id="o"/><rule id="r"><outputEntry><text>1</text></outputEntry></rule>', "rule-width"),
        ('<rule id="r"><inputEntry><text>-</text></inputEntry></rule>', "table-outputs"),
        ('<output id="o"/><output id="p" name="b"/>', "output-name"),
        ('<output id="o" name="b"/><output id="p" name="b"/>', "output-name"),
    ],
)
def test_malformed_tables_are_reported(build, body, rule):
    inputs = '<input id="i"><inputExpression><text>1</text></inputExpression></input>'
    model = build.read(build.decision("D", f'<decisionTable id="t">{inputs}{body}</decisionTable>'))
    assert rule in [each.rule for each in model.problems]
    assert model.evaluate("D", {}).result is None


def test_an_input_column_without_expression_is_reported(build):
    model = build.read(build.decision("D", build.table([""], ["o"], [["-", "1"]])))
    assert [(each.rule, each.element_id) for each in model.problems] == [("input-expression", "in1")]


def test_a_cell_that_is_no_feel_is_reported_with_its_line(build):
    table = build.table(["1"], ["o"], [["-", "1"], ["[1..", "2"]]).replace("<rule", "\n<rule")
    model = build.read(build.decision("D", table))
    (problem,) = model.problems
    assert (problem.rule, problem.line, problem.severity) == ("feel", 3, "error")
    assert "[1.." in problem.remedy
    assert model.evaluate("D", {}).result == Decimal(1)


CELLS = [
    "-", "5", "7", "< 5", "<= 5", "> 5", ">= 7", "!= 5", "[3..7]", "(3..7)", "not(5)", "not([3..7])", "5, 7", "null",
    "[7..3]", '"a"', '"a", "b"', '> "a"', 'not("a")', "not(null)", '5, "a"', 'not(5, "a")', "true", "not(false)",
    "[1, 5, 9]", "true, 5", "not(< 3, > 7)", '@"2026-05-01"', '< @"2026-05-02"', '@"P1D"', '>= @"P1M"',
    "5.0", "k", "? > 4",
]  # fmt: skip
VALUES = [None, True, False, "a", "aa", "b", DATE, [Decimal(5)], {"a": Decimal(1)}, *map(Decimal, range(11))] + [
    feel.compile(text).evaluate({}) for text in ('@"P1D"', '@"P2D"', '@"P1M"', '@"10:00:00"', '@"2026-05-01T00:00:00"')
]


@settings(max_examples=300, deadline=None)
@given(
    cells=st.lists(st.sampled_from(CELLS), min_size=1, max_size=12),
    value=st.sampled_from(VALUES),
    boolean=st.booleans(),
)
def test_the_index_never_disagrees_with_the_cells(cells, value, boolean):
    tests = [feel.compile_unary_tests(each, ["k"], boolean_input=boolean) for each in cells]
    index = ColumnIndex(
        [constant_cell(each.tree, frozenset({"k"})) for each in tests],
        [not each.tree.tests for each in tests],
    )
    possible, unsure = index.candidates(value)
    for rule, test in enumerate(tests):
        answer = test.evaluate(value, {"k": Decimal(5)}) is True
        if possible >> rule & 1 and not unsure >> rule & 1:
            assert answer
        elif not possible >> rule & 1:
            assert not answer


def test_a_variable_may_hide_a_function_that_looks_constant():
    tests = feel.compile_unary_tests('date("2026-05-01")', ["date"])
    assert constant_cell(tests.tree, frozenset({"date"})) is None
    assert constant_cell(tests.tree, frozenset()) is not None


def test_five_hundred_rules_find_their_one(build):
    rules = [[f"[{10 * n}..{10 * n + 10})", f'"{n % 7}"', f"{n}"] for n in range(500)]
    table = build.table(["x", "kind"], ["n"], rules)
    model = build.read(
        build.input_data("x")
        + build.input_data("kind")
        + build.decision("D", table, requires=["input:x", "input:kind"])
    )
    for n in (0, 123, 499):
        evaluation = model.evaluate("D", {"x": 10 * n + 5, "kind": str(n % 7)})
        assert evaluation.result == Decimal(n)
        assert [rule.index for rule in evaluation.decisions[0].matched_rules] == [n + 1]
    assert model.evaluate("D", {"x": 15, "kind": "0"}).result is None


def test_the_record_says_what_was_seen_and_matched(build):
    table = build.table(
        ["age", "kind"], ["class", "note"], [["< 18", "-", '"young"', "1"], [">= 18", '"x"', '"old"', "2"]]
    )
    table = table.replace("<rule", '<annotation name="why"/><rule', 1).replace(
        '<rule id="rule2">', '<rule id="rule2"><annotationEntry><text>of age</text></annotationEntry>'
    )
    model = build.read(
        build.input_data("age")
        + build.input_data("kind")
        + build.decision("D", table, requires=["input:age", "input:kind"])
    )
    evaluation = model.evaluate("D", {"age": 30, "kind": "x"})
    (record,) = evaluation.decisions
    assert (record.id, record.name, record.type) == ("D", "D", "DECISION_TABLE")
    assert record.inputs == [
        dmn.InputValue("in1", "age", Decimal(30)),
        dmn.InputValue("in2", "kind", "x"),
    ]
    (rule,) = record.matched_rules
    assert (rule.index, rule.id, rule.annotations) == (2, "rule2", ["of age"])
    assert rule.outputs == [
        dmn.OutputValue("out1", "class", "old"),
        dmn.OutputValue("out2", "note", Decimal(2)),
    ]
    assert record.output == evaluation.result == {"class": "old", "note": Decimal(2)}


def test_a_huge_table_is_refused(build, monkeypatch):
    monkeypatch.setattr("service.dmn.read_table.MAX_RULES", 3)
    model = build.read(build.decision("D", build.table(["1"], ["o"], [["-", "1"]] * 4)))
    assert [each.rule for each in model.problems] == ["table-size"]
    assert model.evaluate("D", {}).result is None
