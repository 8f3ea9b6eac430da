"""What callers hold: names, caching, scopes, runs, values that cross the border."""

import threading
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from service import feel
from service.feel.temporal.convert import to_datetime, to_timedelta

NAMES = [
    ("score >= 60", {"score"}),
    ("a.b.c + d", {"a", "d"}),
    ("for x in xs return x * y", {"xs", "y"}),
    ("{a: 1, b: a + c}", {"c"}),
    ("function(a) a + b", {"b"}),
    ("some x in xs, y in x satisfies y = z", {"xs", "z"}),
    ("sum(xs) + count(ys)", {"xs", "ys"}),
    ("`my var` + 1", {"my var"}),
    ("x in (? > y)", {"x", "y"}),
    ("for x in xs return partial", {"xs"}),
    ("my rule(a)", {"my rule", "a"}),
    ("1", set()),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names_are_the_variables_read_from_the_scope(text, names):
    assert feel.compile(text).names == names


def test_names_inside_filters_may_be_members():
    expression = feel.compile("items[price > limit].name + limit")
    assert expression.names == {"items", "limit"}
    assert expression.filter_names == {"price"}


def test_functions_are_the_variables_called():
    expression = feel.compile("{f: function(x) x, a: f(1) + my rule(2) + sum([3])}[g(item)]")
    assert expression.functions == {"my rule", "g"}


def test_a_text_is_compiled_once_per_names():
    assert feel.compile("a-b") is feel.compile("a-b")
    assert feel.compile("a-b") is not feel.compile("a-b", names=["a-b"])
    assert feel.compile("a-b").text == "a-b"


class CaseScope:
    """A scope of its own kind, as the engine has it."""

    def get(self, key, default=None, /):
        return Decimal(len(key)) if key.startswith("n") else default


def test_a_scope_needs_only_get():
    assert feel.compile("nnn + n").evaluate(CaseScope()) == 4
    assert feel.compile("[nnn, other]").evaluate(CaseScope()) == [3, None]


def test_ints_and_floats_of_a_scope_are_numbers():
    scope = {"i": 7, "f": 0.1, "list": [1, 2.5], "c": {"i": 2}}
    assert feel.compile("f + 0.2").evaluate(scope) == Decimal("0.3")
    assert feel.compile("sum(list) * c.i / i").evaluate(scope) == 1
    assert feel.compile("i >= 7 and f < 1 and i = 7.0").evaluate(scope) is True
    assert feel.compile("list[c.i]").evaluate(scope) == 2.5
    assert feel.compile("i instance of number").evaluate(scope) is True


@pytest.mark.parametrize("odd", [float("nan"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), object(), b"x"])
@pytest.mark.parametrize(
    "text", ["v > 1", "v = v", "v + 1", "-v", "sum([v])", "abs(v)", "v in [1..2]", "string(v)", "v.a"]
)
def test_nothing_that_a_scope_holds_makes_an_evaluation_raise(odd, text):
    feel.compile(text).evaluate({"v": odd})
    feel.compile(text).evaluate({"v": odd}, [])


def test_true_is_not_one():
    assert feel.compile("b = 1").evaluate({"b": True}) is None
    assert feel.compile("list contains([1], b)").evaluate({"b": True}) is False


def test_a_diagnostic_has_kind_place_and_reason():
    warnings = []
    assert feel.compile("1 +\n  missing").evaluate({}, warnings) is None
    assert warnings[0] == feel.Diagnostic("variable", "No variable found with name 'missing'.", 2, 3)
    assert not warnings[0].fatal


def test_an_evaluation_leaves_the_callers_decimal_context_alone():
    third = Decimal(1) / 3
    assert feel.compile("1 / 3").evaluate({}) != third
    assert Decimal(1) / 3 == third


def test_expressions_share_a_run():
    run = feel.Run(warnings := [], feel.Limits(steps=50), clock=lambda: 1_000_000_000)
    first, second = feel.compile("now()"), feel.compile("count(for i in 1..20 return i)")

    def both():
        return [first.evaluate({}, run=run), second.evaluate({}, run=run), second.evaluate({}, run=run)]

    assert feel.evaluated(both, run) is None
    assert [each.kind for each in warnings] == ["limit"]


def test_the_clock_can_be_set():
    run = feel.Run(clock=lambda: 1_000_000_000)
    moment = feel.evaluated(lambda: feel.compile("now()").evaluate({}, run=run), run)
    assert feel.to_json(moment) == "1970-01-01T00:00:01Z"


def test_functions_of_a_caller_are_called_with_converted_arguments():
    number = feel.BUILT_IN["number"]
    double = feel.Function([feel.Parameter("n", number)], lambda values, _: values[0] * 2, number, "double")
    assert feel.compile("double([4])").evaluate({"double": double}) == 8
    assert feel.compile("double(n: 4)").evaluate({"double": double}) == 8
    assert feel.compile('double("4")').evaluate({"double": double}) is None


def test_a_caller_may_replace_a_builtin_by_a_function_only():
    seven = feel.Function([feel.Parameter("list")], lambda _, __: Decimal(7))
    assert feel.compile("sum([1])").evaluate({"sum": seven}) == 7
    assert feel.compile("sum([1])").evaluate({"sum": 3}) == 1
    assert feel.compile('date("2024-01-01")').evaluate({"date": seven}) == 7


def test_expressions_are_evaluated_by_many_threads_at_once():
    expression = feel.compile("sum(for x in 1..n return x ** 2) / 3")
    expected = {n: expression.evaluate({"n": n}) for n in range(1, 9)}
    found = {}

    def work(n):
        found[n] = {expression.evaluate({"n": n}) for _ in range(50)}

    threads = [threading.Thread(target=work, args=(n,)) for n in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: {value} for n, value in expected.items()}


TAIPEI = ZoneInfo("Asia/Taipei")
MOMENTS = [
    (date(2024, 2, 29), "2024-02-29"),
    (time(12, 30, 0, 500_000), "12:30:00.5"),
    (time(12, 30, tzinfo=UTC), "12:30:00Z"),
    (datetime(2024, 2, 29, 12, tzinfo=UTC), "2024-02-29T12:00:00Z"),
    (datetime(2024, 2, 29, 12, tzinfo=timezone(timedelta(hours=8))), "2024-02-29T12:00:00+08:00"),
    (datetime(2024, 2, 29, 12, tzinfo=TAIPEI), "2024-02-29T12:00:00@Asia/Taipei"),
    (timedelta(days=1, hours=2, microseconds=5), "P1DT2H0.000005S"),
    (-timedelta(minutes=1), "-PT1M"),
]


@pytest.mark.parametrize(("value", "text"), MOMENTS)
def test_temporal_values_of_python_cross(value, text):
    own = feel.from_json(value)
    assert feel.to_json(own) == text
    if isinstance(value, datetime):
        assert to_datetime(own) == value
    if isinstance(value, timedelta):
        assert to_timedelta(own) == value


def test_a_local_moment_crosses():
    assert to_datetime(feel.compile('@"2024-01-01T12:00:00"').evaluate({})) == datetime(2024, 1, 1, 12)  # noqa: DTZ001 - without zone


def test_json_values_cross_without_loss():
    value = {"a": [1, Decimal("1.10"), True, None, "x"], "b": {"c": []}, "t": (1, 2)}
    own = feel.from_json(value)
    assert type(own["a"][0]) is Decimal
    assert feel.to_json(own) == value | {"t": [1, 2]}
    assert str(own["a"][1]) == "1.10"
    assert feel.to_json(feel.compile('{r: [1..2], f: sum, d: @"P1D"}').evaluate({})) == {
        "r": "[1..2]",
        "f": None,
        "d": "P1D",
    }


def test_what_json_has_not_is_refused():
    with pytest.raises(TypeError, match="Expected a value that JSON has"):
        feel.from_json(object())
