"""Works on one stage alone, over REST: started with the variables of the stages before it, its jobs and timers done
when they are asked for, in the tests' own process."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from service import exact_json
from service.worker.steps import Steps
from tests.acceptance.travelling import SHANGHAI

_DUE_JOBS = "SELECT key FROM job WHERE queue IS NOT NULL AND state IN ('CREATED', 'RETRIES_UPDATED')"
_DUE_TIMERS = "SELECT key FROM timer WHERE due <= :now ORDER BY due"


class StageWork:
    """The service behind `server`, and people who work on what it offers. `http` speaks to it."""

    def __init__(self, server, http) -> None:
        service = server.service
        self._database, self._http = service.database, http
        self._steps = Steps(service.database, service.runtime, service.runtime.handlers)

    def go(self, local: str) -> None:
        """Go to a time in Shanghai, and let happen what is due by then."""
        at = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI)
        self._post("PUT", "/v2/clock", {"timestamp": int(at.timestamp() * 1000)})
        self.settle()

    def start(self, process_id: str, variables: dict[str, Any]) -> "Stage":
        """Start the newest version of a stage's process."""
        request = {"processDefinitionId": process_id, "variables": variables}
        started = self._post("POST", "/v2/process-instances", request)
        return Stage(self, started["processInstanceKey"])

    def settle(self) -> None:
        """Run jobs and fire timers until nothing is due any more."""
        while True:
            with self._database.begin() as connection:
                now = self._steps.context().now
                jobs = connection.execute(text(_DUE_JOBS)).scalars().all()
                timers = connection.execute(text(_DUE_TIMERS), {"now": now}).scalars().all()
            done = [self._steps.run_job(key) for key in jobs] + [self._steps.fire_timer(key) for key in timers]
            if not any(done):
                return

    def search(self, what: str, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        """All that a search finds."""
        whole = "?truncateValues=false" if what == "variables" else ""
        return self._post("POST", f"/v2/{what}/search{whole}", {"filter": wanted, "page": {"limit": 500}})["items"]

    def complete(self, key: str, person: str, variables: dict[str, Any]):
        """Claim and complete a user task as somebody; the answer that refuses it, or the last one."""
        for what, body in (("assignment", {"assignee": person}), ("completion", {"variables": variables})):
            answer = self._http.post(
                f"/v2/user-tasks/{key}/{what}",
                content=exact_json.encode(body),
                headers={"X-Actor": person, "Content-Type": "application/json"},
            )
            if answer.status_code != 204:
                break
        return answer

    def _post(self, method: str, path: str, body: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json"}
        answer = self._http.request(method, path, content=exact_json.encode(body), headers=headers)
        assert answer.status_code < 300, answer.text
        return exact_json.decode(answer.text) if answer.text else None


class Stage:
    """A stage that was started."""

    def __init__(self, work: StageWork, key: str) -> None:
        self._work, self.key = work, key

    def open(self, element_id: str | None = None) -> list[dict[str, Any]]:
        """The open tasks, also of called processes, once the jobs are done."""
        self._work.settle()
        return self._mine("user-tasks", state="CREATED", **({"elementId": element_id} if element_id else {}))

    def task(self, element_id: str) -> dict[str, Any]:
        """The one open task of an element."""
        tasks = self.open()
        [task] = [each for each in tasks if each["elementId"] == element_id] or [None]
        assert task, f"Expected {element_id}, but open are {[each['elementId'] for each in tasks]}: {self.incidents()}"
        return task

    def do(self, element_id: str, person: str = "ben", **variables: Any) -> "Stage":
        """Complete the open task of an element."""
        answer = self._work.complete(self.task(element_id)["userTaskKey"], person, variables)
        assert answer.status_code == 204, answer.text
        return self

    def refused(self, element_id: str, person: str = "ben", **variables: Any) -> str:
        """Try to complete the open task of an element; answer why that is refused."""
        answer = self._work.complete(self.task(element_id)["userTaskKey"], person, variables)
        assert answer.status_code in (400, 403, 409), answer.status_code
        return answer.text

    def incidents(self) -> list[str]:
        """What went wrong."""
        found = self._mine("incidents", state="ACTIVE")
        return [f"{each['elementId']}: {each['errorMessage']}" for each in found]

    def variable(self, name: str) -> Any:
        """The value of a variable in the innermost process that is running, or of the stage when it has ended."""
        found = self._mine("variables", name=name)
        assert found, f"Expected a variable {name}."
        newest = max(found, key=lambda each: int(each["processInstanceKey"]))
        return exact_json.decode(newest["value"])

    def own(self, name: str) -> Any:
        """The value of a variable of the stage itself."""
        [found] = self._work.search("variables", {"scopeKey": self.key, "name": name})
        return exact_json.decode(found["value"])

    def variables(self) -> dict[str, Any]:
        """All variables of the stage itself."""
        found = self._work.search("variables", {"scopeKey": self.key})
        return {each["name"]: exact_json.decode(each["value"]) for each in found}

    def end(self) -> str:
        """The end event that the stage came to."""
        self._work.settle()
        wanted = {"processInstanceKey": self.key, "type": "END_EVENT", "state": "COMPLETED"}
        ends = [each["elementId"] for each in self._work.search("element-instances", wanted)]
        kept = [each for each in ends if not each.endswith("_reminded")]
        assert len(kept) == 1, (ends, [each["elementId"] for each in self.open()], self.incidents())
        return kept[0]

    def passed(self, element_id: str) -> int:
        """How many instances of an element have ended in the stage and what it called."""
        return len(self._mine("element-instances", elementId=element_id, state="COMPLETED"))

    def _mine(self, what: str, **wanted: Any) -> list[dict[str, Any]]:
        """What a search finds of the stage and the processes that it called."""
        return [each for each in self._work.search(what, wanted) if each["rootProcessInstanceKey"] == self.key]

    def settled(self) -> "Stage":
        """Itself, once what is due has happened."""
        self._work.settle()
        return self

    def done(self, task: dict[str, Any], person: str, **variables: Any) -> None:
        """Complete one of several open tasks."""
        answer = self._work.complete(task["userTaskKey"], person, variables)
        assert answer.status_code == 204, answer.text

    def asked_to_sign(self) -> list[str]:
        """The types of the papers in the envelope that is open."""
        assert self.task("sign_envelope")
        return [each["type"] for each in self.variable("envelope")["items"]]

    def sign(self, who: str = "陳志明") -> "Stage":
        """Sign what the envelope asks for."""
        signing = {"decision": "SIGN", "method": "HANDWRITTEN", "signed_by": who}
        return self.do("sign_envelope", "carl", signing=signing)

    def pass_referrals(self) -> None:
        """Accept at standard terms whatever was referred."""
        for task in self.open("record_referral"):
            result = {"outcome": "STANDARD", "kind": "MEDICAL", "received_on": "2026-12-01", "reference": "U-1"}
            self.done(task, "uma", referral_result=result)
