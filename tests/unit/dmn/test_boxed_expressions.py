"""Every boxed expression (DMN 1.5, section 10.2.2 and table 60 ff.)."""

from decimal import Decimal

import pytest


def _entry(name, logic, type_ref=None):
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    variable = f'<variable name="{name}"{typed}/>' if name else ""
    return f"<contextEntry>{variable}{logic}</contextEntry>"


def _context(*entries):
    return f"<context>{''.join(entries)}</context>"


def test_literal_expression_coerces_to_its_type(build, decide):
    assert decide(build.literal("1 + 1", "number")).result == Decimal(2)
    assert decide(build.literal("[1]", "number")).result == Decimal(1)
    wrong = decide(build.literal('"one"', "number"))
    assert wrong.result is None
    assert [each.kind for each in wrong.warnings] == ["coercion"]


def test_the_decisions_variable_coerces_too(build, decide):
    assert decide(build.literal('"one"'), type_ref="number").result is None
    assert decide(build.literal("5"), type_ref="number").result == Decimal(5)


def test_context_entries_see_the_earlier_ones(build, decide):
    logic = _context(_entry("a", build.literal("x + 1")), _entry("b c", build.literal("a * 2")))
    assert decide(logic, x=1).result == {"a": Decimal(2), "b c": Decimal(4)}


def test_a_last_entry_without_variable_is_the_result(build, decide):
    logic = _context(
        _entry("a", build.literal("2")), _entry("b c", build.literal("3")), _entry("", build.literal("a * b c"))
    )
    assert decide(logic).result == Decimal(6)


def test_a_context_entry_coerces_to_its_type(build, decide):
    logic = _context(_entry("a", build.literal('"text"'), "number"), _entry("b", build.literal("a = null")))
    assert decide(logic).result == {"a": None, "b": True}


def test_an_entry_may_be_a_function_and_be_called(build, decide):
    function = (
        '<functionDefinition><formalParameter name="n" typeRef="number"/>'
        + build.literal("n * factor")
        + "</functionDefinition>"
    )
    logic = _context(
        _entry("factor", build.literal("3")), _entry("times", function), _entry("", build.literal("times(5)"))
    )
    assert decide(logic).result == Decimal(15)


def test_a_function_is_not_run_for_an_argument_of_the_wrong_type(build, decide):
    function = (
        '<functionDefinition><formalParameter name="n" typeRef="number"/>'
        + build.literal("n = null")
        + "</functionDefinition>"
    )
    logic = _context(_entry("f", function), _entry("", build.literal('f("text")')))
    assert decide(logic).result is None


def test_nested_contexts_and_tables(build, decide):
    inner = _context(_entry("t", build.table(["x"], ["o"], [["> 1", '"big"']])))
    assert decide(_context(_entry("outer", inner)), x=2).result == {"outer": {"t": "big"}}


def test_foreign_functions_parse_and_yield_null(build):
    function = (
        '<functionDefinition kind="Java"><formalParameter name="n"/>'
        + build.literal("{class: 5}")
        + "</functionDefinition>"
    )
    model = build.read(build.decision("D", _context(_entry("f", function), _entry("", build.literal("f(1)")))))
    assert [(each.rule, each.severity) for each in model.problems] == [("function-kind", "warning")]
    assert model.evaluate("D", {}).result is None


def test_invocation_binds_by_name(build, decide):
    function = (
        '<functionDefinition><formalParameter name="a"/><formalParameter name="b"/>'
        + build.literal("a - b")
        + "</functionDefinition>"
    )

    def invoke(*bindings):
        bound = "".join(f'<binding><parameter name="{n}"/>{build.literal(t)}</binding>' for n, t in bindings)
        return _context(_entry("f", function), _entry("", f"<invocation>{build.literal('f')}{bound}</invocation>"))

    assert decide(invoke(("b", "1"), ("a", "x")), x=10).result == Decimal(9)
    assert decide(invoke(("a", "1"))).result is None  # b is null
    assert decide(invoke(("a", "1"), ("b", "1"), ("c", "1"))).result is None  # no such parameter


def test_invocation_of_a_built_in_function(build, decide):
    bound = f'<binding><parameter name="list"/>{build.literal("[1, 2]")}</binding>'
    assert decide(f"<invocation>{build.literal('sum')}{bound}</invocation>").result == Decimal(3)


def test_invocation_of_no_function_is_null_and_says_so(build, decide):
    evaluation = decide(f"<invocation>{build.literal('5')}</invocation>")
    assert evaluation.result is None
    assert "Expected a function" in evaluation.warnings[0].message


def test_list(build, decide):
    items = build.literal("1") + build.literal("null") + _context(_entry("a", build.literal("2")))
    assert decide(f"<list>{items}</list>").result == [Decimal(1), None, {"a": Decimal(2)}]


def test_relation(build, decide):
    rows = "".join(f"<row>{build.literal(a)}{build.literal(b)}</row>" for a, b in (('"x"', "1"), ('"y"', "z")))
    logic = f'<relation><column name="the name"/><column name="n" typeRef="number"/>{rows}</relation>'
    assert decide(logic, z=2).result == [
        {"the name": "x", "n": Decimal(1)},
        {"the name": "y", "n": Decimal(2)},
    ]


def test_a_row_of_the_wrong_width_is_reported(build):
    logic = f'<relation><column name="a"/><column name="b"/><row>{build.literal("1")}</row></relation>'
    assert [each.rule for each in build.read(build.decision("D", logic)).problems] == ["row-width"]


