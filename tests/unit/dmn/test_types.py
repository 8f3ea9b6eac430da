"""Item definitions: what conforms, what is converted, what is only noted (DMN 1.5, sections 7.3.2 and 10.3.2.9)."""

from decimal import Decimal

import pytest

from service import feel

TYPES = """
<itemDefinition name="tPerson">
  <itemComponent name="first name"><typeRef>string</typeRef></itemComponent>
  <itemComponent name="address">
    <itemComponent name="city"><typeRef>string</typeRef></itemComponent></itemComponent>
</itemDefinition>
<itemDefinition name="tNames" isCollection="true"><typeRef>string</typeRef></itemDefinition>
<itemDefinition name="tMatrix" isCollection="true"><typeRef>tNumbers</typeRef></itemDefinition>
<itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>
<itemDefinition name="tPeople" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>
<itemDefinition name="tTree">
  <itemComponent name="value"><typeRef>number</typeRef></itemComponent>
  <itemComponent name="children" isCollection="true"><typeRef>tTree</typeRef></itemComponent>
</itemDefinition>
<itemDefinition name="tRate"><typeRef>number</typeRef>
  <allowedValues><text>[0..1]</text></allowedValues></itemDefinition>
<itemDefinition name="tRates" isCollection="true"><typeRef>tRate</typeRef>
  <typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
<itemDefinition name="tOffer"><itemComponent name="rate"><typeRef>tRate</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tUnary">
  <functionItem outputTypeRef="number"><parameters name="n" typeRef="number"/></functionItem></itemDefinition>
"""
ADA = '{"first name": "Ada", address: {city: "London"}}'


def _decide(build, text, type_ref):
    model = build.read(TYPES + build.decision("D", build.literal(text), type_ref=type_ref))
    assert not model.problems
    return model.evaluate("D", {})


@pytest.mark.parametrize(
    ("text", "type_ref"),
    [
        ("1", "number"), ('"a"', "string"), ("true", "boolean"), ('@"2026-01-02"', "date"), ('@"10:00:00"', "time"),
        ('@"2026-01-02T10:00:00"', "date and time"), ('@"2026-01-02T10:00:00"', "dateTime"),
        ('@"P1D"', "days and time duration"), ('@"P1D"', "dayTimeDuration"), ('@"P1Y"', "years and months duration"),
        ('@"P1Y"', "yearMonthDuration"), ("1", "integer"), ("1", "Any"), ('"x"', "Any"),
        (ADA, "tPerson"), ('["a", "b"]', "tNames"), ("[]", "tNames"), ("[[1], [2, 3]]", "tMatrix"),
        (f"[{ADA}]", "tPeople"), ("{value: 1, children: [{value: 2, children: []}]}", "tTree"),
    ],
)  # fmt: skip
def test_conforming_values_stay(build, text, type_ref):
    evaluation = _decide(build, text, type_ref)
    assert evaluation.result == feel.compile(text).evaluate({})
    assert not evaluation.warnings


@pytest.mark.parametrize(
    ("text", "type_ref"),
    [
        ('"1"', "number"), ("1", "string"), ("1", "boolean"), ('"2026-01-02"', "date"), ('@"P1Y"', "dayTimeDuration"),
        ('{"first name": "Ada"}', "tPerson"), ('{"first name": 1, address: {city: "London"}}', "tPerson"),
        ('{"first name": "Ada", address: {city: 1}}', "tPerson"), ('["a", 1]', "tNames"), ("[[1], [true]]", "tMatrix"),
        ("{value: 1, children: [{value: false, children: []}]}", "tTree"),
    ],
)  # fmt: skip
def test_other_values_become_null_with_a_warning(build, text, type_ref):
    evaluation = _decide(build, text, type_ref)
    assert evaluation.result is None
    assert evaluation.warnings[-1].kind == "coercion"
    assert evaluation.failure is None


def test_conversions(build):
    assert _decide(build, "[1]", "number").result == Decimal(1)
    assert _decide(build, '"a"', "tNames").result == ["a"]
    midnight = feel.compile('@"2026-01-02T00:00:00Z"').evaluate({})
    assert feel.to_json(_decide(build, '@"2026-01-02"', "date and time").result) == feel.to_json(midnight)
    extra = _decide(build, '{"first name": "Ada", address: {city: "London"}, age: 36}', "tPerson").result
    assert extra["age"] == Decimal(36)


def test_instance_of_knows_the_models_types(build):
    assert _decide(build, f"{ADA} instance of tPerson", "boolean").result is True
    assert _decide(build, '{"first name": "Ada"} instance of tPerson', "boolean").result is False
    assert _decide(build, "[[1]] instance of tMatrix", "boolean").result is True


def test_members_with_blanks_are_paths(build):
    model = build.read(
        TYPES + build.input_data("the person", "tPerson")
        + build.decision("D", build.literal("the person.first name"), requires=["input:the person"])
    )  # fmt: skip
    assert model.evaluate("D", {"the person": {"first name": "Ada", "address": {"city": "London"}}}).result == "Ada"


def test_functions_conform_by_their_signature(build):
    assert isinstance(_decide(build, "function(n: number) n + 1", "tUnary").result, feel.Function)
    assert _decide(build, "function(n: string) n", "tUnary").result is None
    assert _decide(build, "function(a, b) a", "tUnary").result is None


