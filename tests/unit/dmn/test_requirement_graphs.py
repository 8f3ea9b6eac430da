"""Who sees what: requirements, scopes, functions, services, and graphs that go in circles or very deep."""

from decimal import Decimal

import pytest

from service import dmn, feel


def test_decisions_feed_decisions_once_each(build):
    model = build.read(
        build.decision("total", build.literal("left + right"), requires=["decision:left", "decision:right"])
        + build.decision("left", build.literal("base + 1"), requires=["decision:base"])
        + build.decision("right", build.literal("base + 2"), requires=["decision:base"])
        + build.decision("base", build.literal("x * 10"), requires=["input:x"])
        + build.input_data("x", "number")
    )
    evaluation = model.evaluate("total", {"x": 2})
    assert evaluation.result == Decimal(43)
    assert sorted(each.name for each in evaluation.decisions) == ["base", "left", "right", "total"]
    assert evaluation.decisions[-1].name == "total"
    assert evaluation.decisions[-1].inputs == [
        dmn.InputValue("left", "left", Decimal(21)),
        dmn.InputValue("right", "right", Decimal(22)),
    ]
    assert evaluation.inputs == [dmn.InputValue("x", "x", Decimal(2))]


def test_a_decision_is_found_by_id_and_by_name(build):
    model = build.read(
        '<decision id="d1" name="The Decision"><variable name="The Decision"/>' + build.literal("1") + "</decision>"
    )
    assert model.evaluate("d1", {}).result == model.evaluate("The Decision", {}).result == Decimal(1)
    assert model.decision("d1") == model.decision("The Decision")
    assert model.decision("none") is None


def test_an_unknown_decision_is_a_failure_not_an_exception(build):
    evaluation = build.read(build.decision("D", build.literal("1"))).evaluate("E", {})
    assert evaluation.result is None
    assert evaluation.failure is not None
    assert "Expected a decision E" in evaluation.failure.message


def test_names_with_blanks_and_symbols(build):
    model = build.read(
        build.input_data("loan amount")
        + build.input_data("loan-to value")
        + build.decision(
            "D", build.literal("loan amount*loan-to value - 1"), requires=["input:loan amount", "input:loan-to value"]
        )
    )
    assert not model.problems
    assert model.evaluate("D", {"loan amount": 10, "loan-to value": 3}).result == Decimal(29)


def test_a_missing_input_is_null_with_a_warning(build):
    model = build.read(build.input_data("x") + build.decision("D", build.literal("x = null"), requires=["input:x"]))
    evaluation = model.evaluate("D", {})
    assert evaluation.result is True
    assert [(each.kind, each.element_id) for each in evaluation.warnings] == [("input", "x")]


def test_variables_nobody_declared_are_in_scope_as_modelers_expect(build):
    model = build.read(build.decision("D", build.table(["score"], ["o"], [["> 1", '"yes"']])))
    assert model.evaluate("D", {"score": 2}).result == "yes"


def test_a_required_decision_is_in_scope_under_its_id_too(build):
    model = build.read(
        '<decision id="base_id" name="Base">'
        + build.literal("1")
        + "</decision>"
        + build.decision("D", build.literal("[base_id, Base]"), requires=["decision:base_id"])
    )
    assert model.evaluate("D", {}).result == [Decimal(1), Decimal(1)]


def test_a_supplied_variable_does_not_replace_a_decision(build):
    model = build.read(
        build.decision("base", build.literal("1"))
        + build.decision("D", build.literal("base"), requires=["decision:base"])
    )
    assert model.evaluate("D", {"base": 99}).result == Decimal(1)


def test_a_decision_without_logic_has_the_value_supplied(build):
    model = build.read(
        build.decision("open", "") + build.decision("D", build.literal("open"), requires=["decision:open"])
    )
    assert model.evaluate("D", {"open": 5}).result == Decimal(5)
    assert model.evaluate("D", {}).result is None
    assert model.evaluate("D", {}).decisions[0].type == "UNSPECIFIED"


def test_decisions_that_require_each_other_are_reported_and_null(build):
    model = build.read(
        build.decision("a", build.literal("b"), requires=["decision:b"])
        + build.decision("b", build.literal("a"), requires=["decision:a"])
        + build.decision("c", build.literal("c"), requires=["decision:c"])
        + build.decision("d", build.literal("[a, 1]"), requires=["decision:a"])
    )
    assert [(each.rule, each.element_id) for each in model.problems] == [("cycle", "a"), ("cycle", "b"), ("cycle", "c")]
    for name in "abc":
        evaluation = model.evaluate(name, {})
        assert evaluation.result is None
        assert evaluation.failure is not None
    assert model.evaluate("d", {}).result == [None, Decimal(1)]


