"""No expression can hang, exhaust memory or reach Python: each stops at a limit, which the warning names."""

import pytest

from service import feel

FEW = feel.Limits(steps=150_000)


def doubled(last):
    """A text whose lists hold the one before twice: 2 ** 60 parts in 60 lists."""
    return "{a0: [1, 1], " + ", ".join(f"a{at + 1}: [a{at}, a{at}]" for at in range(60)) + f", r: {last}}}.r"


BREACHES = [
    ("for i in 1..99999, j in 1..99999 return 1", "steps"),
    ("some i in 1..99999, j in 1..99999 satisfies false", "steps"),
    ("1 in [for i in 1..100001 return i]", "items"),
    ("for i in 1..1e30 return i", "items"),
    (doubled("a60"), "items"),
    (doubled("a60 = a60"), "steps"),
    (doubled("flatten(a60)"), "steps"),
    (doubled("string(a60)"), "steps"),
    (doubled("to json(a60)"), "items"),
    (doubled("a60.x"), "steps"),
    ("{a0: [1, 1], " + ", ".join(f"a{at + 1}: concatenate(a{at}, a{at})" for at in range(30)) + "}", "steps"),
    ('{a0: "xxxx", ' + ", ".join(f"a{at + 1}: a{at} + a{at}" for at in range(30)) + "}", "characters"),
    ("(function(f) f(f))(function(f) f(f))", "calls"),
    ("for i in 1..500 return [partial[-1]]", "inside each other"),
    ("sort(for i in 1..90000 return -i, function(a, b) a < b)", "steps"),
    ("distinct values(for i in 1..90000 return i)", "steps"),
    ("for i in 1..99999 return exp(100.123456789)", "steps"),
    ('for i in 1..99999 return matches("a", "^(\\w{0,100}){0,10}" + string(i))', "steps"),
    ('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "^((a+)+)\\2b$")', "steps"),
]


@pytest.mark.parametrize(("text", "limit"), BREACHES)
def test_a_breach_gives_null_and_names_the_limit(text, limit):
    warnings = []
    assert feel.compile(text).evaluate({}, warnings, limits=FEW) is None
    assert warnings[-1].kind == "limit"
    assert warnings[-1].fatal
    assert limit in warnings[-1].message


def test_limits_can_be_set():
    warnings = []
    few = feel.Limits(steps=10)
    assert feel.compile("for i in 1..20 return i").evaluate({}, warnings, limits=few) is None
    assert [each.kind for each in warnings] == ["limit"]


def test_a_breach_within_a_list_ends_the_whole_evaluation():
    warnings = []
    assert feel.compile("[1, count(for i in 1..99999999 return i)]").evaluate({}, warnings) is None
    assert [each.kind for each in warnings] == ["limit"]


def test_warnings_are_limited():
    warnings = []
    assert feel.compile("count(for i in 1..5000 return x)").evaluate({}, warnings) == 5000
    assert 100 < len(warnings) < 1000


NESTED = ["(", "[", "{a:", "not(", "-", "f(", "x[", "[1..", "]", "if x then ", "for x in ", "5 in (", "function() "]


@pytest.mark.parametrize("opening", NESTED)
def test_deep_nesting_is_refused(opening):
    with pytest.raises(feel.ParseError):
        feel.compile(opening * 1000)


LONG_CHAINS = [
    "+".join(["1"] * 1000),
    " and ".join(["true"] * 400),
    "**".join(["1"] * 600),
    ".".join(["a"] * 100),
]


@pytest.mark.parametrize("text", LONG_CHAINS)
def test_long_chains_are_not_nesting(text):
    feel.compile(text).evaluate({})


@pytest.mark.parametrize("text", ["x" + "[1]" * 600, "x" + "(1)" * 600, "-" * 1500 + "x", "1" + "=1" * 900])
def test_what_is_too_deep_for_the_stack_is_refused(text):
    with pytest.raises(feel.ParseError, match="parts inside each other"):
        feel.compile(text)


@pytest.mark.parametrize("name", ["__class__", "__init__", "mro", "func_globals", "_replace", "as_tuple"])
@pytest.mark.parametrize("value", ["1", '"a"', "[1]", "{}", '@"P1D"', "[1..2]", "sum", "function() 1", "now()"])
def test_python_attributes_are_out_of_reach(name, value):
    found = feel.compile(f"({value}).{name}").evaluate({})
    assert found in (None, [None])


@pytest.mark.parametrize("name", ["__builtins__", "open", "eval", "exec", "print", "os"])
def test_python_names_are_out_of_reach(name):
    assert feel.compile(name).evaluate({}) is None
    assert feel.compile(f'{name}("1")').evaluate({}) is None
