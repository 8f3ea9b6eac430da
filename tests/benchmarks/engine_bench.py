"""The engine alone: what a step costs after many rounds, and what a completion costs in the middle of a process.

CPU time of this process, medians; garbage of earlier rows is collected before each."""

import gc
import itertools
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.diagrams.model import Process
from service.engine import Instance, create, load
from tests.engine_reference.drawing import NOW, Deployed, Sheet, inner, loop, timer

ROUNDS = 1000
EARLY = 5
SAMPLES = 400

Row = dict[str, Any]


def run() -> list[Row]:
    """All rows: name, value, unit, hard bar and goal (None where there is none)."""
    return [*loop_rows(), *completion_rows()]


# --- a loop with everything in it -------------------------------------------------------------------------


def looping_process() -> Process:
    """Parallel block with a boundary timer, inclusive block, sub-process, multi-instance, over and over."""
    sheet = Sheet()
    sheet.start(), sheet.end(), sheet.gateway("again", "exclusive")
    sheet.gateway("both", "parallel"), sheet.gateway("joined", "parallel")
    sheet.user("a"), sheet.boundary("late", "a", timer("PT1H")), sheet.user("b")
    sheet.gateway("some", "inclusive"), sheet.gateway("joined_some", "inclusive")
    sheet.sub("box", inner("u"))
    sheet.user("each", multi_instance=loop("=xs", output_collection="all", output_element="=r"))
    sheet.script("count", "=n + 1", "n"), sheet.gateway("more", "exclusive", default="out")
    sheet.chain("start", "again", "both", "a", "joined", "some"), sheet.chain("both", "b", "joined")
    sheet.end("late_end"), sheet.chain("late", "late_end")
    sheet.flow("some", "box", "=n >= 0"), sheet.flow("some", "each", "=n >= 0")
    sheet.chain("box", "joined_some", "count", "more"), sheet.chain("each", "joined_some")
    sheet.flow("more", "again", f"=n < {ROUNDS + 1}"), sheet.flow("more", "end", flow_id="out")
    return sheet.process()


def loop_rows() -> list[Row]:
    """Snapshot size and CPU of a step after 1 000 rounds against round 5."""
    case = _Case(Deployed(looping_process()), {"n": 0, "xs": [1, 2, 3]})
    moments: list[_Moment] = []
    for number in range(ROUNDS + 1):
        if number in (EARLY, ROUNDS):
            moments.append(_Moment(case.snapshot, dict(case.rows), case.open("a")))
        for element in ("a", "b", "u", "each", "each", "each"):
            if number < ROUNDS:
                case.complete(element)
    early, late = moments
    costs = _interleaved_cpu_ms(*[lambda moment=moment: case.step_from(moment) for moment in moments])
    return [
        row("snapshot after 1000 rounds / round 5", len(late.snapshot) / len(early.snapshot), "ratio", 1.2, 1.0),
        row("CPU of a step after 1000 rounds / round 5", costs[1] / costs[0], "ratio", 1.2, 1.0),
        row("CPU of a step after 1000 rounds (load, complete, dump)", costs[1], "ms", None, None),
        row("snapshot after 1000 rounds", len(late.snapshot), "bytes", None, None),
    ]


# --- seven stages --------------------------------------------------------------------------------------------


def stage(number: int) -> Process:
    """A stage: job, rule, choice, user task, calculation, review with a reminder."""
    sheet = Sheet()
    sheet.start(), sheet.end(), sheet.job("prepare"), sheet.script("rule", "=amount > 100000", "manual")
    sheet.gateway("choose", "exclusive", default="to_manual"), sheet.gateway("merge", "exclusive")
    sheet.user("automatic"), sheet.user("by_hand"), sheet.script("calculate", f"=amount + {number}", "result")
    sheet.user("review"), sheet.boundary("remind", "review", timer("P3D"), interrupting=False)
    sheet.script("escalate", "=true", "escalated"), sheet.end("reminded")
    sheet.chain("start", "prepare", "rule", "choose"), sheet.flow("choose", "automatic", "=manual = false")
    sheet.flow("choose", "by_hand", flow_id="to_manual"), sheet.chain("automatic", "merge")
    sheet.chain("by_hand", "merge", "calculate", "review", "end"), sheet.chain("remind", "escalate", "reminded")
    return sheet.process(f"stage{number}")


