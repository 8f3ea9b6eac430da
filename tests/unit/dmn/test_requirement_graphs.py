"""Who sees what: requirements, scopes, functions, services, and graphs that go in circles or very deep."""

from decimal import Decimal

import pytest

from service import dmn, feel


def _function(name, parameters, body, *, requires=(), type_ref=None):
    arrows = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{each}"/></knowledgeRequirement>' for each in requires
    )
    items = "".join(
        f'<formalParameter name="{each.partition(":")[0]}"'
        + (f' typeRef="{each.partition(":")[2]}"' if ":" in each else "")
        + "/>"
        for each in parameters
    )
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}"{typed}/>'
        f"<encapsulatedLogic>{items}{body}</encapsulatedLogic>{arrows}</businessKnowledgeModel>"
    )


def _service(name, outputs, *, encapsulated=(), decisions=(), data=(), type_ref=None):
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    inner = f'<variable name="{name}"{typed}/>'
    for kind, targets in (
        ("outputDecision", outputs),
        ("encapsulatedDecision", encapsulated),
        ("inputDecision", decisions),
        ("inputData", data),
    ):
        inner += "".join(f'<{kind} href="#{each}"/>' for each in targets)
    return f'<decisionService id="{name}" name="{name}">{inner}</decisionService>'


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


# -- business knowledge models -------------------------------------------------------------------


def test_a_function_is_called_with_positions_and_names(build):
    model = build.read(
        _function("minus", ["a:number", "b:number"], build.literal("a - b"))
        + build.decision("D", build.literal("[minus(5, 3), minus(b: 5, a: 3)]"), requires=["knowledge:minus"])
    )
    assert model.evaluate("D", {}).result == [Decimal(2), Decimal(-2)]


@pytest.mark.parametrize("call", ["f()", "f(1, 2)", 'f("text")', "f(c: 1)"])
def test_a_call_that_does_not_fit_is_null_and_does_not_run(build, call):
    model = build.read(
        _function("f", ["a:number"], build.literal('"ran"'))
        + build.decision("D", build.literal(call), requires=["knowledge:f"])
    )
    assert model.evaluate("D", {}).result is None


def test_functions_see_their_parameters_and_requirements_only(build):
    model = build.read(
        _function("inner", ["n"], build.literal("n + 1"))
        + _function("outer", ["n"], build.literal("[inner(n), secret]"), requires=["inner"])
        + build.input_data("secret")
        + build.decision("D", build.literal("outer(1)"), requires=["knowledge:outer", "input:secret"])
    )
    assert model.evaluate("D", {"secret": 5}).result == [Decimal(2), None]


def test_functions_may_be_recursive_up_to_a_depth(build):
    model = build.read(
        _function("fact", ["n"], build.literal("if n <= 1 then 1 else n * fact(n - 1)"), requires=["fact"])
        + build.input_data("n")
        + build.decision("D", build.literal("fact(n)"), requires=["knowledge:fact", "input:n"])
    )
    assert not model.problems
    assert model.evaluate("D", {"n": 20}).result == Decimal(2432902008176640000)
    endless = model.evaluate("D", {"n": Decimal("1E+9")})
    assert endless.result is None
    assert endless.failure is not None
    assert endless.failure.element_id == "fact"


def test_a_functions_result_is_coerced(build):
    model = build.read(
        _function("f", [], build.literal('"text"'), type_ref="number")
        + build.decision("D", build.literal("f()"), requires=["knowledge:f"])
    )
    assert model.evaluate("D", {}).result is None


def test_functions_are_values(build):
    model = build.read(
        _function("before", ["a", "b"], build.literal("a > b"))
        + build.decision("D", build.literal("sort([1, 3, 2], before)"), requires=["knowledge:before"])
    )
    assert model.evaluate("D", {}).result == [Decimal(3), Decimal(2), Decimal(1)]


def test_a_function_with_a_table_is_invoked(build):
    table = build.table(["age"], ["band"], [["< 18", '"child"'], [">= 18", '"adult"']])
    bound = f'<binding><parameter name="age"/>{build.literal("x")}</binding>'
    model = build.read(
        _function("band", ["age"], table)
        + build.input_data("x")
        + build.decision(
            "D", f"<invocation>{build.literal('band')}{bound}</invocation>", requires=["knowledge:band", "input:x"]
        )
    )
    assert model.evaluate("D", {"x": 40}).result == "adult"
    assert model.invoke("band", {"age": 4}).result == "child"


# -- decision services ---------------------------------------------------------------------------


