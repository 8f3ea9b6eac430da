"""`instance of`, typed parameters and conversions (DMN 1.5, 10.3.2.9)."""

import pytest

from service import feel

INSTANCES = [
    ("1 instance of number", "true"),
    ('"a" instance of number', "false"),
    ("true instance of boolean", "true"),
    ("1 instance of boolean", "false"),
    ("null instance of Any", "false"),
    ("null instance of Null", "false"),
    ("1 instance of Any", "true"),
    ("[1, 2] instance of list<number>", "true"),
    ('[1, "a"] instance of list<number>', "false"),
    ("[] instance of list<number>", "true"),
    ("[[1]] instance of list<list<number>>", "true"),
    ("1 instance of list<number>", "false"),
    ("[1] instance of number", "false"),
    ("[1] instance of list", "true"),
    ("{a: 1} instance of context", "true"),
    ("{a: 1} instance of context<a: number>", "true"),
    ("{a: 1, b: 2} instance of context<a: number>", "true"),
    ("{b: 2} instance of context<a: number>", "false"),
    ("{a: null} instance of context<a: number>", "true"),
    ('{a: "x"} instance of context<a: number>', "false"),
    ("[1..2] instance of range<number>", "true"),
    ('["a".."b"] instance of range<number>', "false"),
    ("(< 5) instance of range<number>", "true"),
    ("[1..2] instance of range", "true"),
    ("(function(x: number) x) instance of function<number> -> number", "true"),
    ("(function(x: number) x) instance of function<number>->Any", "true"),
    ("(function(x: string) x) instance of function<number> -> number", "false"),
    ("(function(x) x) instance of function<number, number> -> number", "false"),
    ("(function() 1) instance of function<> -> Any", "true"),
    ("(function() 1) instance of function", "true"),
    ("sum instance of function", "true"),
    ('@"2024-01-01" instance of date', "true"),
    ('@"2024-01-01" instance of date and time', "false"),
    ('@"P1D" instance of day-time-duration', "true"),
    ('@"P1Y" instance of yearMonthDuration', "true"),
    ("1 instance of tUnknown", "null"),
    ("1 + 1 instance of number", "true"),
    ("1 instance of number and true", "true"),
]


@pytest.mark.parametrize(("text", "expected"), INSTANCES)
def test_instance_of(value_of, text, expected):
    assert value_of(text) == expected


CALLS = [
    ("(function(x: number) x + 1)(1)", "2"),
    ("(function(x: number) x + 1)([1])", "2"),
    ("(function(x: list<number>) count(x))(1)", "1"),
    ('(function(x: number) x = null)("a")', "null"),
    ("(function(x: number) x = null)(null)", "true"),
    ('(function(x: date and time) x)(@"2024-01-01")', '@"2024-01-01T00:00:00Z"'),
    ("(function(x: context<a: number>) x.a)({a: 1, b: 2})", "1"),
    ("(function(x: context<a: number>) x.a)({b: 2})", "null"),
    ("(function(a, b) a - b)(3, 1)", "2"),
    ("(function(a, b) a - b)(b: 3, a: 1)", "-2"),
    ("(function(a, b) a - b)(1)", "null"),
    ("(function(a, b) a - b)(1, 2, 3)", "null"),
    ("(function(a) a)(b: 1)", "null"),
    ("(function(a, b) b = null)(a: 1)", "true"),
    ("(function(x) function(y) x + y)(1)(2)", "3"),
    ("1(2)", "null"),
    ("null(2)", "null"),
    ('"a"()', "null"),
    ("unknown(1)", "null"),
    ("{f: function(n) n + 1, r: [1, 2][f(item) = 3]}.r", "[2]"),
    ('(function() external {java: {class: "X", method signature: "f()"}})()', "null"),
    ("{g: 2, f: function(x) x * g, r: {g: 5, r: f(1)}.r}.r", "2"),
]


@pytest.mark.parametrize(("text", "expected"), CALLS)
def test_call(value_of, text, expected):
    assert value_of(text) == expected


def test_types_of_a_model_are_looked_up_by_name():
    person = feel.ContextType({"name": feel.BUILT_IN["string"]}, "tPerson")
    types = {"tPerson": person}
    person.members["friends"] = feel.ListType(feel.NamedType("tPerson", types))
    expression = feel.compile("x instance of tPerson", types=types)
    assert expression.evaluate({"x": {"name": "Wu", "friends": [{"name": "Li", "friends": []}]}}) is True
    assert expression.evaluate({"x": {"name": "Wu", "friends": [{"name": 1, "friends": []}]}}) is False


COERCIONS = [
    (feel.BUILT_IN["number"], 1, 1),
    (feel.BUILT_IN["number"], [1], 1),
    (feel.BUILT_IN["number"], [1, 2], feel.MISSING),
    (feel.BUILT_IN["number"], "1", feel.MISSING),
    (feel.BUILT_IN["number"], None, None),
    (feel.BUILT_IN["string"], 1, feel.MISSING),
    (feel.ANY, [1], [1]),
    (feel.ListType(feel.BUILT_IN["number"]), 1, [1]),
    (feel.ListType(feel.BUILT_IN["number"]), [1, None], [1, None]),
    (feel.ListType(feel.BUILT_IN["number"]), ["a"], feel.MISSING),
    (feel.ContextType({"a": feel.BUILT_IN["number"]}), {"a": [1], "b": 2}, {"a": 1, "b": 2}),
    (feel.ContextType({"a": feel.BUILT_IN["number"]}), {"b": 2}, feel.MISSING),
]


@pytest.mark.parametrize(("type_", "value", "expected"), COERCIONS)
def test_coercion(type_, value, expected):
    assert type_.coerce(value, feel.Run()) == expected
