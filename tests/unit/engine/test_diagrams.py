"""From a .bpmn file to a case that runs: every diagram of what is executed, and the bundled procedure."""

from pathlib import Path
from typing import Any

import pytest

from service import diagrams
from service.engine import DecisionOutcome
from tests.engine_reference.drawing import Deployed, Store

ROOT = Path(__file__).parents[3]
EXECUTED = sorted((ROOT / "tests" / "diagrams" / "executed").glob("*.bpmn"))
ANYTHING = {"xs": [1, 2], "items": [1, 2], "amount": 1, "n": 1}


class Whatever(Deployed):
    """Finds every process, decision and form that a diagram refers to."""

    def called_process(self, process_id: str, *_: Any) -> int | None:
        return super().called_process(process_id) or len(self.processes)

    def evaluate_decision(self, decision_id: str, *_: Any) -> DecisionOutcome:
        return DecisionOutcome(1, result=decision_id)

    def form(self, *_: Any) -> int:
        return 1


def read(*paths: Path):
    model, problems = diagrams.read({path.name: path.read_bytes() for path in paths})
    assert [problem for problem in problems if problem.severity == "error"] == []
    return model


@pytest.mark.parametrize("reload", ["", "step", "token"])
@pytest.mark.parametrize("path", EXECUTED, ids=lambda path: path.stem)
def test_a_diagram_of_what_is_executed_runs_to_its_waits(path: Path, reload: str):
    case = Store(deployed=Whatever(*read(path).processes), reload=reload)
    case.start(ANYTHING)
    assert case.instance.finished or case.open or case.incidents


def test_the_bundled_procedure_starts_and_waits_for_somebody():
    processes = read(ROOT / "bpmn" / "presales.bpmn", *sorted((ROOT / "bpmn" / "stages").glob("*.bpmn"))).processes
    by_id = {process.id: process for process in processes}
    main = by_id.pop("presales")
    case = Store(deployed=Whatever(main, *by_id.values()), reload="token").start({"data": {}})
    assert case.open or case.incidents
    assert len(case.deployed.processes) == len(list((ROOT / "bpmn").rglob("*.bpmn")))
