"""Tokens, names, literals (DMN 1.5, 10.3.1.2)."""

import pytest

from service import feel

LITERALS = [
    ("5", "5"),
    ("5.50", "5.50"),
    (".5", "0.5"),
    ("007", "7"),
    ("1e3", "1000"),
    ("1.5E-2", "0.015"),
    ("-0", "0"),
    ("true", "true"),
    ("null", "null"),
    ('"a\\nb"', '"a\\nb"'),
    ('"\\u0041"', '"A"'),
    ('"\\\\u0041"', '"\\\\u0041"'),
    ('"\\U01F40E"', '"\U0001f40e"'),
    ('"\\uD83D\\uDC0E"', '"\U0001f40e"'),
    ('"\\s\\d"', '"\\\\s\\\\d"'),
    ('"it\\\'s"', '"it\'s"'),
    ('"line\nbreak"', '"line\\nbreak"'),
    ('@"2024-02-29"', '@"2024-02-29"'),
    ('@"nonsense"', "null"),
    ("1 // the end\n+ 1", "2"),
    ("/* before */ 1 + /* within\n */ 1 // after", "2"),
    ("1\u3000+\u00a01", "2"),
    ("9999999999999999999999999999999999", "9999999999999999999999999999999999"),
    ("12345678901234567890123456789012345", "12345678901234567890123456789012340"),
]


@pytest.mark.parametrize(("text", "expected"), LITERALS)
def test_literal(value_of, text, expected):
    assert value_of(text) == expected


NAMES = [
    ("Monthly Salary * 12", {"Monthly Salary": 100}, "1200"),
    ("Monthly   Salary", {"Monthly Salary": 100}, "100"),
    ("a-b", {"a": 5, "b": 3}, "2"),
    ("a-b", {"a-b": 1, "a": 5, "b": 3}, "1"),
    ("a - b", {"a-b": 1, "a": 5, "b": 3}, "1"),
    ("(a)-(b)", {"a-b": 1, "a": 5, "b": 3}, "2"),
    ("salt and pepper", {"salt and pepper": 1, "salt": True, "pepper": False}, "1"),
    ("time in office > 3", {"time in office": 4}, "true"),
    ("l'été", {"l'été": 1}, "1"),
    ("version 2.1 + 1", {"version 2.1": 2}, "3"),
    ("loan/value", {"loan/value": 7, "loan": 8, "value": 2}, "7"),
    ("a.b", {"a.b": 1, "a": {"b": 2}}, "1"),
    ("\U0001f40e", {"\U0001f40e": 1}, "1"),
    ("保費", {"保費": 1}, "1"),
    ("`my name!` + 1", {"my name!": 1}, "2"),
    ("?", {"?": 3}, "3"),
    ("_x1", {"_x1": 1}, "1"),
    ("list", {"list": [1]}, "[1]"),
    ("range", {"range": 2}, "2"),
    ("count of items", {"count of items": 3}, "3"),
    ("date + 1", {"date": 2}, "3"),
    ("order", {"order": 1}, "1"),
    ("information", {"information": 1}, "1"),
]


@pytest.mark.parametrize(("text", "scope", "expected"), NAMES)
def test_name_is_the_longest_known(value_of, text, scope, expected):
    assert value_of(text, **scope) == expected


def test_inner_name_wins_over_outer(value_of):
    assert value_of("for x in [1, 2] return x", x=9) == "[1, 2]"


def test_iterator_and_parameter_names_may_have_spaces_and_operators(value_of):
    assert value_of("for my item in [1, 2] return my item * 2") == "[2, 4]"
    assert value_of("(function(a-b, c d) a-b + c d)(1, 2)") == "3"
    assert value_of('{"to pay": 2, total sum: to pay + 1}.total sum') == "3"
    assert value_of("{first name: 1, r: {first name: 2}.first name}.r") == "2"


def test_member_names_of_the_model_follow_a_dot():
    expression = feel.compile("loan.interest rate + loan.a-b", names=["loan"], members=["interest rate", "a-b"])
    assert expression.evaluate({"loan": {"interest rate": 2, "a-b": 3}}) == 5


def test_a_keyword_after_a_dot_is_a_member():
    assert feel.compile("x.return + x.in.then").evaluate({"x": {"return": 1, "in": {"then": 2}}}) == 3


