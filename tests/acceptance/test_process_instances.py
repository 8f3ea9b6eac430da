import threading

import camunda_orchestration_sdk as sdk
import pytest
from camunda_orchestration_sdk.errors import (
    BadRequestError,
    ConflictError,
    GatewayTimeoutError,
    NotFoundError,
    UnexpectedStatus,
)

from tests.acceptance.diagrams import script_task, sequence, user_task


@pytest.fixture(scope="module", autouse=True)
def diagrams(deploy):
    deploy(
        ask=sequence("ask", user_task("question"), name="Ask"),
        compute=sequence("compute", script_task("double", "=n * 2", "doubled")),
        two=sequence("two", user_task("first"), user_task("second")),
    )


def test_an_instance_runs_from_start_to_end(drive):
    instance = drive.start("ask", {"n": 1})
    assert drive.state(instance) == "ACTIVE"
    drive.complete(drive.task(instance), a=2)
    assert drive.state(instance) == "COMPLETED"
    assert drive.variables(instance) == {"n": "1", "a": "2"}


def test_the_answer_of_a_start_names_definition_and_version(drive):
    instance = drive.start("ask", tags=["vip"], businessId="B-1")
    assert (instance.process_definition_id, instance.process_definition_version) == ("ask", 1)
    assert (instance.tags, instance.business_id) == (["vip"], "B-1")
    assert instance.variables.to_dict() == {}


def test_an_instance_tells_its_names_dates_and_keys(drive, client):
    instance = drive.start("ask")
    found = client.get_process_instance(process_instance_key=instance.process_instance_key)
    assert (found.process_definition_name, found.process_definition_version) == ("Ask", 1)
    assert found.end_date is None
    assert found.start_date.utcoffset().total_seconds() == 0
    assert found.root_process_instance_key == instance.process_instance_key


def test_it_is_started_by_key_and_by_version(drive, client):
    instance = drive.start("ask", processDefinitionVersion=1)
    request = sdk.ProcessCreationByKey.from_dict({"processDefinitionKey": instance.process_definition_key})
    assert client.create_process_instance(data=request).process_definition_key == instance.process_definition_key


def test_an_unknown_process_is_a_404_that_names_it(drive):
    with pytest.raises(UnexpectedStatus, match="'nobody'") as refused:  # the contract's list forgets it
        drive.start("nobody")
    assert refused.value.status_code == 404


def test_id_and_key_together_are_refused(http):
    problem = http.post("/v2/process-instances", json={"processDefinitionId": "ask", "processDefinitionKey": "1"})
    assert problem.status_code == 400
    assert "exactly one of" in problem.json()["detail"]


def test_a_business_id_runs_once_at_a_time(drive):
    first = drive.start("ask", businessId="B-2")
    with pytest.raises(ConflictError):
        drive.start("ask", businessId="B-2")
    drive.complete(drive.task(first))
    drive.start("ask", businessId="B-2")


def test_completion_is_awaited_with_the_variables_that_are_wanted(drive):
    ended = drive.start("compute", {"n": 21}, awaitCompletion=True)
    assert ended.variables.to_dict() == {"n": 21, "doubled": 42}
    ended = drive.start("compute", {"n": 21}, awaitCompletion=True, fetchVariables=["doubled"])
    assert ended.variables.to_dict() == {"doubled": 42}


def test_who_awaits_is_woken_when_another_request_completes_the_instance(server, drive):
    ended = []

    def await_it():
        with server.client() as own:
            request = {"processDefinitionId": "ask", "businessId": "awaited", "awaitCompletion": True}
            ended.append(own.create_process_instance(data=sdk.ProcessCreationById.from_dict(request)))

    waiter = threading.Thread(target=await_it)
    waiter.start()
    while not (found := drive.find("user_tasks", businessId="awaited", state="CREATED")):
        pass
    drive.complete(found[0], answer="yes")
    waiter.join(timeout=20)
    assert ended[0].variables.to_dict() == {"answer": "yes"}


def test_an_instance_that_does_not_end_in_time_goes_on(drive):
    with pytest.raises(GatewayTimeoutError):
        drive.start("ask", businessId="slow", awaitCompletion=True, requestTimeout=50)
    [instance] = drive.find("process_instances", businessId="slow")
    assert str(instance.state) == "ACTIVE"


def test_decimals_stay_exact(http, drive):
    body = '{"processDefinitionId": "ask", "variables": {"rate": 0.1000000000000000000001, "n": 1.10}}'
    key = http.post("/v2/process-instances", content=body, headers={"Content-Type": "application/json"}).json()[
        "processInstanceKey"
    ]
    found = {each.name: each.value for each in drive.find("variables", processInstanceKey=key)}
    assert found == {"rate": "0.1000000000000000000001", "n": "1.10"}


def test_a_cancelled_instance_is_terminated_and_its_task_gone(drive):
    instance = drive.start("ask")
    drive.cancel(instance)
    assert drive.state(instance) == "TERMINATED"
    [task] = drive.find("user_tasks", processInstanceKey=instance.process_instance_key)
    assert str(task.state) == "CANCELED"
    with pytest.raises(ConflictError):
        drive.cancel(instance)


