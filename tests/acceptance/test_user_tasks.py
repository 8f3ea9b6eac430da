import camunda_orchestration_sdk as sdk
import pytest
from camunda_orchestration_sdk.errors import BadRequestError, ConflictError, NotFoundError

from tests.acceptance.diagrams import form, groups, sequence, user_task

FORM = b"""{"id": "intake", "type": "default", "schemaVersion": 18, "components": [
  {"type": "textfield", "key": "applicant.name", "label": "\xe5\xa7\x93\xe5\x90\x8d", "id": "a",
   "validate": {"required": true, "maxLength": 5}},
  {"type": "number", "key": "age", "label": "Age", "id": "b", "decimalDigits": 0, "validate": {"min": 18, "max": 65}},
  {"type": "radio", "key": "sex", "label": "Sex", "id": "c",
   "values": [{"label": "M", "value": "M"}, {"label": "F", "value": "F"}]},
  {"type": "textfield", "key": "spouse", "label": "Spouse", "id": "d", "conditional": {"hide": "=not(married)"},
   "validate": {"required": true}},
  {"type": "checkbox", "key": "married", "label": "Married", "id": "e"}]}"""


@pytest.fixture(scope="module", autouse=True)
def diagrams(deploy):
    shown = sequence("shown", user_task("fill", form("intake"), groups("analyst", "lead"), name="Fill in"))
    deploy({"shown.bpmn": shown, "intake.form": FORM})
    mapped = '<zeebe:ioMapping><zeebe:input source="=secret" target="local" /></zeebe:ioMapping>'
    deploy(scoped=sequence("scoped", user_task("look", mapped)), plain=sequence("plain", user_task("do")))


def update(client, task, changeset):
    request = sdk.UserTaskUpdateRequest.from_dict({"changeset": changeset})
    client.update_user_task(user_task_key=task.user_task_key, data=request)


def test_a_task_tells_what_its_diagram_says(drive, client):
    instance = drive.start("shown", businessId="U-1", tags=["vip"])
    task = client.get_user_task(user_task_key=drive.task(instance).user_task_key)
    assert (task.name, task.element_id, str(task.state), task.assignee) == ("Fill in", "fill", "CREATED", None)
    assert (task.candidate_groups, task.priority) == (["analyst", "lead"], 50)
    assert (task.business_id, task.tags, task.process_name) == ("U-1", ["vip"], "shown")
    assert task.form_key is not None
    assert task.completion_date is None


def test_its_form_is_got(drive, client):
    task = drive.task(drive.start("shown"))
    assert client.get_user_task_form(user_task_key=task.user_task_key).form_id == "intake"


def test_a_task_without_form_answers_204(drive, http):
    task = drive.task(drive.start("plain"))
    assert http.get(f"/v2/user-tasks/{task.user_task_key}/form").status_code == 204


def test_it_is_claimed_assigned_and_given_back(drive, client):
    task = drive.task(drive.start("plain"))
    drive.assign(task, "mei", allowOverride=False)
    with pytest.raises(ConflictError):
        drive.assign(task, "lee", allowOverride=False)
    drive.assign(task, "lee")
    assert client.get_user_task(user_task_key=task.user_task_key).assignee == "lee"
    client.unassign_user_task(user_task_key=task.user_task_key)
    assert client.get_user_task(user_task_key=task.user_task_key).assignee is None


def test_dates_candidates_and_priority_are_changed_and_cleared(drive, client):
    task = drive.task(drive.start("plain"))
    update(client, task, {"dueDate": "2030-01-02T03:04:05+08:00", "candidateUsers": ["mei"], "priority": 80})
    found = client.get_user_task(user_task_key=task.user_task_key)
    assert found.due_date.isoformat() == "2030-01-01T19:04:05+00:00"
    assert (found.candidate_users, found.priority) == (["mei"], 80)


def test_an_empty_text_clears_a_date_and_an_empty_change_is_refused(drive, http):
    task = drive.task(drive.start("plain"))
    path = f"/v2/user-tasks/{task.user_task_key}"
    assert http.patch(path, json={"changeset": {"dueDate": "2030-01-02T03:04:05Z"}}).status_code == 204
    assert http.patch(f"{path}/update", json={"dueDate": ""}).status_code == 204
    assert http.get(path).json()["dueDate"] is None
    problem = http.patch(path, json={"changeset": {"dueDate": "tomorrow"}}).json()
    assert [entry["field"] for entry in problem["errors"]] == ["changeset.dueDate"]
    assert http.patch(path, json={}).status_code == 400
    assert http.patch(path, json={"changeset": {"priority": 101}}).status_code == 400


def test_a_second_completion_is_a_conflict(drive):
    task = drive.task(drive.start("plain"))
    drive.complete(task, a=1)
    with pytest.raises(ConflictError):
        drive.complete(task, a=2)


def test_a_missing_task_is_a_404(client):
    with pytest.raises(NotFoundError):
        client.get_user_task(user_task_key=sdk.UserTaskKey("1"))
    with pytest.raises(NotFoundError):
        client.complete_user_task(user_task_key=sdk.UserTaskKey("1"), data=sdk.UserTaskCompletionRequest())


