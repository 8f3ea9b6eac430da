"""Works on a case over REST as its people would, with the answers of a scenario of the demonstration."""

import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from service import exact_json
from service.demo.scenario import load_scenario

BUNDLED = Path(__file__).parents[2] / "bpmn"
OPENING = {
    "productLine": "LIFE",
    "clientType": "INDIVIDUAL",
    "channel": "AGENT",
    "region": "Shanghai",
    "owner": {"user": "amy", "name": "陳小美", "certificateNo": "02000131000080002019000123"},
    "lead": {"name": "陳志明", "phone": "+8613812345678"},
}
#: how long a handler may take to finish what a task brought about
SECONDS = 60
#: how often a task may come again before a test takes it for a circle
ROUNDS = 6


def bundled_files() -> dict[str, bytes]:
    """Every diagram, table and form that the service ships, by name."""
    wanted = {".bpmn", ".dmn", ".form"}
    return {str(each.relative_to(BUNDLED)): each.read_bytes() for each in BUNDLED.rglob("*") if each.suffix in wanted}


class Casework:
    """One case. `changes` replace answers of the scenario, by element id; `opening` what the case is opened with."""

    def __init__(
        self,
        http,
        scenario: str = "T01",
        changes: Mapping[str, Mapping[str, Any]] | None = None,
        opening: Mapping[str, Any] = OPENING,
    ) -> None:
        self.http, self.scenario, self.changes = http, load_scenario(scenario), changes or {}
        self.visits: Counter[str] = Counter()
        answer = http.post("/presales/cases", json=dict(opening))
        assert answer.status_code == 201, answer.text
        self.key, self.number = answer.json()["caseKey"], answer.json()["caseNo"]

    def now(self) -> dict[str, Any]:
        return self.http.get(f"/presales/cases/{self.key}").json()

    def tasks(self) -> list[dict[str, Any]]:
        """The open tasks, once the handlers have done what was to be done."""
        give_up = time.monotonic() + SECONDS
        while time.monotonic() < give_up:
            case = self.now()
            if case["nextTasks"] or case["state"] != "ACTIVE":
                return case["nextTasks"]
            assert not case["hasIncident"], self.http.post("/v2/incidents/search", json={}).text
            time.sleep(0.05)
        raise AssertionError(f"Expected a task within {SECONDS} s: {self.now()}")

    def step(self) -> str:
        """Do the next task; answer its element id."""
        task = self.tasks()[0]
        element = task["elementId"]
        self.visits[element] += 1
        person = self.scenario.performer(task["candidateGroups"])
        answer = self._evaluated(self._answer(element), task["key"])
        for what, body in (("assignment", {"assignee": person.user}), ("completion", {"variables": answer})):
            done = self.http.post(
                f"/v2/user-tasks/{task['key']}/{what}",
                content=exact_json.encode(body),
                headers={"X-Actor": person.user, "Content-Type": "application/json"},
            )
            assert done.status_code == 204, (element, done.text)
        return element

    def _answer(self, element: str) -> Any:
        return self.changes.get(element) or self.scenario.answer(element, self.visits[element])

    def _evaluated(self, answer: Any, task_key: str) -> Any:
        """The answer with its expressions (texts that begin with "=") evaluated where the task is."""
        if isinstance(answer, Mapping):
            return {name: self._evaluated(value, task_key) for name, value in answer.items()}
        if isinstance(answer, list):
            return [self._evaluated(value, task_key) for value in answer]
        if isinstance(answer, str) and answer.startswith("="):
            wanted = {"expression": answer, "scopeKey": task_key}
            return self.http.post("/v2/expression/evaluation", json=wanted).json()["result"]
        return answer

    def until(self, element: str) -> dict[str, Any]:
        """Do tasks until this one is open; answer it."""
        for _ in range(80):
            tasks = self.tasks()
            assert tasks, f"Expected to come to '{element}', but the case ended: {self.now()['end']}"
            if tasks[0]["elementId"] == element:
                return tasks[0]
            done = self.step()
            assert self.visits[done] < ROUNDS, f"Expected to come to '{element}', but it stays at '{done}'."
        raise AssertionError(f"Expected to come to '{element}', but there was no end: {self.visits}")

    def variable(self, name: str) -> Any:
        """The value of a variable, wherever it is in the case."""
        found = self.http.post("/v2/variables/search", json={"filter": {"name": name}}).json()["items"]
        mine = [each for each in found if each["rootProcessInstanceKey"] == self.key]
        assert mine, f"Expected a variable '{name}' in the case."
        return exact_json.decode(mine[-1]["value"])
