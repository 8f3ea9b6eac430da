"""Models that import others: names, types, calls, inputs (DMN 1.5, section 6.3.3)."""

from decimal import Decimal

from service import dmn

KIND = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def _import(name, namespace, kind=KIND):
    return f'<import name="{name}" namespace="{namespace}" importType="{kind}"/>'


def _library(build):
    member = '<itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
    types = f'<itemDefinition name="tPerson">{member}</itemDefinition>'
    greet = (
        '<businessKnowledgeModel id="greet" name="Say Hello"><variable name="Say Hello"/><encapsulatedLogic>'
        '<formalParameter name="who" typeRef="tPerson"/>'
        + build.literal('"Hello " + who.name')
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    person = build.input_data("Person", "tPerson")
    name = build.decision("Name", build.literal("Person.name"), requires=["input:Person"], type_ref="string")
    return build.definitions(types + greet + person + name, namespace="urn:lib")


def test_types_functions_and_decisions_of_an_import(build):
    main = (
        _import("my lib", "urn:lib")
        + build.input_data("p", "my lib.tPerson")
        + build.decision("D", build.literal("my lib.Say Hello(p)"), requires=["input:p", "knowledge:urn:lib#greet"])
        + build.decision("E", build.literal('my lib.Name + "!"'), requires=["decision:urn:lib#Name"])
        + build.decision("F", build.literal("p instance of my lib.tPerson"), requires=["input:p"])
    )
    model = build.read(main, dmn.resolver_of([_library(build)]))
    assert not model.problems
    ada = {"name": "Ada"}
    assert model.evaluate("D", {"p": ada}).result == "Hello Ada"
    assert model.evaluate("F", {"p": ada}).result is True
    assert model.evaluate("D", {"p": {"age": 1}}).result is None
    for inputs in (
        {"Person": ada},
        {("urn:lib", "Person"): ada},
        {"my lib.Person": ada},
        {"my lib": {"Person": ada}},
        {("urn:lib", "Person"): ada, "Person": {"name": "other"}},
    ):
        assert model.evaluate("E", inputs).result == "Ada!"
    assert model.evaluate(("urn:lib", "Name"), {"Person": ada}).result == "Ada"


def test_an_import_without_a_name_merges(build):
    main = (
        _import("", "urn:lib")
        + build.input_data("p", "tPerson")
        + build.decision("D", build.literal("Say Hello(p)"), requires=["input:p", "knowledge:urn:lib#greet"])
    )
    model = build.read(main, dmn.resolver_of([_library(build)]))
    assert not model.problems
    assert model.evaluate("D", {"p": {"name": "Ada"}}).result == "Hello Ada"


def test_one_input_by_two_ways_is_one_input(build):
    leaf = build.definitions(
        build.input_data("x") + build.decision("L", build.literal("x + 1"), requires=["input:x"]), namespace="urn:leaf"
    )
    middle = [
        build.definitions(
            _import("leaf", "urn:leaf")
            + build.decision(name, build.literal("leaf.L * 10"), requires=["decision:urn:leaf#L"]),
            namespace=f"urn:{name}",
        )
        for name in ("left", "right")
    ]
    main = (
        _import("left", "urn:left")
        + _import("right", "urn:right")
        + build.decision(
            "D",
            build.literal("left.left + right.right"),
            requires=["decision:urn:left#left", "decision:urn:right#right"],
        )
    )
    model = build.read(main, dmn.resolver_of([leaf, *middle]))
    evaluation = model.evaluate("D", {("urn:leaf", "x"): 1})
    assert evaluation.result == Decimal(40)
    assert [each.name for each in evaluation.inputs] == ["x"]


def test_models_that_import_each_other(build):
    other = build.definitions(
        _import("main", "urn:test")
        + '<itemDefinition name="tO"><typeRef>main.tM</typeRef></itemDefinition>'
        + build.decision("O", build.literal("1"), type_ref="tO"),
        namespace="urn:other",
    )
    main = (
        _import("other", "urn:other")
        + '<itemDefinition name="tM"><typeRef>number</typeRef></itemDefinition>'
        + build.decision("D", build.literal("other.O + 1"), requires=["decision:urn:other#O"], type_ref="other.tO")
    )
    model = build.read(main, dmn.resolver_of([other]))
    assert not model.problems
    assert model.evaluate("D", {}).result == Decimal(2)


def test_decisions_that_require_each_other_across_files(build):
    other = build.definitions(
        _import("main", "urn:test") + build.decision("O", build.literal("main.D"), requires=["decision:urn:test#D"]),
        namespace="urn:other",
    )
    main = _import("other", "urn:other") + build.decision(
        "D", build.literal("other.O"), requires=["decision:urn:other#O"]
    )
    evaluation = build.read(main, dmn.resolver_of([other])).evaluate("D", {})
    assert evaluation.result is None
    assert evaluation.failure is not None


def test_a_missing_import_is_reported(build):
    model = build.read(_import("lib", "urn:lib") + build.decision("D", build.literal("1")))
    (problem,) = model.problems
    assert (problem.rule, problem.severity) == ("import", "error")
    assert "urn:lib" in problem.message
    assert model.evaluate("D", {}).result == Decimal(1)


def test_an_import_that_is_no_dmn_is_a_warning(build):
    model = build.read(_import("xsd", "urn:xsd", "http://www.w3.org/2001/XMLSchema"))
    assert [(each.rule, each.severity) for each in model.problems] == [("import-kind", "warning")]


def test_errors_of_an_imported_model_are_reported_at_the_import(build):
    broken = build.definitions(build.decision("O", build.literal("1 +")), namespace="urn:other")
    model = build.read(_import("other", "urn:other"), dmn.resolver_of([broken]))
    assert [each.rule for each in model.problems] == ["import"]
    unreadable = build.read(_import("other", "urn:other"), lambda *_: b"<x/>")
    assert [each.rule for each in unreadable.problems] == ["import"]


def test_files_that_cannot_be_read_are_left_out_of_a_resolver(build):
    resolve = dmn.resolver_of([b"<", _library(build)])
    assert resolve("urn:lib", None) == _library(build)
    assert resolve("urn:none", None) is None
