"""Business knowledge models and decision services: calls, scopes, types, recursion (DMN 1.5, 6.3.9 and 10.4)."""

from decimal import Decimal

import pytest


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


def test_a_model_describes_itself(build):
    model = _offer(build, outputs=["price"], data=["base", "count"])
    assert (model.id, model.name, model.namespace, model.version) == ("graph", "Graph", "urn:test", "1.5")
    price = model.decision("price")
    assert price is not None
    assert price.type == "LITERAL_EXPRESSION"
    assert [(each.name, each.type) for each in price.inputs] == [("base", "number"), ("count", "number")]
    assert price.required_decisions == ["rate"]
    assert [each.name for each in model.inputs] == ["base", "count"]


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
