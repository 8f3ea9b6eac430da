"""Waits for the client in the bundled diagrams, with travel in time: who is told of a reminder and who is not reminded,
W7 (the other waits are shown with their stages), and that a stage's clock stands still meanwhile."""

import pytest

from service.demo.scenario import load_scenario
from tests.acceptance.casework import OPENING, bundled_files
from tests.acceptance.diagrams import sequence, user_task
from tests.acceptance.stagework import Stage
from tests.acceptance.travelling import Traveller, local

ACCEPT = {"decision": "ACCEPT", "explained_items": ["COVER", "EXCLUSIONS"], "confirmed_on": "2026-11-23"}
#: with it D10 finds a million to be two and a half times the need, and D14 asks for proof of income
SMALL_NEED = {
    "dime_need": 400_000,
    "existing_sum_insured": 0,
    "gap": 400_000,
    "recommended_sum_insured": 400_000,
    "premium_budget": 20_000,
}


@pytest.fixture
def reminders(http):
    """The reminders of a case, as staff see them: which, for whom, when, until when."""

    def read(stage):
        wanted = {"filter": {"caseKey": stage.key, "kind": "CLIENT_REMINDED"}, "sort": [{"field": "noticeKey"}]}
        items = http.post("/presales/notices/search", json=wanted).json()["items"]
        return [(each["level"], each["roles"], each["users"], local(each["createdAt"])) for each in items]

    return read


def approve(stage):
    return stage.do("review_plan", "sam", plan_review={"decision": "APPROVE"}).settled()


def test_whoever_awaits_the_client_is_told_of_the_reminder(work, design, reminders, http):
    stage = approve(design())
    work.go("2026-11-26T10:00")
    assert reminders(stage) == [(1, ["presales_specialist"], ["amy"], "2026-11-26T10:00")]
    [sent] = stage.own("reminders")
    assert (sent["wait"], sent["nth"], sent["channel"]) == ("W5", 1, "STAFF")
    [told] = http.post("/presales/notices/search", json={"filter": {"caseKey": stage.key}}).json()["items"]
    assert "陳志明" not in str(told)


def test_who_has_answered_is_not_reminded(work, design, reminders):
    stage = approve(design())
    work.go("2026-11-24T10:00")
    stage.do("explain_plan", plan_confirmation=ACCEPT)
    assert stage.task("sign_envelope")
    work.go("2026-11-26T09:59")
    assert reminders(stage) == []


@pytest.mark.parametrize(
    "before",
    [
        {"screening": {"do_not_contact": True, "fraud_or_aml_hit": False}},
        {"contact": {"method": "VISIT", "contacted_on": "2026-11-20", "privacy_consent": False}},
    ],
)
def test_who_must_not_be_contacted_is_not_reminded(work, design, reminders, before):
    stage = approve(design(**before))
    work.go("2026-11-30T10:00")
    assert reminders(stage) == []
    assert stage.task("explain_plan")


def test_w7_without_documents_the_sum_insured_is_capped(work, design, reminders):
    stage = design(needs_analysis=SMALL_NEED)
    assert stage.task("collect_financial_documents")
    work.go("2026-11-26T10:00")  # three days, and no second reminder
    work.go("2026-12-08T23:59")
    assert [nth for nth, *_ in reminders(stage)] == [1]
    assert stage.task("collect_financial_documents")
    work.go("2026-12-09T00:00")
    assert stage.task("design_plan")
    assert stage.own("financial_documents")["received"] is False
    assert "800000" in stage.own("plan_problem")  # twice the need is what needs no proof


def test_w7_with_documents_the_plan_goes_on(work, design):
    stage = design(needs_analysis=SMALL_NEED)
    work.go("2026-11-25T10:00")
    documents = {"received": True, "kinds": ["TAX"], "verified_income": 200_000, "received_on": "2026-11-25"}
    stage.do("collect_financial_documents", financial_documents=documents)
    assert stage.task("review_plan")


