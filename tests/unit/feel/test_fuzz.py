"""Any text parses or is refused, any expression evaluates or stops, whatever it is."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from service import feel
from service.feel.texts import text_of

FEW = feel.Limits(steps=5_000, list_size=1_000, string_size=5_000)
SCOPE = {"x": Decimal(3), "xs": [Decimal(1), None, {"a": "b"}], "c": {"a": [Decimal(1)]}, "t": True, "i": 7, "f": 0.5}
quick = settings(max_examples=200, deadline=None, derandomize=True)


def evaluated(text):
    """Evaluate what parses; fail on a defect of ours."""
    try:
        expression = feel.compile(text)
    except feel.ParseError:
        return None
    warnings = []
    value = expression.evaluate(SCOPE, warnings, limits=FEW)
    assert [each for each in warnings if each.kind == "internal"] == []
    feel.to_json(value)
    return value


@quick
@given(st.text(max_size=2000))
def test_any_text(text):
    evaluated(text)


WORDS = """
1 2.5 "a" x xs c t i f a b item partial ? ( ) [ ] { } , : . .. + - * / ** = != < <= > >= and or not( in if then else
for return some every satisfies between instance of number list< > function( null true false @ `y` // /*
""".split()  # noqa: SIM905 - a list of words


@quick
@given(st.lists(st.sampled_from([*WORDS, *feel.BUILTIN_FUNCTIONS]), max_size=60))
def test_any_words(words):
    evaluated(" ".join(words))


@quick
@given(st.lists(st.sampled_from([*WORDS, " "]), max_size=20))
def test_any_unary_tests(words):
    try:
        tests = feel.compile_unary_tests(" ".join(words))
    except feel.ParseError:
        return
    for value in (Decimal(1), "a", None, True, [], {}):
        warnings = []
        assert tests.evaluate(value, SCOPE, warnings, limits=FEW) in (True, False, None)
        assert [each for each in warnings if each.kind == "internal"] == []


ATOMS = """
0 1 -1 2.5 1e6144 1e-6143 true false null x xs c t i f c.a item missing [] {} "a" "" "1" "é" @"2024-02-29" @"12:00:00Z"
@"2024-01-01T00:00:00@Europe/Paris" @"999999999-12-31" @"P1Y" @"-P1DT1S" [1..3] (<5) ["a".."b") function(p)p max
{a:1,"b":null} [[1],null] now()
""".split()  # noqa: SIM905 - a list of words
atoms = st.sampled_from(ATOMS)


def larger(parts):
    pair = st.tuples(parts, parts)
    calls = st.tuples(st.sampled_from(feel.BUILTIN_FUNCTIONS), st.lists(parts, max_size=4))
    operators = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"])
    return st.one_of(
        st.tuples(parts, operators, parts).map(lambda it: f"({it[0]} {it[1]} {it[2]})"),
        calls.map(lambda it: f"{it[0]}({', '.join(it[1])})"),
        pair.map(lambda it: f"({it[0]})[{it[1]}]"),
        pair.map(lambda it: f"(for y in {it[0]} return {it[1]})"),
        pair.map(lambda it: f"(some y in {it[0]} satisfies {it[1]})"),
        pair.map(lambda it: f"[{it[0]}, {it[1]}]"),
        pair.map(lambda it: f"{{a: {it[0]}, b: {it[1]}}}"),
        pair.map(lambda it: f"[({it[0]})..({it[1]})]"),
        pair.map(lambda it: f"(if {it[0]} then {it[1]} else null)"),
        parts.map(lambda it: f"(-({it}))"),
        parts.map(lambda it: f"(({it}).a)"),
        parts.map(lambda it: f"(({it}) instance of list<number>)"),
    )


expressions = st.recursive(atoms, larger, max_leaves=8)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(expressions)
def test_any_expression_evaluates_to_the_same_with_and_without_warnings(text):
    value = evaluated(text)
    random = any(word in text for word in ("now", "uuid", "random", "today"))
    again = feel.compile(text).evaluate(SCOPE, limits=FEW)
    assert random or text_of(again) == text_of(value)


@quick
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_a_number_is_read_back_from_its_text(number):
    assert feel.compile(text_of(number)).evaluate({}) == number


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@quick
@given(values)
def test_a_value_is_read_back_from_its_text_and_its_json(value):
    own = feel.from_json(value)
    assert feel.to_json(own) == value
    warnings = []
    assert feel.compile("from json(to json(v)) = v").evaluate({"v": own}, warnings) is True, warnings
    if not isinstance(value, str):
        assert feel.compile(text_of(own)).evaluate({}) == own


@quick
@given(st.integers(-3_000_000, 3_000_000), st.integers(0, 86_399_999_999_999), st.integers(-64_800, 64_800))
def test_a_moment_is_read_back_from_its_text(days, nanos, offset):
    date = feel.compile('@"2000-01-01" + d').evaluate({"d": feel.DaysTime(days * 86_400_000_000_000)})
    moment = feel.DateTime(date, nanos, offset)
    assert feel.compile(f'@"{feel.to_json(moment)}"').evaluate({}) == moment
    assert feel.compile("m + d - d = m").evaluate({"m": moment, "d": feel.DaysTime(nanos)}) is True