def test_a_chain_of_two_thousand_decisions(build):
    chain = "".join(
        build.decision(f"d{n}", build.literal(f"d{n - 1} + 1"), requires=[f"decision:d{n - 1}"]) for n in range(1, 2000)
    )
    model = build.read(build.decision("d0", build.literal("0")) + chain)
    assert not model.problems
    assert model.evaluate("d1999", {}).result == Decimal(1999)


@pytest.mark.parametrize("href", ["#none", "urn:other#x", ""])
def test_a_reference_to_nothing_is_reported(build, href):
    arrow = f'<informationRequirement><requiredInput href="{href}"/></informationRequirement>'
    model = build.read(f'<decision id="D" name="D">{arrow}{build.literal("1")}</decision>')
    assert [each.rule for each in model.problems] == ["reference"]
    assert model.evaluate("D", {}).result == Decimal(1)


def test_a_reference_with_the_models_own_namespace(build):
    model = build.read(build.input_data("x") + build.decision("D", build.literal("x"), requires=["input:urn:test#x"]))
    assert not model.problems
    assert model.evaluate("D", {"x": 1}).result == Decimal(1)


def test_elements_without_id_are_referred_to_by_name(build):
    model = build.read(
        '<inputData name="x"><variable name="x"/></inputData>'
        + build.decision("D", build.literal("x"), requires=["input:x"])
    )
    assert model.evaluate("D", {"x": 1}).result == Decimal(1)


# -- the model as a whole ------------------------------------------------------------------------


def test_inputs_may_be_python_and_json_values(build):
    model = build.read(build.input_data("x") + build.decision("D", build.literal("x"), requires=["input:x"]))
    assert model.evaluate("D", {"x": {"a": [1, 2.5, None, True]}}).result == {
        "a": [Decimal(1), Decimal("2.5"), None, True]
    }


def test_a_failed_assert_is_a_failure_with_its_place(build):
    model = build.read("\n" + build.decision("D", build.literal('assert(1, false, "no")')))
    evaluation = model.evaluate("D", {})
    assert evaluation.result is None
    assert evaluation.failure is not None
    assert (evaluation.failure.element_id, evaluation.failure.line) == ("D", 2)


def test_limits_end_the_evaluation(build):
    model = build.read(build.decision("D", build.literal("count(for a in 1..1000, b in 1..1000 return a)")))
    evaluation = model.evaluate("D", {}, limits=feel.Limits(steps=10_000))
    assert evaluation.result is None
    assert evaluation.failure is not None
    assert evaluation.warnings[-1].kind == "limit"


def test_warnings_carry_the_line_in_the_file(build):
    model = build.read("\n\n" + build.decision("D", build.literal("1 +\n1 / 0")))
    (warning, *_) = model.evaluate("D", {}).warnings
    assert (warning.element_id, warning.line) == ("D", 4)


def test_a_decision_between_two_circles_is_none_of_them(build):
    model = build.read(
        build.decision("a", build.literal("1"), requires=["decision:b"])
        + build.decision("b", build.literal("1"), requires=["decision:a"])
        + build.decision("between", build.literal("1"), requires=["decision:a"])
        + build.decision("c", build.literal("1"), requires=["decision:d", "decision:between"])
        + build.decision("d", build.literal("1"), requires=["decision:c"])
    )
    assert [each.element_id for each in model.problems] == ["a", "b", "c", "d"]


def test_variables_that_no_expression_reads_are_left_alone(build):
    model = build.read(build.decision("D", build.literal("[a, count(b[c = 1])]")))
    unreadable = object()
    assert model.evaluate("D", {"a": 1, "b": [1], "c": 1, "other": unreadable}).result == [Decimal(1), Decimal(1)]
    spoilt = model.evaluate("D", {"a": unreadable})
    assert spoilt.result is None
    assert spoilt.failure is not None


def test_the_clock_is_the_callers(build):
    model = build.read(
        build.decision("a", build.literal("today()"))
        + build.decision("D", build.literal("[a, today(), string(now())]"), requires=["decision:a"])
    )
    moments = iter([86_400_000_000_000 * 20_000, 0])
    first, second, now = model.evaluate("D", {}, clock=lambda: next(moments)).result
    assert feel.to_json(first) == feel.to_json(second) == "2024-10-04"
    assert now.startswith("2024-10-04T00:00:00")


def test_a_decision_that_cannot_be_finished_is_recorded_without_a_result(build):
    model = build.read(
        build.input_data("x", "number")
        + build.decision("D", build.literal('assert(x, x > 0, "too small")'), requires=["input:x"])
    )
    evaluation = model.evaluate("D", {"x": 0})
    assert (evaluation.result, evaluation.failure.message) == (None, "too small")
    [decision] = evaluation.decisions
    assert (decision.name, decision.output, [each.value for each in decision.inputs]) == ("D", None, [0])
