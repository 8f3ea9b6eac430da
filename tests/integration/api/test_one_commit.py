"""A request commits once, before it is answered."""

import pytest
from sqlalchemy import event

from service.main import create_service
from service.settings import Settings
from tests.acceptance.diagrams import sequence, user_task
from tests.acceptance.serving import free_port, serve


@pytest.fixture
def service(database_url):
    settings = Settings(database_url=database_url, embedded_worker=False, pinnable_clock=True, port=free_port())
    return create_service(settings)


@pytest.fixture
def http(service):
    for server in serve(service):
        with server.http() as http:
            deploy(http)
            yield http


def deploy(http):
    files = {"resources": ("p.bpmn", sequence("p", user_task("t")))}
    assert http.post("/v2/deployments", files=files).status_code == 200


def start(http):
    return http.post("/v2/process-instances", json={"processDefinitionId": "p"})


def test_a_commit_that_fails_is_answered_500_and_nothing_is_kept(http, service):
    def fail(_connection):
        raise RuntimeError("the disk is full")

    event.listen(service.database.engine, "commit", fail)
    try:
        answer = start(http)
    finally:
        event.remove(service.database.engine, "commit", fail)
    assert answer.status_code == 500
    assert answer.json()["title"] == "INTERNAL"
    assert http.post("/v2/process-instances/search").json()["items"] == []


def test_a_change_commits_exactly_once(http, service):
    commits = []
    event.listen(service.database.engine, "commit", commits.append)
    assert start(http).status_code == 200
    assert len(commits) == 1


def test_a_refused_change_commits_nothing(http, service):
    commits = []
    event.listen(service.database.engine, "commit", commits.append)
    assert http.post("/v2/user-tasks/1/completion", json={}).status_code == 404
    assert commits == []


def test_a_list_takes_one_statement(http, service):
    start(http)
    statements = []
    event.listen(service.database.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    assert len(http.post("/v2/user-tasks/search", json={}).json()["items"]) == 1
    assert [statement for statement in statements if "clock_pin" not in statement][1:] == []


def test_a_locked_instance_is_answered_503_with_when_to_try_again(database_url):
    settings = Settings(database_url=database_url, embedded_worker=False, lock_timeout=0.05, port=free_port())
    service = create_service(settings)
    for server in serve(service):
        with server.http() as http:
            deploy(http)
            key = start(http).json()["processInstanceKey"]
            with service.database.begin() as connection:
                connection.exec_driver_sql("SELECT 1 FROM snapshot FOR UPDATE")
                busy = http.post(f"/v2/process-instances/{key}/cancellation")
    assert (busy.status_code, busy.json()["title"]) == (503, "RESOURCE_EXHAUSTED")
    assert busy.headers["retry-after"] == "1"
