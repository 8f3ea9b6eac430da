"""/presales/cases: what a CRM developer wants to see."""

import pytest

from service import exact_json
from service.demo.scenario import load_scenario
from tests.acceptance.casework import OPENING, bundled_files

#: one case in ten is reviewed; which, nobody knows beforehand
REVIEW_BY_LOT = (("review_screening", "lea"),)


@pytest.fixture(scope="module")
def bundled(deploy):
    return deploy(bundled_files())


@pytest.fixture(scope="module")
def case(http, bundled):  # noqa: ARG001 - it must be deployed
    answer = http.post("/presales/cases", json=OPENING)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_case_has_a_number_of_the_day(case):
    prefix, day, number = case["caseNo"].split("-")
    assert (prefix, len(day), len(number)) == ("PS", 8, 6)


def test_a_case_tells_where_it_stands_and_whom_it_waits_for(http, case):
    found = http.get(f"/presales/cases/{case['caseNo']}").json()
    assert found["caseKey"] == case["caseKey"]
    assert (found["state"], found["stageId"], found["end"]) == ("ACTIVE", "client_screening", None)
    [task] = found["nextTasks"]
    assert (task["kind"], task["elementId"], task["candidateGroups"]) == (
        "USER_TASK",
        "collect_client_data",
        ["account_manager"],
    )
    assert (found["stageSla"], found["awaits"], found["waitingSince"], found["waitedSeconds"]) == (
        "ON_TIME",
        None,
        None,
        0,
    )
    assert task["due"] == found["stageDue"] is not None
    assert found["outputs"] == []


def test_cases_are_listed_and_searched(http, case):
    assert [each["caseNo"] for each in http.get("/presales/cases", params={"state": "ACTIVE"}).json()["items"]] == [
        case["caseNo"]
    ]
    wanted = {"filter": {"stageId": "client_screening", "owner": {"$in": ["amy"]}}, "page": {"limit": 1}}
    assert http.post("/presales/cases/search", json=wanted).json()["page"]["totalItems"] == 1
    assert http.get("/presales/cases", params={"owner": "nobody"}).json()["items"] == []


def test_the_timeline_starts_with_the_opening(http, case):
    events = http.get(f"/presales/cases/{case['caseKey']}/timeline").json()["items"]
    assert [event["type"] for event in events][:2] == ["process_instance_started", "stage_entered"]


def test_a_case_without_papers_has_an_empty_list(http, case):
    assert http.get(f"/presales/cases/{case['caseKey']}/documents").json() == {"items": []}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel": "TELE"}, "channel"),
        ({"productLine": "MOTOR"}, "productLine"),
        ({"jurisdiction": "XX"}, "jurisdiction"),
        ({"currency": "USD"}, "currency"),
        ({"language": "fr"}, "language"),
        ({"region": "yunnan"}, "region"),
        ({"flags": ["LUCKY"]}, "flags"),
        ({"owner": {"user": "amy", "name": "陳小美"}}, "owner.certificateNo"),
        ({"lead": {"name": "4711"}}, "lead.name"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
@pytest.mark.usefixtures("bundled")
def test_what_does_not_fit_is_named(http, change, field):
    problem = http.post("/presales/cases", json=OPENING | change)
    assert problem.status_code == 400
    assert [error["field"] for error in problem.json()["errors"]] == [field]
    assert problem.json()["detail"].count("Expected") <= 1


def test_an_unknown_case_is_a_404(http):
    assert http.get("/presales/cases/PS-20000101-000001").status_code == 404
    assert http.get("/presales/cases/1/timeline").status_code == 404


@pytest.mark.usefixtures("bundled")
def test_a_form_is_offered_as_json_schema(http):
    schema = http.get("/presales/forms/client_data/json-schema").json()
    assert schema["title"] == "client_data"
    assert "name" in schema["properties"]["applicant"]["required"]


def test_a_case_that_goes_on_tells_what_was_done_by_whom_and_what_was_decided(http, bundled):  # noqa: ARG001 - deployed
    case = http.post("/presales/cases", json=OPENING).json()["caseKey"]
    scenario = load_scenario("t01")
    for element_id, person in (("collect_client_data", "amy"), ("capture_first_needs", "ben"), *REVIEW_BY_LOT):
        tasks = http.get(f"/presales/cases/{case}").json()["nextTasks"]
        is_review = (element_id, person) in REVIEW_BY_LOT
        if is_review and not tasks:
            continue
        [task] = tasks
        assert task["elementId"] == element_id
        claim = (("assignment", {"assignee": person}),) if is_review else ()
        for what, body in (*claim, ("completion", {"variables": scenario.answer(element_id, 1)})):
            answer = http.post(
                f"/v2/user-tasks/{task['key']}/{what}",
                content=exact_json.encode(body),
                headers={"X-Actor": person, "Content-Type": "application/json"},
            )
            assert answer.status_code == 204, answer.text
    found = http.get(f"/presales/cases/{case}").json()
    assert {wait["kind"] for wait in found["waitingFor"]} == {"JOB"}  # the first paper, since no worker runs here
    assert found["nextTasks"] == []
    events = http.get(f"/presales/cases/{case}/timeline").json()["items"]
    told = [(event["type"], event["elementId"], event["actor"]) for event in events]
    assert ("user_task_completed", "collect_client_data", "amy") in told
    assert ("user_task_completed", "capture_first_needs", "ben") in told
    assert [event["name"] for event in events if event["elementId"] == "collect_client_data"] == ["收集客戶基本資料"]
    decided = [event["elementId"] for event in events if event["type"] == "decision_evaluated"]
    assert "CN_potential_assessment" in decided
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    first = http.get(f"/presales/cases/{case}/timeline", params={"limit": 2}).json()
    after = http.get(f"/presales/cases/{case}/timeline", params={"after": first["page"]["endCursor"]}).json()
    assert first["items"] + after["items"] == events