@pytest.mark.parametrize(
    ("type_ref", "text"),
    [("date", "2026-01-02"), ("time", "10:00:00"), ("date and time", "2026-01-02T10:00:00Z"),
     ("days and time duration", "PT36H"), ("years and months duration", "P1Y2M")],
)  # fmt: skip
def test_callers_may_write_temporal_values_as_text(build, type_ref, text):
    model = build.read(
        build.input_data("x", type_ref) + build.decision("D", build.literal("[x, string(x)]"), requires=["input:x"])
    )
    value, written = model.evaluate("D", {"x": text}).result
    assert feel.kind_of(value) == type_ref
    assert value == feel.compile(f'@"{written}"').evaluate({})


def test_temporal_texts_inside_structures(build):
    types = (
        '<itemDefinition name="tStay" isCollection="true">'
        '<itemComponent name="from"><typeRef>date</typeRef></itemComponent>'
        '<itemComponent name="note"><typeRef>string</typeRef></itemComponent></itemDefinition>'
    )
    model = build.read(
        types
        + build.input_data("stays", "tStay")
        + build.decision("D", build.literal("stays[1].from.year"), requires=["input:stays"])
    )
    assert model.evaluate("D", {"stays": [{"from": "2026-01-02", "note": "2026-01-02"}]}).result == Decimal(2026)


def test_an_input_that_does_not_conform_is_null_with_a_warning(build):
    model = build.read(build.input_data("x", "number") + build.decision("D", build.literal("x"), requires=["input:x"]))
    evaluation = model.evaluate("D", {"x": "five"})
    assert evaluation.result is None
    assert [(each.kind, each.element_id) for each in evaluation.warnings] == [("coercion", "x")]


def _constrained(build, type_ref, value, *, strict=False):
    model = build.read(
        TYPES + build.input_data("x", type_ref) + build.decision("D", build.literal("x"), requires=["input:x"])
    )
    return model.evaluate("D", {"x": value}, strict=strict)


@pytest.mark.parametrize(
    ("type_ref", "good", "bad", "path"),
    [
        ("tRate", Decimal("0.5"), Decimal(2), "the value"),
        ("tRates", [Decimal(1)], [Decimal(1), Decimal(2)], "the value"),
        ("tRates", [Decimal(1)], [Decimal(1), Decimal(1), Decimal(1)], "the value"),
        ("tOffer", {"rate": Decimal(1)}, {"rate": Decimal(-1)}, "rate"),
    ],
)
def test_values_outside_the_allowed_ones(build, type_ref, good, bad, path):
    assert not _constrained(build, type_ref, good).warnings
    noted = _constrained(build, type_ref, bad)
    assert noted.result == bad
    assert [each.kind for each in noted.warnings] == ["values"]
    assert f"Expected {path} of x" in noted.warnings[0].message
    assert _constrained(build, type_ref, bad, strict=True).result is None
    assert _constrained(build, type_ref, good, strict=True).result == good


def test_results_are_held_to_the_allowed_values_too(build):
    model = build.read(TYPES + build.decision("D", build.literal("5"), type_ref="tRate"))
    assert model.evaluate("D", {}).result == Decimal(5)
    assert [each.kind for each in model.evaluate("D", {}).warnings] == ["values"]
    assert model.evaluate("D", {}, strict=True).result is None


def test_a_type_defined_by_itself_is_reported_and_accepts_anything(build):
    types = "".join(
        f'<itemDefinition id="{name}" name="{name}"><typeRef>{base}</typeRef></itemDefinition>'
        for name, base in (("tA", "tB"), ("tB", "tA"))
    )
    model = build.read(types + build.decision("D", build.literal("1"), type_ref="tA"))
    assert [(each.rule, each.element_id) for each in model.problems] == [("type-cycle", "tA"), ("type-cycle", "tB")]
    assert model.evaluate("D", {}).result == Decimal(1)


def test_an_unknown_type_is_a_warning_and_accepts_anything(build):
    model = build.read(build.decision("D", build.literal("1"), type_ref="tNone"))
    (problem,) = model.problems
    assert (problem.rule, problem.severity) == ("type", "warning")
    assert model.evaluate("D", {}).result == Decimal(1)


def test_members_made_in_another_text_are_paths_too(build):
    model = build.read(
        build.decision("loan", build.literal('{ yearly rate : 3, "the term": {in months: 12}, x: f(a, b) }'))
        + build.decision("D", build.literal("[loan.yearly rate, loan.the term.in months]"), requires=["decision:loan"])
    )
    assert not model.problems
    assert model.evaluate("D", {}).result == [Decimal(3), Decimal(12)]


def test_a_type_called_like_one_of_feels_is_a_warning(build):
    types = '<itemDefinition id="s" name="string"><typeRef>number</typeRef></itemDefinition>'
    model = build.read(types + build.decision("D", build.literal('"a"'), type_ref="string"))
    assert [(each.rule, each.element_id, each.severity) for each in model.problems] == [("type-name", "s", "warning")]
    assert model.evaluate("D", {}).result == "a"