def test_instances_are_found_by_state_variable_tag_date_and_alternatives(drive):
    one = drive.start("two", {"client": "A", "age": 30}, tags=["gold", "new"])
    two = drive.start("two", {"client": "B", "age": 40}, tags=["gold"])
    found = {str(i.process_instance_key) for i in drive.find("process_instances", processDefinitionId="two")}
    assert found == {one.process_instance_key, two.process_instance_key}

    def keys(**filter_):
        items = drive.find("process_instances", processDefinitionId="two", **filter_)
        return [str(item.process_instance_key) for item in items]

    assert keys(variables=[{"name": "client", "value": '"B"'}]) == [two.process_instance_key]
    assert keys(variables=[{"name": "client", "value": {"$like": "*A*"}}]) == [one.process_instance_key]
    assert keys(tags=["gold", "new"]) == [one.process_instance_key]
    assert keys(startDate={"$gt": "2000-01-01T00:00:00Z"}, state={"$in": ["ACTIVE"]}) == sorted(found, key=int)
    assert keys(state="COMPLETED") == []
    assert keys(processInstanceKey={"$notIn": [one.process_instance_key]}) == [two.process_instance_key]
    assert keys(
        **{"$or": [{"variables": [{"name": "age", "value": "30"}]}, {"processInstanceKey": two.process_instance_key}]}
    ) == sorted(found, key=int)
    assert keys(elementId="first", elementInstanceState="ACTIVE", endDate={"$exists": False}) == sorted(found, key=int)


def test_cursors_lead_forth_and_back_without_gap_or_repetition(drive):
    for _ in range(5):
        drive.start("compute", {"n": 1})
    keys = [str(i.process_instance_key) for i in drive.find("process_instances", processDefinitionId="compute")]
    sort = [{"field": "startDate", "order": "DESC"}]
    everything = drive.search("process_instances", sort=sort, processDefinitionId="compute")
    wanted = [str(item.process_instance_key) for item in everything.items]
    assert sorted(wanted) == sorted(keys)

    forth, cursor, pages = [], None, []
    while True:
        page = {"limit": 2} | ({"after": cursor} if cursor else {})
        part = drive.search("process_instances", sort=sort, page=page, processDefinitionId="compute")
        assert part.page.total_items == len(wanted)
        if not part.items:
            break
        pages.append(part)
        forth += [str(item.process_instance_key) for item in part.items]
        cursor = part.page.end_cursor
    assert forth == wanted
    back = drive.search(
        "process_instances",
        sort=sort,
        page={"limit": 2, "before": pages[1].page.start_cursor},
        processDefinitionId="compute",
    )
    assert [str(item.process_instance_key) for item in back.items] == wanted[:2]
    offset = drive.search("process_instances", sort=sort, page={"from": 1, "limit": 2}, processDefinitionId="compute")
    assert [str(item.process_instance_key) for item in offset.items] == wanted[1:3]


@pytest.mark.parametrize(
    ("request_body", "named"),
    [
        ({"filter": {"colour": "red"}}, "filter.colour"),
        ({"filter": {"state": "SLEEPING"}}, "SLEEPING"),
        ({"filter": {"state": {"$between": 1}}}, "filter.state.$between"),
        ({"filter": {"processInstanceKey": 5}}, "filter.processInstanceKey"),
        ({"filter": {"hasIncident": {"$eq": True}}}, "filter.hasIncident"),
        ({"filter": {"startDate": {"$gt": "yesterday"}}}, "filter.startDate.$gt"),
        ({"filter": {"$or": [{"colour": "red"}]}}, "filter.$or[0].colour"),
        ({"sort": [{"field": "colour"}]}, "colour"),
        ({"page": {"limit": 10_001}}, "page.limit"),
        ({"page": {"after": "a", "before": "b"}}, "after, before"),
        ({"page": {"after": "bm9uc2Vuc2U="}}, "page.after"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_a_search_does_not_know_is_named(http, request_body, named):
    problem = http.post("/v2/process-instances/search", json=request_body)
    assert problem.status_code == 400, problem.text
    assert named in problem.json()["detail"]


def test_a_search_without_body_finds_everything(http):
    assert http.post("/v2/process-instances/search").json()["page"]["totalItems"] > 0
    assert http.post("/v2/process-instances/search", json={"page": {"limit": 0}}).json()["items"] == []


def test_a_missing_instance_is_a_404(client):
    with pytest.raises(NotFoundError):
        client.get_process_instance(process_instance_key=sdk.ProcessInstanceKey("1"))


def test_a_key_that_is_none_is_refused(http):
    problem = http.get("/v2/process-instances/abc").json()
    assert problem["status"] == 400
    assert problem["detail"] == "The value for processInstanceKey is not valid: a key is a text of digits."
    assert http.get("/v2/process-instances/99999999999999999999999").status_code == 400


def test_unknown_fields_of_a_start_are_named(http):
    problem = http.post("/v2/process-instances", json={"processDefinitionId": "ask", "colour": "red"})
    assert problem.status_code == 400
    assert [error["field"] for error in problem.json()["errors"]] == ["colour"]


def test_another_tenant_is_refused(http):
    for tenant, status in (("<default>", 200), ("other", 400)):
        request = {"processDefinitionId": "ask", "tenantId": tenant}
        assert http.post("/v2/process-instances", json=request).status_code == status


def test_a_body_that_is_no_json_is_refused(http):
    headers = {"Content-Type": "application/json"}
    assert http.post("/v2/process-instances", content="{nonsense", headers=headers).status_code == 400
    assert http.post("/v2/process-instances/search", content="[1]", headers=headers).status_code == 400
    body = '{"processDefinitionId": "ask", "variables": {"a": "\\u0000"}}'
    assert http.post("/v2/process-instances", content=body, headers=headers).status_code == 400


def test_the_sdk_sees_a_bad_request_as_such(drive):
    with pytest.raises(BadRequestError) as refused:
        drive.start("ask", tags=["1 bad tag"])
    assert refused.value.parsed.status == 400
