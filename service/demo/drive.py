"""Drives a case over REST as its people would, and tells what happens as it happens."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from service.demo.scenario import Person, Scenario
from service.demo.server import DemoFailed, Server

#: how long a step may take until the next task is there, papers included
STEP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Step:
    """A task done: where, by whom, and what it brought about."""

    stage: str
    task: str
    element_id: str
    visit: int
    person: Person
    answer: Mapping[str, Any]
    decisions: tuple[Mapping[str, Any], ...]
    papers: tuple[Mapping[str, Any], ...]


@dataclass(slots=True)
class Driver:
    """One run of a scenario against a server."""

    scenario: Scenario
    server: Server
    case_key: str = ""
    visits: Counter[str] = field(default_factory=Counter)
    _seen: set[str] = field(default_factory=set)

    def run(self) -> Iterator[Step]:
        """Open the case and do task after task until it ends. Raises DemoFailed where something else happens."""
        self.case_key = str(
            self._call(self.scenario.opener().user, "POST", "/presales/cases", self.scenario.opening)["caseKey"]
        )
        while (task := self._next_task()) is not None:
            yield self._do(task)

    def case(self) -> Mapping[str, Any]:
        """The case as the service tells it now."""
        return self._call("ops", "GET", f"/presales/cases/{self.case_key}")

    def papers(self) -> list[Mapping[str, Any]]:
        """All papers of the case."""
        return list(self._call("ops", "GET", f"/presales/cases/{self.case_key}/documents")["items"])

    def paper(self, document_id: str) -> bytes:
        """A paper's file."""
        with self.server.client("ops") as client:
            answer = client.get(f"/presales/cases/{self.case_key}/documents/{document_id}")
        return _checked(answer).content

    def _next_task(self) -> Mapping[str, Any] | None:
        give_up = time.monotonic() + STEP_SECONDS
        while time.monotonic() < give_up:
            found = self._call("ops", "POST", "/v2/user-tasks/search", {"filter": {"state": "CREATED"}})["items"]
            if found:
                return dict(found[0])
            if self.case()["state"] != "ACTIVE":
                return None
            self._no_incident()
            time.sleep(0.05)
        raise DemoFailed(f"Expected the next task within {STEP_SECONDS} s, but there is none. See {self.case()}.")

    def _no_incident(self) -> None:
        found = self._call("ops", "POST", "/v2/incidents/search", {"filter": {"state": "ACTIVE"}})["items"]
        if found:
            raise DemoFailed(f"Expected no incident, but at {found[0]['elementId']}: {found[0]['errorMessage']}")

    def _do(self, task: Mapping[str, Any]) -> Step:
        element = str(task["elementId"])
        self.visits[element] += 1
        person = self.scenario.performer(list(task["candidateGroups"]))
        answer = self.scenario.answer(element, self.visits[element])
        key = task["userTaskKey"]
        self._call(person.user, "POST", f"/v2/user-tasks/{key}/assignment", {"assignee": person.user})
        self._call(person.user, "POST", f"/v2/user-tasks/{key}/completion", {"variables": answer})
        return Step(
            stage=str(task["processName"]),
            task=str(task["name"]),
            element_id=element,
            visit=self.visits[element],
            person=person,
            answer=answer,
            decisions=tuple(self._new_decisions()),
            papers=tuple(self._new_papers()),
        )

    def _new_decisions(self) -> Iterator[Mapping[str, Any]]:
        order = {"sort": [{"field": "evaluationDate", "order": "ASC"}]}
        for each in self._call("ops", "POST", "/v2/decision-instances/search", order)["items"]:
            key = str(each["decisionEvaluationInstanceKey"])
            if key not in self._seen:
                self._seen.add(key)
                yield self._call("ops", "GET", f"/v2/decision-instances/{key}")

    def _new_papers(self) -> Iterator[Mapping[str, Any]]:
        for each in self.papers():
            if each["documentId"] not in self._seen:
                self._seen.add(each["documentId"])
                yield each

    def _call(self, user: str, method: str, path: str, body: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        with self.server.client(user) as client:
            answer = _checked(client.request(method, path, json=body))
        return dict(answer.json()) if answer.content else {}


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        raise DemoFailed(f"Expected {answer.request.method} {answer.request.url.path} to succeed, but {answer.text}")
    return answer
