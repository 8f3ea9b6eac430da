"""Context functions (DMN 1.5, table 80) and Camunda's functions of values."""

import pytest

from service import feel

CASES = [
    ('get value({a: 1}, "a")', "1"),
    ('get value({a: 1}, "b")', "null"),
    ('get value({a: null}, "a")', "null"),
    ('get value(null, "a")', "null"),
    ("get value({a: 1}, null)", "null"),
    ('get value(m: {a: 1}, key: "a")', "1"),
    ('get value(context: {a: 1}, key: "a")', "1"),
    ('get value({a: {b: 1}}, ["a", "b"])', "1"),
    ('get value({a: {b: 1}}, ["a", "x"])', "null"),
    ("get entries({a: 1, b: 2}).key", '["a", "b"]'),
    ("get entries({a: 1, b: 2}).value", "[1, 2]"),
    ("get entries({})", "[]"),
    ("get entries(null)", "null"),
    ("get entries(map: {a: 1})", "null"),
    ('context put({a: 1, b: 2}, "a", 3)', "{a: 3, b: 2}"),
    ('context put({}, "a", null)', "{a: null}"),
    ("context put({}, null, 1)", "null"),
    ('context put({}, "a")', "null"),
    ('context put({a: {b: 1}}, ["a", "b"], 2)', "{a: {b: 2}}"),
    ('context put({a: {b: 1}}, ["a", "c"], 2)', "{a: {b: 1, c: 2}}"),
    ('context put({}, ["a", "b"], 2)', "{a: {b: 2}}"),
    ('context put({a: 1}, ["a", "b"], 2)', "null"),
    ("context put({}, [], 2)", "null"),
    ("context put({}, [null], 2)", "null"),
    ('context put(null, "a", 2)', "null"),
    ('context put(context: {}, key: "a", value: 1)', "{a: 1}"),
    ('context put(context: {}, keys: ["a"], value: 1)', "{a: 1}"),
    ('context put(context: {}, key: ["a", "b"], value: 1)', "null"),
    ("context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}"),
    ("context merge({a: 1})", "{a: 1}"),
    ("context merge([])", "{}"),
    ("context merge([{a: 1}, null])", "null"),
    ("context merge([{a: 1}], 1)", "null"),
    ("context merge(null)", "null"),
    ('put({a: 1}, "b", 2)', "{a: 1, b: 2}"),
    ("put all({a: 1}, {b: 2})", "{a: 1, b: 2}"),
    ("put all([{a: 1}, {b: 2}])", "{a: 1, b: 2}"),
    ('from json("[1, {\\"a\\": 1.10}, null, \\"x\\"]")', '[1, {a: 1.10}, null, "x"]'),
    ('from json("nonsense")', "null"),
    ('from json("NaN")', "null"),
    ("to json([1.50, null, true])", '"[1.50,null,true]"'),
    ('to json(@"2024-01-01")', '"\\"2024-01-01\\""'),
    ('from json(to json({a: [1, {b: "\\n"}]})) = {a: [1, {b: "\\n"}]}', "true"),
    ('from base64(to base64("保費"))', '"保費"'),
    ('from base64("?")', "null"),
    ("uuid() != uuid()", "true"),
    ('matches(uuid(), "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")', "true"),
    ("random number() between 0 and 1", "true"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_function(value_of, text, expected):
    assert value_of(text) == expected


def test_a_failed_assert_fails_the_evaluation():
    warnings = []
    assert feel.compile('[assert(1, 1 > 2, "too small"), 5]').evaluate({}, warnings) is None
    assert [(each.kind, each.message, each.fatal) for each in warnings] == [("assert", "too small", True)]
