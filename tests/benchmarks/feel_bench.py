"""FEEL: what compiling and evaluating cost, beside closures written by hand with the same null rules.

Each pair is measured in turns within one run, so that the ratio does not depend on the machine's mood.
"""

import contextlib
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from service import feel
from service.feel.expression import _compile

Row = dict[str, Any]
Scope = dict[str, Any]
Hand = Callable[[Scope], Any]

ROUNDS = 15
SECONDS_PER_ROUND = 0.02

SCOPE: Scope = {
    "score": Decimal(70),
    "applicant": {"age": Decimal(35), "address": {"country": "TW", "city": "Taipei"}},
    "benefits": [{"premium": Decimal(at)} for at in range(100)],
    "due": feel.Date(2024, 1, 31),
}
HAND_SCOPE = SCOPE | {"due": date(2024, 1, 31)}

SIXTY, EIGHTEEN, FACTOR = Decimal(60), Decimal(18), Decimal("1.05")
FORTNIGHT, LIMIT = timedelta(days=14), date(2024, 2, 1)


def simple(scope: Scope) -> bool | None:
    score = scope.get("score")
    return score >= SIXTY if type(score) is Decimal else None


def nested(scope: Scope) -> bool | None:
    applicant = scope.get("applicant")
    applicant = applicant if type(applicant) is dict else {}
    age, address = applicant.get("age"), applicant.get("address")
    old = age >= EIGHTEEN if type(age) is Decimal else None
    if old is False:
        return False
    country = address.get("country") if type(address) is dict else None
    here = country == "TW" if type(country) is str else None
    return False if here is False else True if old and here else None


def loop(scope: Scope) -> list[Decimal | None] | None:
    benefits = scope.get("benefits")
    if type(benefits) is not list:
        return None
    premiums = [each.get("premium") if type(each) is dict else None for each in benefits]
    return [premium * FACTOR if type(premium) is Decimal else None for premium in premiums]


def dates(scope: Scope) -> bool | None:
    due = scope.get("due")
    return due + FORTNIGHT > LIMIT if type(due) is date else None


CASES: list[tuple[str, str, Hand]] = [
    ("simple_condition", "score >= 60", simple),
    ("nested_contexts", 'applicant.age >= 18 and applicant.address.country = "TW"', nested),
    ("for_over_100_items", "for b in benefits return b.premium * 1.05", loop),
    ("date_arithmetic", 'due + duration("P14D") > date("2024-02-01")', dates),
]
GOALS = {"simple_condition": 2.0}
HARD_RATIOS = {"simple_condition": 10.0}

#: texts of 2 KB that are hard to read
HARD_TEXTS = [
    "(" * 2000,
    "[1..a[" * 333,
    "5 in (" * 333,
    "{a:" * 666,
    "x[" * 1000,
    "if x then " * 200,
    "1+" * 999 + "1",
    "f(a," * 500,
    "for x in " * 222,
    "a " * 1000,
]


def best(action: Callable[[], Any]) -> float:
    """Microseconds of one call, the best of one round."""
    started = time.perf_counter()
    action()
    calls = max(1, int(SECONDS_PER_ROUND / max(time.perf_counter() - started, 1e-7) / 4))
    started = time.perf_counter()
    for _ in range(calls):
        action()
    return (time.perf_counter() - started) / calls * 1e6


def in_turns(*actions: Callable[[], Any]) -> list[float]:
    """Microseconds of each action, all measured in every round."""
    rounds = [[best(action) for action in actions] for _ in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def row(name: str, value: float, unit: str, goal: float | None = None, hard_bar: float | None = None) -> Row:
    return {"name": name, "value": round(value, 3), "unit": unit, "hard_bar": hard_bar, "goal": goal}


def compiled_afresh(text: str) -> None:
    _compile.cache_clear()
    feel.compile(text)


def case_rows(name: str, text: str, hand: Hand) -> list[Row]:
    expression = feel.compile(text)
    assert feel.to_json(expression.evaluate(SCOPE)) == hand(HAND_SCOPE)
    own, by_hand, compiling = in_turns(
        lambda: expression.evaluate(SCOPE), lambda: hand(HAND_SCOPE), lambda: compiled_afresh(text)
    )
    return [
        row(f"feel.{name}", own, "us", goal=GOALS.get(name)),
        row(f"feel.{name}_by_hand", by_hand, "us"),
        row(f"feel.{name}_times_by_hand", own / by_hand, "x", hard_bar=HARD_RATIOS.get(name)),
        row(f"feel.{name}_compile", compiling, "us", goal=300),
    ]


def read_hard_text(text: str) -> None:
    with contextlib.suppress(feel.ParseError):
        compiled_afresh(text)


def hard_text_rows() -> list[Row]:
    slowest = max(min(best(lambda text=text: read_hard_text(text)) for _ in range(3)) for text in HARD_TEXTS)
    tracemalloc.start()
    for text in HARD_TEXTS:
        read_hard_text(text)
    largest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return [
        row("feel.hardest_2_kb_time", slowest / 1000, "ms", goal=50),
        row("feel.hardest_2_kb_memory", largest / 1e6, "MB", goal=50),
    ]


def run() -> list[Row]:
    rows = [each for case in CASES for each in case_rows(*case)]
    return rows + hard_text_rows()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2, ensure_ascii=False) + "\n")