def test_tasks_are_found_by_group_state_variable_and_due_date(drive, client):
    one, two = (drive.start("shown", {"city": city}, businessId=f"F-{city}") for city in ("Taipei", "Tainan"))
    task = drive.task(two)
    update(client, task, {"dueDate": "2031-05-06T00:00:00Z", "candidateUsers": ["zoe"]})

    def found(**filter_):
        items = drive.find("user_tasks", processDefinitionId="shown", businessId={"$like": "F-*"}, **filter_)
        return [item.process_instance_key for item in items]

    both = [one.process_instance_key, two.process_instance_key]
    assert found(candidateGroup="analyst") == both
    assert found(candidateGroup={"$in": ["nobody"]}) == []
    assert found(candidateUser={"$like": "z*"}) == both[1:]
    assert found(processInstanceVariables=[{"name": "city", "value": '"Taipei"'}]) == both[:1]
    assert found(dueDate={"$gte": "2031-05-06T00:00:00Z"}) == both[1:]
    assert found(dueDate={"$exists": False}) == both[:1]
    assert found(assignee={"$exists": False}, priority={"$lt": 51}) == both
    [due, other] = drive.search(
        "user_tasks", sort=[{"field": "dueDate", "order": "DESC"}], businessId={"$like": "F-*"}
    ).items
    assert (due.process_instance_key, other.process_instance_key) == tuple(both[::-1])


def test_its_variables_are_those_of_all_scopes_and_the_effective_ones_the_innermost(drive, client):
    task = drive.task(drive.start("scoped", {"secret": 7, "local": "outer"}))
    query = sdk.UserTaskVariableSearchQueryRequest.from_dict({"sort": [{"field": "name"}]})
    every = client.search_user_task_variables(user_task_key=task.user_task_key, data=query)
    assert sorted((item.name, item.value) for item in every.items) == [
        ("local", '"outer"'),
        ("local", "7"),
        ("secret", "7"),
    ]
    query = sdk.UserTaskEffectiveVariableSearchQueryRequest.from_dict({})
    seen = client.search_user_task_effective_variables(user_task_key=task.user_task_key, data=query)
    assert {item.name: item.value for item in seen.items} == {"local": "7", "secret": "7"}


@pytest.mark.parametrize(
    ("variables", "fields"),
    [
        ({}, ["applicant.name"]),
        ({"applicant": {"name": ""}}, ["applicant.name"]),
        ({"applicant": {"name": "Maximilian"}}, ["applicant.name"]),
        ({"applicant": {"name": 5}}, ["applicant.name"]),
        ({"applicant": {"name": "Mei"}, "age": 17}, ["age"]),
        ({"applicant": {"name": "Mei"}, "age": 40.5}, ["age"]),
        ({"applicant": {"name": "Mei"}, "age": "40"}, ["age"]),
        ({"applicant": {"name": "Mei"}, "sex": "X"}, ["sex"]),
        ({"applicant": {"name": "Mei"}, "married": True}, ["spouse"]),
        ({"applicant": {"name": "Mei"}, "married": False, "spouse": "Lee"}, ["spouse"]),
        ({"applicant": {"name": "Mei"}, "approved": True}, ["approved"]),
        ({"applicant": {"name": "Mei", "role": "boss"}}, ["applicant.role"]),
        ({"applicant": "Mei", "age": 66}, ["applicant", "applicant.name", "age"]),
    ],
)
def test_a_submission_is_held_against_the_form_field_by_field(drive, variables, fields):
    task = drive.task(drive.start("shown"))
    with pytest.raises(BadRequestError) as refused:
        drive.complete(task, **variables)
    errors = refused.value.parsed.additional_properties["errors"]
    assert [error["field"] for error in errors] == fields
    assert all(error["message"] for error in errors)
    assert str(drive.find("user_tasks", userTaskKey=task.user_task_key)[0].state) == "CREATED"


def test_what_fits_the_form_is_taken(drive):
    instance = drive.start("shown")
    drive.complete(drive.task(instance), applicant={"name": "Mei"}, age=40, sex="F", married=True, spouse="Lee")
    assert drive.state(instance) == "COMPLETED"
    assert drive.variables(instance)["spouse"] == '"Lee"'


def test_a_closed_task_is_a_conflict_whatever_is_submitted(drive, http):
    task = drive.task(drive.start("shown"))
    drive.complete(task, applicant={"name": "Mei"})
    again = http.post(f"/v2/user-tasks/{task.user_task_key}/completion", json={"variables": {"nonsense": 1}})
    assert again.status_code == 409


def test_if_match_refuses_what_has_changed_since(drive, http):
    task = drive.task(drive.start("plain"))
    path = f"/v2/user-tasks/{task.user_task_key}"
    etag = http.get(path).headers["etag"]
    assign = {"assignee": "anonymous"}
    assert http.post(f"{path}/assignment", json=assign, headers={"If-Match": etag}).status_code == 204
    stale = http.post(f"{path}/completion", json={}, headers={"If-Match": etag})
    assert (stale.status_code, stale.json()["title"]) == (412, "PRECONDITION_FAILED")
    fresh = http.get(path).headers["etag"]
    assert http.post(f"{path}/completion", json={}, headers={"If-Match": fresh}).status_code == 204