def _offer(build, **service):
    return build.read(
        build.input_data("base", "number")
        + build.input_data("count", "number")
        + build.decision("rate", build.literal("base * 2"), requires=["input:base"])
        + build.decision("price", build.literal("rate * count"), requires=["decision:rate", "input:count"])
        + _service("offer", **service)
        + build.decision("D", build.literal("offer(3, 4)"), requires=["knowledge:offer"])
    )


def test_a_service_is_a_function_of_its_input_data(build):
    model = _offer(build, outputs=["price"], encapsulated=["rate"], data=["base", "count"])
    assert not model.problems
    assert model.evaluate("D", {}).result == Decimal(24)
    assert model.invoke("offer", {"base": 3, "count": 4}).result == Decimal(24)


def test_input_data_come_before_input_decisions(build):
    model = _offer(build, outputs=["price"], decisions=["rate"], data=["count"])
    assert [each.name for each in model.services[0].parameters] == ["count", "rate"]
    assert model.evaluate("D", {}).result == Decimal(12)
    assert model.invoke("offer", {"count": 2, "rate": 5}).result == Decimal(10)


def test_several_output_decisions_make_a_context(build):
    model = _offer(build, outputs=["price", "rate"], data=["base", "count"])
    assert model.evaluate("D", {}).result == {"price": Decimal(24), "rate": Decimal(6)}
    assert model.services[0].outputs == ["price", "rate"]


def test_a_service_sees_nothing_of_its_caller(build):
    model = build.read(
        build.input_data("x")
        + build.decision("inner", build.literal("x"), requires=["input:x"])
        + _service("s", ["inner"])
        + build.decision("D", build.literal("[x, s()]"), requires=["input:x", "knowledge:s"])
    )
    assert model.evaluate("D", {"x": 1}).result == [Decimal(1), None]


def test_a_service_coerces_its_arguments_and_result(build):
    model = _offer(build, outputs=["price"], data=["base", "count"], type_ref="string")
    assert model.evaluate("D", {}).result is None
    wrong = _offer(build, outputs=["price"], data=["base"])
    assert wrong.evaluate("D", {}).result is None  # two arguments for one parameter


def test_a_service_without_output_is_reported(build):
    assert [each.rule for each in build.read(_service("s", [])).problems] == ["service-output"]


def test_a_service_refers_to_decisions(build):
    model = build.read(build.input_data("x") + _service("s", ["x"]))
    assert [each.rule for each in model.problems] == ["reference-kind"]
    assert model.invoke("s", {}).result is None


# -- the model as a whole ------------------------------------------------------------------------


def test_a_model_describes_itself(build):
    model = _offer(build, outputs=["price"], data=["base", "count"])
    assert (model.id, model.name, model.namespace, model.version) == ("graph", "Graph", "urn:test", "1.5")
    price = model.decision("price")
    assert price is not None
    assert price.type == "LITERAL_EXPRESSION"
    assert [(each.name, each.type) for each in price.inputs] == [("base", "number"), ("count", "number")]
    assert price.required_decisions == ["rate"]
    assert [each.name for each in model.inputs] == ["base", "count"]


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


def test_a_service_that_calls_itself_ends_at_the_depth_limit(build):
    model = build.read(build.decision("D", build.literal("s()"), requires=["knowledge:s"]) + _service("s", ["D"]))
    evaluation = model.evaluate("D", {})
    assert evaluation.result is None
    assert evaluation.failure is not None


def test_a_function_is_coerced_by_its_logic_and_by_its_variable(build):
    body = '<literalExpression typeRef="Any"><text>"text"</text></literalExpression>'
    model = build.read(
        _function("f", [], body, type_ref="tF").replace("<encapsulatedLogic>", '<encapsulatedLogic typeRef="Any">')
        + '<itemDefinition name="tF"><functionItem outputTypeRef="number"/></itemDefinition>'
        + build.decision("D", build.literal("f()"), requires=["knowledge:f"])
    )
    assert not model.problems
    assert model.evaluate("D", {}).result is None


def test_rules_of_a_functions_table_are_recorded_with_the_decision(build):
    table = build.table(["age"], ["band"], [["< 18", '"child"'], [">= 18", '"adult"']])
    model = build.read(
        _function("band", ["age"], table)
        + build.decision("D", build.literal("for a in [4, 40] return band(a)"), requires=["knowledge:band"])
    )
    (record,) = model.evaluate("D", {}).decisions
    assert record.output == ["child", "adult"]
    assert [(rule.table_id, rule.id) for rule in record.matched_rules] == [("table", "rule1"), ("table", "rule2")]


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
