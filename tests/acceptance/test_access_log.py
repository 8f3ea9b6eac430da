import time

import pytest

from tests.acceptance.diagrams import sequence, user_task

SECRET = "陳大文"


@pytest.fixture
def lines(caplog):
    """The fields of each line of access log."""
    caplog.set_level("INFO", "service.access")
    return lambda: [record.msg for record in caplog.records if record.name == "service.access"]


def test_a_line_names_the_instance_and_the_actor_and_no_value(deploy, drive, http, lines):
    deploy(logged=sequence("logged", user_task("ask")))
    headers = {"X-Actor": "mei", "X-Request-Id": "r-7"}
    request = {"processDefinitionId": "logged", "variables": {"client": SECRET}}
    started = http.post("/v2/process-instances", json=request, headers=headers).json()
    [task] = drive.find("user_tasks", processInstanceKey=started["processInstanceKey"])
    http.post(
        f"/v2/user-tasks/{task.user_task_key}/completion", json={"variables": {"client": SECRET}}, headers=headers
    )
    while len(of_mei := [line for line in lines() if line.get("actor") == "mei"]) < 2:
        time.sleep(0.01)  # a line is written after its answer has left
    assert [line["route"] for line in of_mei] == [
        "/v2/process-instances",
        "/v2/user-tasks/{userTaskKey}/completion",
    ]
    for line in of_mei:
        assert line["process_instance_key"] == started["processInstanceKey"]
        assert line["request_id"] == "r-7"
        assert len(line["trace_id"]) == 32
    assert SECRET not in str(lines())
