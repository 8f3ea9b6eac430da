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
    _clients: dict[str, httpx.Client] = field(default_factory=dict)

    def run(self) -> Iterator[Step]:
        """Open the case and do task after task until it ends. Raises DemoFailed where something else happens."""
        opener = self.scenario.opener().user
        self.case_key = str(self._call(opener, "POST", "/presales/cases", self.scenario.opening)["caseKey"])
        task = self._next_task()
        while task is not None:
            person, answer = self._do(task)
            following = self._next_task()  # what the task brought about has happened by then
            yield self._step(task, person, answer)
            task = following

    def case(self) -> Mapping[str, Any]:
        """The case as the service tells it now."""
        return self._call("ops", "GET", f"/presales/cases/{self.case_key}")

    def papers(self) -> list[Mapping[str, Any]]:
        """All papers of the case."""
        return list(self._call("ops", "GET", f"/presales/cases/{self.case_key}/documents")["items"])

    def paper(self, document_id: str) -> bytes:
        """A paper's file."""
        return _checked(self._client("ops").get(f"/presales/cases/{self.case_key}/documents/{document_id}")).content

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

    def _do(self, task: Mapping[str, Any]) -> tuple[Person, Mapping[str, Any]]:
        element, key = str(task["elementId"]), task["userTaskKey"]
        self.visits[element] += 1
        person = self.scenario.performer(list(task["candidateGroups"]))
        answer = self.scenario.answer(element, self.visits[element])
        self._call(person.user, "POST", f"/v2/user-tasks/{key}/assignment", {"assignee": person.user})
        self._call(person.user, "POST", f"/v2/user-tasks/{key}/completion", {"variables": answer})
        return person, answer

    def _step(self, task: Mapping[str, Any], person: Person, answer: Mapping[str, Any]) -> Step:
        element = str(task["elementId"])
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
        answer = _checked(self._client(user).request(method, path, json=body))
        return dict(answer.json()) if answer.content else {}

    def _client(self, user: str) -> httpx.Client:
        """Everybody keeps one connection."""
        if user not in self._clients:
            self._clients[user] = self.server.client(user)
        return self._clients[user]


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        raise DemoFailed(f"Expected {answer.request.method} {answer.request.url.path} to succeed, but {answer.text}")
    return answer