def seven_stages() -> Deployed:
    """A process of seven call activities, and the stages that it calls."""
    sheet = Sheet()
    calls = [sheet.call(f"call{number}", f"stage{number}") for number in range(1, 8)]
    sheet.start(), sheet.end()
    sheet.chain("start", *calls, "end")
    return Deployed(sheet.process("presales"), *(stage(number) for number in range(1, 8)))


def completion_rows() -> list[Row]:
    """load + complete + step + dump in the middle of stage four."""
    case = _Case(seven_stages(), {"amount": 250_000, "customer": {"name": "ACME"}})
    for element in ("prepare", "by_hand", "review") * 3:
        case.complete(element)
    case.complete("prepare")
    keys = case.open("by_hand")

    def once() -> None:
        instance = case.load()
        instance.complete(keys, {"out": "ok"})
        instance.settle()
        instance.dump()

    return [
        row("load + step + dump mid-way in seven stages, CPU", _cpu_ms(once), "ms", 1.0, 0.15),
        row("snapshot mid-way in seven stages", len(case.snapshot), "bytes", None, None),
        row("load alone", _cpu_ms(case.load), "ms", None, None),
        row("build of a stage's specs, CPU", _cpu_ms(lambda: _build_again(case.deployed)), "ms", None, None),
    ]


def _build_again(deployed: Deployed) -> None:
    deployed.forget()
    deployed.process(2)


# --- means -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Moment:
    snapshot: bytes
    rows: dict[tuple[int, str], Any]
    #: key of the task to complete next
    key: int


class _Case:
    """An instance that is dumped and loaded around every command, as the service does."""

    def __init__(self, deployed: Deployed, variables: dict[str, Any]) -> None:
        self.deployed = deployed
        self.rows: dict[tuple[int, str], Any] = {}
        self.waits: dict[int, str] = {}
        self._keys = itertools.count(2_251_799_813_685_249)
        key = next(self._keys)
        instance = create(deployed, 1, instance_key=key, keys=self._keys.__next__, now=NOW)
        instance.start(variables)
        self._store(instance)

    def open(self, element: str) -> int:
        return next(key for key, name in self.waits.items() if name == element)

    def load(self) -> Instance:
        rows = [(scope, name, value) for (scope, name), value in self.rows.items()]
        return load(self.snapshot, rows, self.deployed, keys=self._keys.__next__, now=NOW)

    def complete(self, element: str) -> None:
        instance = self.load()
        instance.complete(self.open(element), {"r": 1})
        self._store(instance)

    def step_from(self, moment: _Moment) -> None:
        """Complete a task as it was at some moment, and forget about it."""
        self.snapshot, self.rows = moment.snapshot, moment.rows
        instance = self.load()
        instance.complete(moment.key, {"r": 1})
        instance.settle()
        instance.dump()

    def _store(self, instance: Instance) -> None:
        instance.settle()
        self.snapshot = instance.dump()
        for change in instance.take_changes().items:
            match type(change).__name__:
                case "VariableWritten":
                    self.rows[change.scope_key, change.name] = change.value
                case "ScopeClosed":
                    self.rows = {at: value for at, value in self.rows.items() if at[0] != change.scope_key}
                case "JobOpened" | "UserTaskOpened":
                    self.waits[change.key] = change.element_id
                case "WaitClosed":
                    self.waits.pop(change.key, None)


def _cpu_ms(work: Callable[[], Any]) -> float:
    return _interleaved_cpu_ms(work)[0]


def _interleaved_cpu_ms(*works: Callable[[], Any]) -> list[float]:
    """Median CPU of each, measured in turns."""
    gc.collect()
    found: list[list[int]] = [[] for _ in works]
    for _ in range(SAMPLES):
        for work, costs in zip(works, found, strict=True):
            began = time.process_time_ns()
            work()
            costs.append(time.process_time_ns() - began)
    return [statistics.median(costs) / 1e6 for costs in found]


def row(name: str, value: float, unit: str, hard_bar: float | None, goal: float | None) -> Row:
    """One line of the report."""
    return {"name": name, "value": round(value, 4), "unit": unit, "hard_bar": hard_bar, "goal": goal}


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
