import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.acceptance.diagrams import sequence, user_task

DIAGRAM = sequence("once", user_task("wait"))


@pytest.fixture(scope="module", autouse=True)
def diagrams(deploy):
    deploy(once=DIAGRAM)


def start(http, key, **more):
    request = {"processDefinitionId": "once", **more}
    return http.post("/v2/process-instances", json=request, headers={"Idempotency-Key": key})


def count(http):
    wanted = {"filter": {"processDefinitionId": "once"}, "page": {"limit": 0}}
    return http.post("/v2/process-instances/search", json=wanted).json()["page"]["totalItems"]


def test_the_same_request_gets_the_first_answer_and_is_done_once(http):
    before = count(http)
    first, second = start(http, "k-1", businessId="I-1"), start(http, "k-1", businessId="I-1")
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert count(http) == before + 1


def test_the_same_key_with_another_request_is_a_conflict_that_says_so(http):
    start(http, "k-2", businessId="I-2")
    other = start(http, "k-2", businessId="I-3")
    assert other.status_code == 409
    assert "another one" in other.json()["detail"]


def test_keys_are_each_callers_own(http):
    keys = {
        start(http, "k-3").json()["processInstanceKey"],
        http.post(
            "/v2/process-instances",
            json={"processDefinitionId": "once"},
            headers={"Idempotency-Key": "k-3", "X-Actor": "mei"},
        ).json()["processInstanceKey"],
    }
    assert len(keys) == 2


def test_a_refused_request_may_be_sent_again_with_its_key(http):
    request = {"processDefinitionId": "later"}
    headers = {"Idempotency-Key": "k-4"}
    assert http.post("/v2/process-instances", json=request, headers=headers).status_code == 404
    later = {"resources": ("later.bpmn", sequence("later", user_task("wait")))}
    assert http.post("/v2/deployments", files=later).status_code == 200
    assert http.post("/v2/process-instances", json=request, headers=headers).status_code == 200


def test_answers_without_content_are_repeated_too(http):
    key = start(http, "k-5").json()["processInstanceKey"]
    path = f"/v2/process-instances/{key}/cancellation"
    for _ in range(2):
        answer = http.post(path, headers={"Idempotency-Key": "k-6"})
        assert (answer.status_code, answer.content) == (204, b"")


def test_a_deployment_is_repeated_though_the_form_s_boundary_is_another(http):
    answers = [
        http.post(
            "/v2/deployments",
            files={"resources": ("twice.bpmn", sequence("twice", user_task("wait")))},
            headers={"Idempotency-Key": "k-7"},
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["deploymentKey"] == answers[1].json()["deploymentKey"]


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_of_a_strange_length_is_refused(http, key):
    assert start(http, key).status_code == 400


def waiting_for_locks(server):
    with server.service.database.read() as connection:
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"
        return connection.exec_driver_sql(waiting).scalar()


def test_a_request_whose_first_is_in_flight_is_a_conflict_that_says_so(http, server):
    """The first holds the instance's lock, which another transaction has; the second must not wait for it."""
    instance = start(http, "k-8").json()["processInstanceKey"]
    path = f"/v2/process-instances/{instance}/cancellation"
    locked, release = threading.Event(), threading.Event()

    def hold():
        with server.service.database.begin() as connection:
            connection.exec_driver_sql("SELECT 1 FROM snapshot FOR UPDATE")
            locked.set()
            release.wait(timeout=20)

    def cancel():
        return http.post(path, headers={"Idempotency-Key": "k-9"})

    with ThreadPoolExecutor() as pool:
        holder = pool.submit(hold)
        locked.wait(timeout=20)
        first = pool.submit(cancel)
        while not waiting_for_locks(server):
            assert not first.done()
        second = cancel()
        assert second.status_code == 409
        assert "in flight" in second.json()["detail"]
        release.set()
        assert first.result().status_code == 204
        holder.result()


def test_parallel_requests_with_one_key_are_done_once(http):
    before = count(http)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: start(http, "k-10"), range(6)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({answer.content for answer in answers if answer.status_code == 200}) == 1
    assert count(http) == before + 1
