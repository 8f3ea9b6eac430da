"""Who may do what, with a users file: the README's table, cell by cell."""

import json
from pathlib import Path

import pytest
from camunda_orchestration_sdk import UserTaskSearchQuery
from camunda_orchestration_sdk.errors import UnauthorizedError

from service.identity import roles
from service.identity.permissions import Permission
from service.identity.users import User, hash_password, write_users
from service.main import create_service
from service.settings import Settings
from tests.acceptance.diagrams import form, groups, sequence, user_task
from tests.acceptance.serving import free_port, serve

README = Path(__file__).parents[2] / "README.md"
PASSWORD = "correct horse"

#: a call that needs the permission and, allowed, fails for another reason or does nothing
CALLS = {
    Permission.READ_DEFINITIONS: ("POST", "/v2/process-definitions/search", {}),
    Permission.DEPLOY: ("POST", "/v2/deployments", None),
    Permission.EVALUATE: ("POST", "/v2/expression/evaluation", {"expression": "=1"}),
    Permission.START_INSTANCES: ("POST", "/v2/process-instances", {"processDefinitionId": "nobody"}),
    Permission.READ_INSTANCES: ("POST", "/v2/process-instances/search", {}),
    Permission.REPAIR_INSTANCES: ("POST", "/v2/incidents/1/resolution", None),
    Permission.WORK_ON_JOBS: ("POST", "/v2/jobs/1/completion", {}),
    Permission.DO_TASKS: ("POST", "/v2/user-tasks/search", {}),
    Permission.LEAD_TASKS: ("POST", "/v2/user-tasks/search", {}),
    Permission.OPEN_CASES: ("POST", "/presales/cases", {}),
    Permission.READ_CASES: ("GET", "/presales/cases", None),
    Permission.ARCHIVE_CASES: ("GET", "/presales/cases/1/archive", None),
    Permission.READ_PRODUCTS: ("GET", "/presales/products", None),
    Permission.READ_NOTICES: ("GET", "/presales/notices", None),
    Permission.CALCULATE: ("POST", "/presales/quotations:calculate", {}),
    Permission.WRITE_DOCUMENTS: ("DELETE", "/v2/documents/nothing", None),
    Permission.TURN_CLOCK: ("POST", "/v2/clock/reset", None),
}


def published():
    """The table of the README: (role, permission) → whether it is allowed."""
    text = README.read_text("utf-8").split("<!-- permissions -->")[1].split("<!-- end -->")[0]
    head, _, *rows = [line.strip("| ").split(" | ") for line in text.strip().splitlines()]
    return {(row[0].strip("`"), name): row[i] == "yes" for row in rows for i, name in enumerate(head) if i}


CELLS = published()


@pytest.fixture(scope="module")
def server(module_database_url, tmp_path_factory):
    file = tmp_path_factory.mktemp("users") / "users.json"
    password = hash_password(PASSWORD)
    users = {role: User(role, (role,), password) for role in roles.ALL}
    users["mei"] = User("mei", ("presales_specialist",), password, "美", "mei@example.com")
    users["graded"] = User("graded", ("account_manager",), password, grade=3)
    users["boss"] = User("boss", ("process_owner", "integrator", "operator"), password)
    write_users(file, users)
    settings = Settings(
        database_url=module_database_url,
        pinnable_clock=True,
        port=free_port(),
        threads=8,
        embedded_worker=False,
        users_file=file,
    )
    yield from serve(create_service(settings))


@pytest.fixture(scope="module")
def as_user(server):
    """A plain HTTP client for each user."""
    clients = {}

    def client(name):
        if name not in clients:
            clients[name] = server.http(auth=(name, PASSWORD))
        return clients[name]

    yield client
    for each in clients.values():
        each.close()


@pytest.mark.parametrize(("role", "permission"), sorted(CELLS))
def test_the_table_of_the_readme_holds(as_user, role, permission):
    method, path, body = CALLS[Permission(permission)]
    status = as_user(role).request(method, path, json=body).status_code
    if permission == Permission.LEAD_TASKS:  # the search is allowed to staff too: what differs is what they see
        status = 200 if CELLS[role, permission] else status
        assert (status == 403) == (not CELLS[role, permission] and not CELLS[role, Permission.DO_TASKS])
    elif permission == Permission.DO_TASKS and CELLS[role, Permission.LEAD_TASKS]:
        assert status == 200
    else:
        assert (status == 403) == (not CELLS[role, permission])


def test_the_table_has_every_role_and_permission():
    assert {role for role, _ in CELLS} == set(roles.ALL)
    assert {permission for _, permission in CELLS} == {permission.value for permission in Permission}


