"""Unary tests: the cells of decision tables (DMN 1.5, 8.3.3; FEEL's grammar rules 7 to 17)."""

from decimal import Decimal

import pytest

from service import feel

CELLS = [
    ("-", 1, True),
    ("-", None, True),
    ("", None, True),
    ("1", Decimal(1), True),
    ("1", 2, False),
    ("1", "1", None),
    ('"a", "b"', "b", True),
    ('"a", "b"', "c", False),
    ("not(1)", 2, True),
    ("not(1)", 1, False),
    ("not(1, 2)", 2, False),
    ("not(1)", "a", None),
    ('not("a")', None, True),
    ("null", None, True),
    ("null", 1, False),
    ("not(null)", 1, True),
    ("< 5", 4, True),
    ("< 5", None, None),
    (">= 5", 5, True),
    ("!= 5", 4, True),
    ("= 5", 5, True),
    ("[1..5]", 5, True),
    ("[1..5)", 5, False),
    ("]1..5]", 1, False),
    ("< 2, > 4", 5, True),
    ("[1..2], [4..5]", 3, False),
    ("? > 3", 4, True),
    ("? > 3 and ? < 5", 5, False),
    ('contains(?, "a")', "cat", True),
    ("? * 2", 0, True),
    ("x", 7, True),
    ("x + 1", 8, True),
    ("[1, 7]", 7, True),
    ("[1, 7]", [1, 7], True),
    ("xs", 2, True),
    ("x > 5", 99, True),
    ("x < 5", 99, False),
    ("true", True, True),
    ("true", False, False),
    ("flag", False, True),
    ("not(flag)", False, False),
    ("function(n) n > 1", 2, True),
    ('@"2024-01-01"', feel.Date(2024, 1, 1), True),
    ('> date("2024-01-01")', feel.Date(2024, 1, 2), True),
    ("-1", -1, True),
    ("- 1", -1, True),
    ("not(true) = false", 1, True),
    ("{a: 1}", {"a": 1}, True),
]


@pytest.mark.parametrize(("text", "value", "expected"), CELLS)
def test_cell(text, value, expected):
    scope = {"x": 7, "xs": [1, 2], "flag": False}
    assert feel.compile_unary_tests(text).evaluate(value, scope) is expected


def test_a_boolean_column_compares_also_with_null():
    assert feel.compile_unary_tests("x > 5", boolean_input=True).evaluate(None, {"x": 7}) is False
    assert feel.compile_unary_tests("x > 5").evaluate(None, {"x": 7}) is True


def test_names_of_tests():
    tests = feel.compile_unary_tests("> Minimum Age, other", names=["Minimum Age"])
    assert tests.names == {"Minimum Age", "other"}


@pytest.mark.parametrize("text", ["not(1", "1,", "> ", "1 2", "< > 2"])
def test_what_is_no_test_is_refused(text):
    with pytest.raises(feel.ParseError):
        feel.compile_unary_tests(text)