@pytest.mark.parametrize(
    ("condition", "expected"), [(True, "then"), (False, "else"), (None, "else"), ("text", None), (1, None)]
)
def test_conditional_wants_a_boolean(build, decide, condition, expected):
    parts = {"if": "c", "then": '"then"', "else": '"else"'}
    inner = "".join(f"<{name}>{build.literal(text)}</{name}>" for name, text in parts.items())
    logic = f"<conditional>{inner}</conditional>"
    assert decide(logic, c=condition).result == expected


def _filter(build, source, match):
    return f"<filter><in>{build.literal(source)}</in><match>{build.literal(match)}</match></filter>"


def test_filter(build, decide):
    assert decide(_filter(build, "[1, 2, 3, null]", "item > 1")).result == [Decimal(2), Decimal(3)]
    assert decide(_filter(build, "[{a: 1}, {a: 2}]", "a = 2")).result == [{"a": Decimal(2)}]
    assert decide(_filter(build, '[{"the rate": 1}]', "the rate = 1")).result == [{"the rate": Decimal(1)}]
    assert decide(_filter(build, "[{item: 1, b: 2}]", "item = 1")).result == [{"item": Decimal(1), "b": Decimal(2)}]
    assert decide(_filter(build, "5", "item = 5")).result == [Decimal(5)]
    assert decide(_filter(build, "null", "true")).result is None
    assert decide(_filter(build, "[1, 2]", '"text"')).result is None


def _for(build, source, result):
    return f'<for iteratorVariable="i"><in>{build.literal(source)}</in><return>{build.literal(result)}</return></for>'


def test_for(build, decide):
    assert decide(_for(build, "[1, 2, 3]", "i * x"), x=2).result == [Decimal(2), Decimal(4), Decimal(6)]
    assert decide(_for(build, "[1..3]", "i")).result == [Decimal(1), Decimal(2), Decimal(3)]
    assert decide(_for(build, "[1, 2, 3]", "i + count(partial)")).result == [Decimal(1), Decimal(3), Decimal(5)]
    assert decide(_for(build, "null", "i")).result is None
    assert decide(_for(build, "7", "i")).result == [Decimal(7)]


@pytest.mark.parametrize(
    ("quantifier", "items", "condition", "expected"),
    [
        ("some", "[1, 2]", "i = 2", True),
        ("some", "[1, 2]", "i = 3", False),
        ("some", "[]", "true", False),
        ("some", "[1, 2]", "if i = 1 then null else true", True),
        ("some", "[1, 2]", 'if i = 1 then true else "text"', None),
        ("every", "[1, 2]", "i > 0", True),
        ("every", "[1, 2]", "i > 1", False),
        ("every", "[]", "false", True),
        ("every", "[1, 2]", "if i = 1 then null else true", None),
        ("every", "[1, 2]", "if i = 1 then null else false", False),
        ("every", "[1, 2]", 'if i = 1 then false else "text"', None),
        ("every", "null", "true", None),
    ],
)
def test_quantified(build, decide, quantifier, items, condition, expected):
    logic = (
        f'<{quantifier} iteratorVariable="i"><in>{build.literal(items)}</in>'
        f"<satisfies>{build.literal(condition)}</satisfies></{quantifier}>"
    )
    assert decide(logic).result is expected


@pytest.mark.parametrize(
    ("logic", "rule"),
    [
        ("<literalExpression><text> </text></literalExpression>", "expression-missing"),
        ("<literalExpression><text>1 +</text></literalExpression>", "feel"),
        ('<literalExpression expressionLanguage="urn:python"><text>1</text></literalExpression>', "language"),
        ("<context><contextEntry><variable name='a'/></contextEntry></context>", "expression-missing"),
        ("<conditional><then/></conditional>", "part-missing"),
        ("<for><in/></for>", "iterator-name"),
        ("<filter><in/></filter>", "part-missing"),
        (
            "<list><literalExpression><text>1</text></literalExpression></list><list/>",
            "one-expression",
        ),
        (
            "<context><contextEntry><list/></contextEntry>"  # noqa: ISC004 - one text
            "<contextEntry><variable name='a'/><list/></contextEntry></context>",
            "context-result",
        ),
    ],
)
def test_what_is_missing_is_reported_with_a_remedy(build, logic, rule):
    model = build.read("\n" + build.decision("D", logic))
    problem = next(each for each in model.problems if each.rule == rule)
    assert (problem.line, problem.element_id, problem.severity) == (2, "D", "error")
    assert problem.message.startswith("Expected")
    assert problem.remedy.endswith(".") or problem.remedy.startswith("Correct the expression:")
    model.evaluate("D", {})


def test_feel_written_as_a_uri_is_feel(decide):
    for uri in ("feel", "FEEL", "https://www.omg.org/spec/DMN/20230324/FEEL/", "http://www.omg.org/spec/FEEL/20140401"):
        logic = f'<literalExpression expressionLanguage="{uri}"><text>1</text></literalExpression>'
        assert decide(logic).result == Decimal(1)


def test_the_file_may_name_another_language_for_all(build):
    model = build.read(build.decision("D", build.literal("1")), head='expressionLanguage="urn:juel"')
    assert [each.rule for each in model.problems] == ["language"]
    assert model.evaluate("D", {}).result is None


def test_nesting_has_a_limit(build):
    logic = "<list>" * 60 + build.literal("1") + "</list>" * 60
    model = build.read(build.decision("D", logic))
    assert "nesting" in [each.rule for each in model.problems]
    model.evaluate("D", {})


def test_a_loop_of_mistakes_does_not_fill_the_memory_with_warnings(build, decide):
    evaluation = decide(_for(build, "[1..3000]", "i / 0"))
    assert evaluation.result == [None] * 3000
    assert len(evaluation.warnings) == 1000