@pytest.fixture
def case(work, http, server, deploy):
    """A case of the whole procedure, worked on by the people of T01."""
    deploy(bundled_files())
    Traveller(server, http).go("2026-11-23T10:00")
    stage, scenario = Stage(work, http.post("/presales/cases", json=OPENING).json()["caseKey"]), load_scenario("T01")

    def evaluated(answer, scope):
        """An answer of the scenario with its FEEL expressions, texts that begin with =, evaluated at the task."""
        if isinstance(answer, dict):
            return {name: evaluated(value, scope) for name, value in answer.items()}
        if isinstance(answer, list):
            return [evaluated(value, scope) for value in answer]
        if isinstance(answer, str) and answer.startswith("="):
            asked = {"expression": answer, "scopeKey": scope}
            return http.post("/v2/expression/evaluation", json=asked).json()["result"]
        return answer

    def until(element_id):
        for _ in range(30):
            [task] = stage.open()
            if task["elementId"] == element_id:
                return
            person = scenario.performer(task["candidateGroups"]).user
            stage.done(task, person, **evaluated(scenario.answer(task["elementId"], 2), task["userTaskKey"]))

    return stage, until


def test_the_clock_of_a_bundled_stage_stands_still_while_the_client_thinks_and_signs(work, http, server, case):
    stage, until = case
    travel = Traveller(server, http)

    def stands():
        found = http.get(f"/presales/cases/{stage.key}").json()
        return {name: found[name] for name in ("stageId", "stageSla", "awaits", "waitedSeconds", "stageDue")}

    until("design_plan")
    assert local(stands().pop("stageDue")) == "2026-11-26T10:00"  # S3: three working days
    travel.go("2026-11-25T09:00")  # nine working hours and more, of twenty-four
    until("explain_plan")
    still = {
        "stageId": "solution_design",
        "stageSla": "ON_TIME",
        "awaits": "CLIENT",
        "waitedSeconds": 0,
        "stageDue": None,
    }
    assert stands() == still
    work.go("2026-12-02T09:00")  # reminded twice, but not answered yet
    travel.tell()
    stage.do("explain_plan", plan_confirmation=ACCEPT).settled()
    assert stage.task("sign_envelope")  # in another diagram, which the stage calls
    assert stands() == still | {"waitedSeconds": 7 * 24 * 3600}  # the paper between was ours to issue
    travel.go("2026-12-04T09:00")
    stage.sign().settled()
    assert stands() | {"stageDue": None} == still | {
        "stageId": "quotation",
        "awaits": None,
        "waitedSeconds": 9 * 24 * 3600,
    }
    assert [(each["kind"], each["stage"]) for each in travel.notices(stage.key)] == [("CLIENT_REMINDED", "S3")] * 2
    found = http.get("/presales/cases", params={"stage": "quotation"}).json()["items"]
    assert stage.key in [each["caseKey"] for each in found]
    late = {"filter": {"waitedSeconds": {"$gte": 9 * 24 * 3600}, "stageSla": "ON_TIME", "stageDue": {"$exists": True}}}
    assert [each["caseKey"] for each in http.post("/presales/cases/search", json=late).json()["items"]] == [stage.key]


@pytest.mark.parametrize(
    ("date", "incidents"), [("=wait.reminder_2_at", ["EXTRACT_VALUE_ERROR"]), ("9999-12-31T00:00:00+00:00", [])]
)
def test_a_timer_needs_a_date_so_what_never_comes_has_one_too(http, drive, deploy, date, incidents):
    timer = f"<bpmn:timerEventDefinition><bpmn:timeDate>{date}</bpmn:timeDate></bpmn:timerEventDefinition>"
    boundary = f'<bpmn:boundaryEvent id="late" cancelActivity="false" attachedToRef="ask">{timer}</bpmn:boundaryEvent>'
    reminded = '<bpmn:endEvent id="told" /><bpmn:sequenceFlow id="tell" sourceRef="late" targetRef="told" />'
    deploy(dated=sequence("dated", user_task("ask"), more=boundary + reminded))
    started = drive.start("dated", {"wait": {"reminder_2_at": None}})
    wanted = {"filter": {"processInstanceKey": str(started.process_instance_key)}}
    found = http.post("/v2/incidents/search", json=wanted).json()["items"]
    assert [each["errorType"] for each in found] == incidents
