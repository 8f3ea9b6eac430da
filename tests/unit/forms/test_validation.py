from decimal import Decimal

import pytest

from service import exact_json
from service.errors import InvalidArgument
from service.forms.validation import validate


def form(*components):
    return exact_json.encode_text({"id": "f", "type": "default", "components": list(components)})


def field(kind, key="x", **more):
    return {"type": kind, "key": key, "label": key.upper(), "id": key, **more}


def errors(components, submitted, seen=None):
    return [error.field for error in validate(form(*components), submitted, seen or {})]


def fits(component, value, seen=None):
    return errors([component], {"x": value}, seen) == []


@pytest.mark.parametrize(
    ("component", "good", "bad"),
    [
        (field("textfield"), ["a", "", None], [1, True, ["a"]]),
        (field("textfield", validate={"required": True}), ["a"], ["", None]),
        (field("textarea", validate={"minLength": 2, "maxLength": 3}), ["ab", "abc", ""], ["a", "abcd"]),
        (field("textfield", validate={"pattern": "^[A-Z]{2}"}), ["ABc"], ["aBC", "A"]),
        (field("textfield", validate={"validationType": "email"}), ["a@b.tw"], ["a@b", "@b.tw", "a b@c.tw"]),
        (field("textfield", validate={"validationType": "phone"}), ["+886912345678"], ["0912345678", "+x"]),
        (field("number"), [1, Decimal("1.5"), None], ["1", True]),
        (field("number", decimalDigits=2), [1, Decimal("1.25")], [Decimal("1.255")]),
        (field("number", decimalDigits=0), [5, Decimal("5.0")], [Decimal("5.5")]),
        (field("number", validate={"min": 1, "max": 3}), [1, 3], [0, Decimal("3.01")]),
        (field("number", serializeToString=True), ["1.5", 2], ["x"]),
        (field("checkbox"), [True, False, None], ["yes", 1]),
        (field("checkbox", validate={"required": True}), [True], [False, None]),
        (field("radio", values=[{"label": "A", "value": "a"}]), ["a", None], ["b", 1]),
        (field("select", values=[{"label": "1", "value": 1}]), [1], [2, "1"]),
        (
            field("checklist", values=[{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]),
            [["b", "a"], []],
            [["c"], ["a", "a"], "a"],
        ),
        (field("taglist", values=[{"label": "A", "value": "a"}], validate={"required": True}), [["a"]], [[], None]),
        (field("datetime", subtype="date"), ["2026-02-28"], ["2026-02-30", "28.2.2026", "20260228", 5]),
        (field("datetime", subtype="time"), ["09:30", "09:30Z", "09:30+08:00"], ["9:30", "25:00"]),
        (field("datetime", subtype="datetime"), ["2026-02-28T09:30", "2026-02-28T09:30+08:00"], ["2026-02-28", "x"]),
    ],
)
def test_a_field_takes_what_its_type_and_rules_say(component, good, bad):
    assert [value for value in good if not fits(component, value)] == []
    assert [value for value in bad if fits(component, value)] == []


def test_options_come_from_variables_or_expressions():
    by_key = field("select", valuesKey="cities.open")
    assert fits(by_key, "TPE", {"cities": {"open": [{"label": "Taipei", "value": "TPE"}, "TNN"]}})
    assert fits(by_key, "TNN", {"cities": {"open": [{"label": "Taipei", "value": "TPE"}, "TNN"]}})
    assert not fits(by_key, "KHH", {"cities": {"open": []}})
    assert fits(field("select", valuesExpression="=[1, limit]"), 7, {"limit": 7})


def test_bounds_may_be_expressions():
    component = field("number", validate={"max": "=limit"})
    assert fits(component, 5, {"limit": 5})
    assert not fits(component, 6, {"limit": 5})


def test_a_hidden_field_is_not_required_and_takes_nothing():
    components = [
        field("radio", "kind", values=[{"label": "A", "value": "A"}, {"label": "B", "value": "B"}]),
        field("textfield", conditional={"hide": '=kind != "A"'}, validate={"required": True}),
    ]
    assert errors(components, {"kind": "A"}) == ["x"]
    assert errors(components, {"kind": "A", "x": "a"}) == []
    assert errors(components, {"kind": "B"}) == []
    assert errors(components, {"kind": "B", "x": "a"}) == ["x"]


def test_what_hides_a_group_hides_what_is_in_it():
    group = {
        "type": "group",
        "path": "spouse",
        "conditional": {"hide": "=single"},
        "components": [field("textfield", "name", validate={"required": True})],
    }
    assert errors([group], {}, {"single": True}) == []
    assert errors([group], {}, {"single": False}) == ["spouse.name"]
    assert errors([group], {"spouse": {"name": "Lee"}}, {"single": False}) == []


def test_each_item_of_a_list_is_checked_with_its_own_conditions():
    fields = {
        "type": "dynamiclist",
        "path": "family.members",
        "components": [
            field("textfield", "name", validate={"required": True}),
            field("number", "age", conditional={"hide": '=name = "Rex"'}, validate={"min": 0}),
        ],
    }
    good = {"family": {"members": [{"name": "Mei", "age": 3}, {"name": "Rex"}]}}
    assert errors([fields], good) == []
    bad = {"family": {"members": [{"age": -1}, {"name": "Rex", "age": 3}, "x", {"name": "A", "fur": 1}]}}
    assert errors([fields], bad) == [
        "family.members[0].name",
        "family.members[0].age",
        "family.members[1].age",
        "family.members[2]",
        "family.members[3].fur",
    ]
    assert errors([fields], {"family": {"members": "x"}}) == ["family.members"]


def test_nothing_else_than_the_fields_of_the_form_is_taken():
    components = [field("textfield", "applicant.name")]
    assert errors(components, {"approved": True}) == ["approved"]
    assert errors(components, {"applicant": {"role": "boss"}}) == ["applicant.role"]
    assert errors(components, {"applicant": "Mei"}) == ["applicant"]
    assert errors(components, {"applicant": None}) == []


def test_what_is_read_only_stays_as_it_is():
    component = field("number", readonly=True)
    assert fits(component, 5, {"x": 5})
    assert not fits(component, 6, {"x": 5})
    assert errors([component], {}, {"x": 5}) == []


def test_texts_buttons_and_tables_take_nothing_and_ask_nothing():
    components = [{"type": "text", "text": "Hi", "id": "t"}, {"type": "button", "key": "b", "id": "b"}]
    assert errors(components, {}) == []
    assert errors(components, {"b": 1}) == ["b"]


@pytest.mark.parametrize(
    "component",
    [
        field("textfield", conditional={"hide": '=assert(true, false, "no reason to hide")'}),
        field("textfield", validate={"minLength": '=assert(1, false, "no reason to hide")'}),
        field("select", valuesExpression='=assert(["a"], false, "no reason to hide")'),
    ],
)
def test_an_expression_that_cannot_be_finished_refuses_the_submission(component):
    with pytest.raises(InvalidArgument, match="no reason to hide"):
        validate(form(component), {"x": "a"}, {})
