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
#: a step that comes more often goes round in circles
MOST_VISITS = 20
CURRENT = "CURRENT"
Papers = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A task done: where, by whom, and what it brought about, also in the stage that the case is in afterwards."""

    stage: str
    next_stage: str | None
    next_since: str | None
    task: str
    element_id: str
    visit: int
    person: Person
    answer: Mapping[str, Any]
    decisions: tuple[Mapping[str, Any], ...]
    papers: Papers
    #: what was signed, and papers that ceased to be current
    signed: Papers
    ended: Papers
    #: ids of papers whose signatures are void, and numbers of those whose signatures stand
    voided: frozenset[str]
    standing: tuple[str, ...]

    def decisions_of(self, *, next_stage: bool) -> Iterator[Mapping[str, Any]]:
        """Those of the stage, or of the next: a stage begins and decides in one moment."""
        return (each for each in self.decisions if (each["evaluationDate"] >= (self.next_since or "9")) == next_stage)

    def papers_of(self, *, next_stage: bool) -> Iterator[Mapping[str, Any]]:
        """Those of the stage, or of the next: the last paper of a stage and its end are one moment."""
        return (each for each in self.papers if (each["createdAt"] > (self.next_since or "9")) == next_stage)


@dataclass(slots=True)
class Driver:
    """One run of a scenario against a server."""

    scenario: Scenario
    server: Server
    case_key: str = ""
    visits: Counter[str] = field(default_factory=Counter)
    _case_no: str = ""
    _decisions_told: str | None = None
    #: state last told of each paper, by its id
    _papers_told: dict[str, str] = field(default_factory=dict)
    _signatures_told: int = 0
    _clients: dict[str, httpx.Client] = field(default_factory=dict)

    def run(self) -> Iterator[Step]:
        """Open the case and do task after task until it ends. Raises DemoFailed where something else happens."""
        opener = self.scenario.opener().user
        opened = self._call(opener, "POST", "/presales/cases", self.scenario.opening)
        self.case_key, self._case_no = str(opened["caseKey"]), str(opened["caseNo"])
        task = self._next_task()
        while task is not None:
            person, answer = self._do(task)
            following = self._next_task()  # what the task brought about has happened by then
            yield self._step(task, person, answer, following)
            task = following

    def case(self) -> Mapping[str, Any]:
        """The case as the service tells it now."""
        return self._call("ops", "GET", f"/presales/cases/{self.case_key}")

    def papers(self) -> list[Mapping[str, Any]]:
        """All papers of the case."""
        return list(self._call("ops", "GET", f"/presales/cases/{self.case_key}/documents")["items"])

    def signatures(self) -> list[Mapping[str, Any]]:
        """All signings that were recorded, those that are void too."""
        return list(self._call("ops", "GET", f"/presales/cases/{self.case_key}/signatures")["items"])

    def paper(self, document_id: str) -> bytes:
        """A paper's file."""
        return _checked(self._client("ops").get(f"/presales/cases/{self.case_key}/documents/{document_id}")).content

    def archive(self) -> bytes:
        """The archive of the case."""
        return _checked(self._client("ops").get(f"/presales/cases/{self.case_key}/archive")).content

    def decision_table(self, decision_key: str) -> bytes:
        """The file of a decision."""
        return _checked(self._client("ops").get(f"/v2/decision-definitions/{decision_key}/xml")).content

    def _next_task(self) -> Mapping[str, Any] | None:
        give_up = time.monotonic() + STEP_SECONDS
        while time.monotonic() < give_up:
            case = self.case()
            if case["nextTasks"]:
                return {**case["nextTasks"][0], "stage": case["stageName"], "stageSince": case["stageSince"]}
            if case["state"] != "ACTIVE":
                return None
            self._no_incident()
            time.sleep(0.05)
        raise DemoFailed(f"Expected the next task within {STEP_SECONDS} s, but there is none. See {self.case()}.")

    def _no_incident(self) -> None:
        found = self._call("ops", "POST", "/v2/incidents/search", {"filter": {"state": "ACTIVE"}})["items"]
        if found:
            raise DemoFailed(f"Expected no incident, but at {found[0]['elementId']}: {found[0]['errorMessage']}")

    def _do(self, task: Mapping[str, Any]) -> tuple[Person, Mapping[str, Any]]:
        element, key = str(task["elementId"]), task["key"]
        self.visits[element] += 1
        if self.visits[element] > MOST_VISITS:
            raise DemoFailed(f"Expected {element} at most {MOST_VISITS} times, but it comes again. See the account.")
        person = self.scenario.performer(list(task["candidateGroups"]))
        answer = self._evaluated(self.scenario.answer(element, self.visits[element]), str(key))
        self._call(person.user, "POST", f"/v2/user-tasks/{key}/assignment", {"assignee": person.user})
        self._call(person.user, "POST", f"/v2/user-tasks/{key}/completion", {"variables": answer})
        return person, answer

    def _evaluated(self, answer: Any, task_key: str) -> Any:
        """The answer with its FEEL expressions (texts that begin with "=") evaluated where the task is.

        What is null is left out."""
        if isinstance(answer, Mapping):
            found = {name: self._evaluated(value, task_key) for name, value in answer.items()}
            return {name: value for name, value in found.items() if value is not None}
        if isinstance(answer, list):
            return [self._evaluated(value, task_key) for value in answer]
        if isinstance(answer, str) and answer.startswith("="):
            wanted = {"expression": answer, "scopeKey": task_key}
            return self._call("ops", "POST", "/v2/expression/evaluation", wanted)["result"]
        return answer

    def _step(
        self, task: Mapping[str, Any], person: Person, answer: Mapping[str, Any], following: Mapping[str, Any] | None
    ) -> Step:
        moved = following is not None and following["stageSince"] != task["stageSince"]
        element, papers = str(task["elementId"]), self.papers()
        new, ended = self._news(papers)
        signatures = self.signatures()
        signed, self._signatures_told = signatures[self._signatures_told :], len(signatures)
        return Step(
            stage=str(task["stage"]),
            next_stage=str(following["stage"]) if following and moved else None,
            next_since=str(following["stageSince"]) if following and moved else None,
            task=str(task["name"]),
            element_id=element,
            visit=self.visits[element],
            person=person,
            answer=answer,
            decisions=tuple(self._new_decisions()),
            papers=new,
            signed=tuple(signed),
            ended=ended,
            voided=frozenset(each["documentId"] for each in signatures if each["state"] == "VOID"),
            standing=tuple(each["number"] for each in signatures if each["state"] == "VALID"),
        )

    def _new_decisions(self) -> Iterator[Mapping[str, Any]]:
        request = {
            "filter": {"businessId": self._case_no},
            "sort": [{"field": "evaluationDate", "order": "ASC"}],
            "page": {"after": self._decisions_told} if self._decisions_told else {},
        }
        found = self._call("ops", "POST", "/v2/decision-instances/search", request)
        self._decisions_told = found["page"]["endCursor"] or self._decisions_told
        for each in found["items"]:
            yield self._call("ops", "GET", f"/v2/decision-instances/{each['decisionEvaluationInstanceKey']}")

    def _news(self, papers: list[Mapping[str, Any]]) -> tuple[Papers, Papers]:
        """The papers that are new, and those that are no longer current since they were told last."""
        told, self._papers_told = self._papers_told, {each["documentId"]: each["state"] for each in papers}
        new = tuple(each for each in papers if each["documentId"] not in told)
        ended = (each for each in papers if told.get(each["documentId"], CURRENT) == CURRENT != each["state"])
        return new, tuple(ended)

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