def test_without_or_with_wrong_credentials_nobody_is_let_in(server):
    with server.http() as nobody:
        refused = nobody.get("/v2/topology")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic")
    assert refused.json()["title"] == "UNAUTHORIZED"
    for auth in (("mei", "wrong"), ("ghost", PASSWORD), ("mei", "")):
        with server.http(auth=auth) as stranger:
            assert stranger.get("/v2/topology").status_code == 401


def test_whoever_holds_a_paper_needs_no_credentials_to_verify_it(server):
    with server.http() as nobody:
        assert nobody.get("/verify/F08-PS-20261123-000001-v1").json()["result"] == "UNKNOWN"
        assert nobody.get("/verify").status_code == 200


def test_a_password_that_was_accepted_once_does_not_open_to_others(server, as_user):
    assert as_user("mei").get("/v2/topology").status_code == 200
    with server.http(auth=("mei", "wrong")) as stranger:
        assert stranger.get("/v2/topology").status_code == 401


def test_health_is_told_to_anybody(server):
    with server.http() as nobody:
        assert nobody.get("/livez").status_code == 200
        assert nobody.get("/readyz").status_code == 200


def test_the_header_x_actor_is_not_believed(as_user):
    me = as_user("mei").get("/v2/authentication/me", headers={"X-Actor": "boss"}).json()
    assert (me["username"], me["roles"], me["displayName"]) == ("mei", ["presales_specialist"], "美")


def test_the_sdk_signs_in_with_basic_credentials(server):
    basic = {"CAMUNDA_AUTH_STRATEGY": "BASIC", "CAMUNDA_BASIC_AUTH_USERNAME": "mei"}
    with server.client(**basic, CAMUNDA_BASIC_AUTH_PASSWORD=PASSWORD) as client:
        assert client.get_authentication().username == "mei"
        assert client.search_user_tasks(data=UserTaskSearchQuery()).items == []
    with (
        server.client(**basic, CAMUNDA_BASIC_AUTH_PASSWORD="wrong") as client,
        pytest.raises(UnauthorizedError),
    ):
        client.get_authentication()


@pytest.fixture(scope="module")
def two_tasks(as_user):
    """One task for specialists and one for consultants, in that order."""
    boss = as_user("boss")
    diagram = sequence(
        "review",
        user_task("draft", groups("presales_specialist")),
        user_task("check", groups("presales_consultant"), _review_of("draft")),
    )
    assert boss.post("/v2/deployments", files=[("resources", ("review.bpmn", diagram))]).status_code == 200
    return boss


def _review_of(ids):
    return f'<zeebe:properties><zeebe:property name="reviewOf" value="{ids}" /></zeebe:properties>'


def tasks(client, element_id):
    found = client.post("/v2/user-tasks/search", json={"filter": {"state": "CREATED", "elementId": element_id}})
    return [task["userTaskKey"] for task in found.json()["items"]]


def test_a_task_is_seen_and_done_by_its_group_alone(two_tasks, as_user):
    assert two_tasks.post("/v2/process-instances", json={"processDefinitionId": "review"}).status_code == 200
    [task] = tasks(as_user("mei"), "draft")
    assert tasks(as_user("needs_analyst"), "draft") == []
    assert as_user("needs_analyst").get(f"/v2/user-tasks/{task}").status_code == 404
    assert as_user("needs_analyst").post(f"/v2/user-tasks/{task}/completion", json={}).status_code == 403
    assert tasks(as_user("presales_lead"), "draft") == [task]
    assert as_user("mei").post(f"/v2/user-tasks/{task}/completion", json={}).status_code == 204
    assert as_user("mei").get(f"/v2/user-tasks/{task}").status_code in (200, 404)


def test_a_task_without_candidates_is_offered_to_everybody(two_tasks, as_user):
    diagram = sequence("free", user_task("free_task"))
    assert two_tasks.post("/v2/deployments", files=[("resources", ("free.bpmn", diagram))]).status_code == 200
    assert two_tasks.post("/v2/process-instances", json={"processDefinitionId": "free"}).status_code == 200
    [task] = tasks(as_user("needs_analyst"), "free_task")
    claim = {"assignee": "needs_analyst"}
    assert as_user("needs_analyst").post(f"/v2/user-tasks/{task}/assignment", json=claim).status_code == 204
    assert tasks(as_user("mei"), "free_task") == []
    assert as_user("needs_analyst").post(f"/v2/user-tasks/{task}/completion", json={}).status_code == 204