def test_names_inside_filters_may_be_members():
    expression = feel.compile('people[last name = "Wu"].age', names=["people"], members=["last name"])
    assert expression.evaluate({"people": [{"last name": "Wu", "age": 4}, {"last name": "Li"}]}) == [4]


def test_undeclared_adjacent_words_are_one_name():
    warnings = []
    assert feel.compile("unknown thing").evaluate({}, warnings) is None
    assert warnings == [("variable", "No variable found with name 'unknown thing'.", 1, 1)]
    assert feel.compile("unknown-thing").names == {"unknown", "thing"}


def test_a_builtin_without_parentheses_is_a_value(value_of):
    assert value_of("sort([1, 3, 2], max) = null") == "true"
    assert value_of('{f: string length, r: f("abc")}.r') == "3"


def test_variables_shadow_builtins(value_of):
    assert value_of("{sum: 3, r: sum + 1}.r") == "4"
    assert value_of("{sum: function(x) 7, r: sum([1])}.r") == "7"


KEYS = [
    ('{"": 1}', '{"": 1}'),
    ('{"a b": 1}', '{"a b": 1}'),
    ("{a b: 1}", '{"a b": 1}'),
    ("{a  /* first */ b: 1}", '{"a b": 1}'),
    ("{a+b: 1}", '{"a+b": 1}'),
    ("{}", "{}"),
    ("{a: {b: 1}}.a.b", "1"),
    ('{"}{:,": 1}', '{"}{:,": 1}'),
]


@pytest.mark.parametrize(("text", "expected"), KEYS)
def test_context_key(value_of, text, expected):
    assert value_of(text) == expected


SYNTAX_ERRORS = [
    ("", 1, 1),
    ("1 +", 1, 4),
    ("1.", 1, 3),
    ("if true then 1", 1, 15),
    ("(1", 1, 3),
    ("[1, 2", 1, 6),
    ("{a: 1", 1, 6),
    ("1 2", 1, 3),
    ("for x in [1]\nreturn", 2, 7),
    ('"open', 1, 1),
    ("a.", 1, 3),
    ("then", 1, 1),
    ("f(a: 1, 2)", 1, 9),
    ("f(1, a: 2)", 1, 10),
    ("a == 1", 1, 4),
]


@pytest.mark.parametrize(("text", "line", "column"), SYNTAX_ERRORS)
def test_syntax_error_has_its_place_and_what_was_expected(text, line, column):
    with pytest.raises(feel.ParseError) as caught:
        feel.compile(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.expected
    assert caught.value.message.startswith("Expected")


HINTS = [
    ("a == 1", "FEEL compares with a single ="),
    ("a && b", "FEEL writes and"),
    ("a || b", "FEEL writes or"),
    ("'a'", "FEEL writes strings in double quotes"),
    ("!a", "FEEL writes not"),
    ("a % 2", "FEEL writes modulo"),
]


@pytest.mark.parametrize(("text", "hint"), HINTS)
def test_syntax_of_other_languages_gets_a_hint(text, hint):
    with pytest.raises(feel.ParseError, match=hint):
        feel.compile(text)


MESSAGES = [
    ("[1 2]", "Expected `]` or `,`, but found `2`. (line 1, column 4)"),
    ("{\n  a: 1\n  b: 2\n}", "Expected `,` or `}`, but found `b`. (line 3, column 3)"),
    ("f(1 2)", "Expected `,` or `)`, but found `2`. (line 1, column 5)"),
    ("if a then b", "Expected `else`, but found the end of the text. (line 1, column 12)"),
    ("for x xs return x", "Expected a name and `in`, but found the end of the text. (line 1, column 18)"),
    ("1 + * 2", "Expected an expression, but found `*`. (line 1, column 5)"),
    ("[1..2", "Expected `]` or `)` or `[` at the end of the range, but found the end of the text. (line 1, column 6)"),
    ("score >= 60)", "Expected an operator or the end of the text, but found `)`. (line 1, column 12)"),
    (
        "score = 'a'",
        'Expected an expression, but found `\'`. FEEL writes strings in double quotes, "…". (line 1, column 9)',
    ),
]


@pytest.mark.parametrize(("text", "message"), MESSAGES)
def test_a_message_names_what_was_expected_and_found(text, message):
    with pytest.raises(feel.ParseError) as caught:
        feel.compile(text)
    assert str(caught.value) == message
