"""Several clients at once on one instance."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.acceptance.diagrams import process, user_task

ROUNDS = 200
_FLOWS = (("start", "split"), *(("split", f"t{n}") for n in range(4)), *((f"t{n}", "join") for n in range(4)))
FOUR = (
    '<bpmn:startEvent id="start" /><bpmn:parallelGateway id="split" /><bpmn:parallelGateway id="join" />'
    + "".join(user_task(f"t{n}") for n in range(4))
    + '<bpmn:endEvent id="end" />'
    + "".join(
        f'<bpmn:sequenceFlow id="f{index}" sourceRef="{source}" targetRef="{target}" />'
        for index, (source, target) in enumerate([*_FLOWS, ("join", "end")])
    )
)


@pytest.fixture(scope="module", autouse=True)
def diagrams(deploy):
    deploy(four=process("four", FOUR))


def open_tasks(http, key):
    wanted = {"filter": {"processInstanceKey": key, "state": "CREATED"}}
    return [task["userTaskKey"] for task in http.post("/v2/user-tasks/search", json=wanted).json()["items"]]


def start(http):
    return http.post("/v2/process-instances", json={"processDefinitionId": "four"}).json()["processInstanceKey"]


def complete(http, task):
    return http.post(f"/v2/user-tasks/{task}/completion", json={"variables": {f"v{task}": 1}}).status_code


def state(http, key):
    return http.get(f"/v2/process-instances/{key}").json()["state"]


def test_four_parallel_tasks_completed_at_once_all_succeed(http):
    with ThreadPoolExecutor(4) as pool:
        for _ in range(ROUNDS):
            key = start(http)
            statuses = list(pool.map(lambda task: complete(http, task), open_tasks(http, key)))
            assert statuses == [204] * 4
            assert state(http, key) == "COMPLETED"


def test_one_task_completed_by_two_at_once_is_done_once(http):
    with ThreadPoolExecutor(2) as pool:
        for _ in range(ROUNDS):
            key = start(http)
            first, *others = open_tasks(http, key)
            assert sorted(pool.map(lambda task: complete(http, task), [first, first])) == [204, 409]
            assert [complete(http, task) for task in others] == [204] * 3
            assert state(http, key) == "COMPLETED"


def test_more_requests_than_threads_and_connections_all_get_their_answer(http):
    with ThreadPoolExecutor(40) as pool:
        statuses = list(pool.map(lambda _: http.get("/v2/topology").status_code, range(200)))
        started = list(pool.map(lambda _: start(http), range(80)))
    assert set(statuses) == {200}
    assert len(set(started)) == 80
