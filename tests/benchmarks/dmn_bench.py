"""Decision tables: read and compile, evaluate, and how evaluation grows with the number of rules.

`python tests/benchmarks/dmn_bench.py` prints the rows as JSON. A hand-written chain of Python comparisons stands beside
the 20-rule table as the limit; the 500-rule table also runs with its index taken away.
"""

import gc
import json
import random
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from service import dmn
from service.dmn.column_index import Candidates, ColumnIndex

Row = dict[str, Any]
Case = dict[str, Any]
_CHANNELS = ("agent", "branch", "broker", "online", "partner")


def run() -> list[Row]:
    """Rows with name, value, unit, hard_bar and goal; lower is better."""
    small, large = table(20), table(500)
    model, big = dmn.read(small), dmn.read(large)
    cases = _cases(20)
    indexed = _microseconds(lambda case: big.evaluate("premium_class", case), _cases(500))
    rows = [
        _row("dmn.read_20_rules", _microseconds(lambda _: dmn.read(_fresh(small)), cases[:10]) / 1000, "ms"),
        _row("dmn.read_500_rules", _microseconds(lambda _: dmn.read(_fresh(large)), cases[:2]) / 1000, "ms"),
        _row("dmn.table_20_rules_4_inputs", _microseconds(lambda case: model.evaluate("premium_class", case), cases),
             "us", goal=50),
        _row("dmn.table_20_rules_by_hand", _microseconds(_by_hand(20), cases), "us"),
        _row("dmn.table_500_rules_4_inputs", indexed, "us"),
    ]  # fmt: skip
    linear = _without_index(lambda: _microseconds(lambda case: big.evaluate("premium_class", case), _cases(500)[:50]))
    rows.append(_row("dmn.table_500_rules_one_by_one", linear, "us"))
    rows.append(_row("dmn.table_500_rules_share_of_one_by_one", indexed / linear, "ratio", goal=0.25))
    return rows


def table(rules: int) -> bytes:
    """A UNIQUE table over age bands, sums, channels and a flag, whose rules exclude each other by age."""
    width = Decimal(100) / rules
    written = []
    for number in range(rules):
        low, high = number * width, (number + 1) * width
        cells = [
            f"[{low}..{high})",
            "-" if number % 3 else "[0..1000000]",
            '"agent", "branch", "broker", "online", "partner"' if number % 2 else 'not("unknown")',
            "-" if number % 5 else "true, false",
        ]
        entries = "".join(f"<inputEntry><text>{escape(each)}</text></inputEntry>" for each in cells)
        written.append(f'<rule id="r{number}">{entries}<outputEntry><text>"class {number}"</text></outputEntry></rule>')
    names = {"age": "number", "sum_assured": "number", "channel": "string", "smoker": "boolean"}
    data = "".join(
        f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'
        for name, kind in names.items()
    )
    required = "".join(
        f'<informationRequirement><requiredInput href="#{name}"/></informationRequirement>' for name in names
    )
    inputs = "".join(
        f'<input id="c_{name}"><inputExpression typeRef="{kind}"><text>{name}</text></inputExpression></input>'
        for name, kind in names.items()
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="bench" name="bench" namespace="bench">'
        f'{data}<decision id="premium_class" name="premium class">{required}'
        f'<decisionTable hitPolicy="UNIQUE">{inputs}<output typeRef="string"/>{"".join(written)}</decisionTable>'
        "</decision></definitions>"
    ).encode()


def _cases(rules: int) -> list[Case]:
    chance = random.Random(rules)  # noqa: S311 - the same cases in every run
    return [
        {
            "age": Decimal(chance.randrange(0, 9999)) / 100,
            "sum_assured": Decimal(chance.randrange(0, 1_000_000)),
            "channel": chance.choice(_CHANNELS),
            "smoker": chance.random() < 0.5,
        }
        for _ in range(200)
    ]


def _by_hand(rules: int) -> Callable[[Case], str | None]:
    width = Decimal(100) / rules
    limit = Decimal(1_000_000)

    def decide(case: Case) -> str | None:
        found = None
        for number in range(rules):
            age_fits = number * width <= case["age"] < (number + 1) * width
            if age_fits and (number % 3 or case["sum_assured"] <= limit) and case["channel"] in _CHANNELS:
                found = f"class {number}"
        return found

    return decide


def _without_index(measure: Callable[[], float]) -> float:
    indexed = ColumnIndex.candidates

    def every_rule(index: ColumnIndex, value: Any) -> Candidates:  # noqa: ARG001 - stands in for `candidates`
        return index._every_cell

    ColumnIndex.candidates = every_rule  # type: ignore[method-assign]  # on purpose
    try:
        return measure()
    finally:
        ColumnIndex.candidates = indexed  # type: ignore[method-assign]  # and back


_turn = 0


def _fresh(xml: bytes) -> bytes:
    """The same file with other texts, so that no expression is found in FEEL's cache."""
    global _turn  # noqa: PLW0603 - a counter
    _turn += 1
    return xml.replace(b"class ", f"class {_turn} ".encode()).replace(b".100000", f".{100000 + _turn}".encode())


def _microseconds(action: Callable[[Case], Any], cases: list[Case]) -> float:
    """Mean CPU time per case, in the best of some rounds: what other programs do does not count."""
    for case in cases[:5]:
        action(case)
    rounds = []
    gc.collect()
    for _ in range(7):
        start = time.process_time()
        for case in cases:
            action(case)
        rounds.append((time.process_time() - start) / len(cases))
    return min(rounds) * 1e6


def _row(name: str, value: float, unit: str, *, goal: float | None = None) -> Row:
    return {"name": name, "value": round(value, 3), "unit": unit, "hard_bar": None, "goal": goal}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