def test_whose_task_it_is_not_learns_nothing_of_its_form(as_user):
    fields = [{"type": "textfield", "id": "why", "key": "why", "label": "Why", "validate": {"required": True}}]
    asked = {"id": "asked", "type": "default", "schemaVersion": 19, "components": fields}
    diagram = sequence("asking", user_task("ask", form("asked"), groups("presales_specialist")))
    files = [("asking.bpmn", diagram), ("asked.form", json.dumps(asked))]
    boss = as_user("boss")
    assert boss.post("/v2/deployments", files=[("resources", file) for file in files]).status_code == 200
    assert boss.post("/v2/process-instances", json={"processDefinitionId": "asking"}).status_code == 200
    [task] = tasks(as_user("mei"), "ask")
    path = f"/v2/user-tasks/{task}/completion"
    assert "errors" in as_user("mei").post(path, json={}).json()
    problem = as_user("needs_analyst").post(path, json={})
    assert problem.status_code == 403
    assert "errors" not in problem.json()


def test_who_performed_a_task_cannot_take_or_complete_its_review(two_tasks, as_user):
    started = two_tasks.post("/v2/process-instances", json={"processDefinitionId": "review"}).json()
    instance = {"filter": {"processInstanceKey": started["processInstanceKey"], "state": "CREATED"}}

    def task():
        return as_user("presales_lead").post("/v2/user-tasks/search", json=instance).json()["items"][0]["userTaskKey"]

    assert as_user("mei").post(f"/v2/user-tasks/{task()}/completion", json={}).status_code == 204
    review = task()
    lead, consultant = as_user("presales_lead"), as_user("presales_consultant")
    assert lead.post(f"/v2/user-tasks/{review}/assignment", json={"assignee": "mei"}).status_code == 403
    assert consultant.post(f"/v2/user-tasks/{review}/completion", json={}).status_code == 409  # nobody has claimed it
    claim = {"assignee": "presales_consultant"}
    assert consultant.post(f"/v2/user-tasks/{review}/assignment", json=claim).status_code == 204
    assert consultant.post(f"/v2/user-tasks/{review}/completion", json={}).status_code == 204


def test_a_lead_cannot_take_or_pass_on_the_authority_of_a_review(two_tasks, as_user):
    started = two_tasks.post("/v2/process-instances", json={"processDefinitionId": "review"}).json()
    instance = {"filter": {"processInstanceKey": started["processInstanceKey"], "state": "CREATED"}}
    lead, consultant = as_user("presales_lead"), as_user("presales_consultant")

    def task():
        return lead.post("/v2/user-tasks/search", json=instance).json()["items"][0]["userTaskKey"]

    assert as_user("mei").post(f"/v2/user-tasks/{task()}/completion", json={}).status_code == 204
    review = task()
    assert lead.post(f"/v2/user-tasks/{review}/assignment", json={"assignee": "presales_lead"}).status_code == 204
    refused = lead.post(f"/v2/user-tasks/{review}/completion", json={})
    assert (refused.status_code, "presales_consultant" in refused.json()["detail"]) == (403, True)
    for candidates in ({"candidateGroups": ["presales_lead"]}, {"candidateUsers": ["presales_lead"]}):
        change = lead.patch(f"/v2/user-tasks/{review}", json={"changeset": candidates})
        assert (change.status_code, "candidates" in change.json()["detail"]) == (403, True)
    claim = {"assignee": "presales_consultant"}
    assert lead.post(f"/v2/user-tasks/{review}/assignment", json=claim).status_code == 204
    assert consultant.post(f"/v2/user-tasks/{review}/completion", json={}).status_code == 204


def test_a_seller_has_the_grade_of_the_register(as_user):
    case = {"productLine": "LIFE", "clientType": "INDIVIDUAL", "channel": "AGENT"}

    def refused(user, grade):
        owner = {"user": user, "name": "陳小美", "certificateNo": "0200", "grade": grade}
        answer = as_user("account_manager").post("/presales/cases", json=case | {"owner": owner})
        return [error["field"] for error in answer.json().get("errors", [])]

    assert refused("graded", 3) != ["owner.grade"]
    for user, grade in (("graded", 1), ("account_manager", 1)):
        assert refused(user, grade) == ["owner.grade"]
    assert refused("nobody", None) == ["owner.user"]  # staff name a colleague, not a stand-in
    vouched = case | {"owner": {"user": "nobody", "name": "陳小美", "certificateNo": "0200", "grade": 1}}
    assert "owner.grade" not in as_user("integrator").post("/presales/cases", json=vouched).text
