"""What a process owner changes without a developer: deployed over REST, new cases follow, running ones as promised."""

import json

import pypdfium2
import pytest

from service.demo.scenario import load_scenario
from service.main import create_service
from service.settings import Settings
from tests.acceptance.casework import Casework, bundled_files
from tests.acceptance.serving import free_port, serve

POTENTIAL = "jurisdictions/CN/decisions/potential.dmn"
DESIGN_STAGE = "stages/s3_solution_design.bpmn"
SHEET, NEEDS_STAGE, INTERVIEW = "presales.bpmn", "stages/s2_needs_analysis.bpmn", "forms/needs_interview.form"


@pytest.fixture(scope="module")
def server(module_database_url):
    """A server that works on jobs as well: the papers are to be read."""
    settings = Settings(database_url=module_database_url, port=free_port(), threads=8, job_threads=2)
    yield from serve(create_service(settings))


@pytest.fixture(scope="module")
def bundled(deploy, catalogue):  # noqa: ARG001 - it must be loaded
    files = bundled_files()
    deploy(files)
    return files


@pytest.fixture(scope="module")
def luke_warm():
    """T01 of the domain specification with 72 points: first contact (2 instead of 12), no hurry (2 instead of 8)."""
    answer = load_scenario("T01").answer("capture_first_needs", 1)
    return {
        "capture_first_needs": {
            **answer,
            "first_needs": {**answer["first_needs"], "engagement": "FIRST_CONTACT", "urgency_months": 7},
        }
    }


def assessed(case):
    case.step()
    return case.variable("potential")


def test_a_cut_off_of_the_tiers_moves_for_every_assessment_to_come(http, deploy, bundled, luke_warm):
    before, running = Casework(http, changes=luke_warm), Casework(http, changes=luke_warm)
    before.until("capture_first_needs")
    running.until("capture_first_needs")
    assert (assessed(before)["score"], before.variable("potential")["tier"]) == (72, "B")

    table = bundled[POTENTIAL].decode()
    changed = table.replace("<text>&gt;= 75</text>", "<text>&gt;= 70</text>").replace("[55..75[", "[55..70[")
    assert changed != table
    deploy({POTENTIAL: changed})

    new = Casework(http, changes=luke_warm)
    new.until("capture_first_needs")
    assert assessed(running)["tier"] == "A"
    assert assessed(new)["tier"] == "A"
    assert before.variable("potential")["tier"] == "B"
    used = [
        (each["rootProcessInstanceKey"], each["decisionDefinitionVersion"])
        for each in http.post(
            "/v2/decision-instances/search", json={"filter": {"decisionDefinitionId": "CN_client_tier"}}
        ).json()["items"]
    ]
    assert sorted(used) == sorted([(before.key, 1), (running.key, 2), (new.key, 2)])


def released(files, stage, process_id, tag):
    """The sheet and a stage under a new version tag, as an owner releases a change of the stage."""
    sheet, old = files[SHEET].decode(), 'versionTag="1.0.0"'
    [call] = [line for line in sheet.splitlines() if f'processId="{process_id}"' in line]
    drawn = files[stage].decode()
    assert '<zeebe:versionTag value="1.0.0" />' in drawn
    return {
        SHEET: sheet.replace(call, call.replace(old, f'versionTag="{tag}"')).encode(),
        stage: drawn.replace('<zeebe:versionTag value="1.0.0" />', f'<zeebe:versionTag value="{tag}" />', 1).encode(),
    }


def with_question(form):
    """A question more on the needs interview, as the form editor writes it."""
    schema = json.loads(form)
    schema["components"].append(
        {
            "type": "radio",
            "id": "needs_pets",
            "key": "needs.pets",
            "label": "是否飼養寵物",
            "values": [{"label": "有，已投保", "value": "INSURED"}, {"label": "沒有", "value": "NONE"}],
            "validate": {"required": True},
            "properties": {"name:en": "Pets kept", "name:en:INSURED": "Yes, insured", "name:en:NONE": "None"},
        }
    )
    return json.dumps(schema, ensure_ascii=False).encode()


def paper_text(http, case, kind):
    [paper] = [each for each in http.get(f"/presales/cases/{case}/documents").json()["items"] if each["type"] == kind]
    pdf = pypdfium2.PdfDocument(http.get(f"/presales/cases/{case}/documents/{paper['documentId']}").content)
    return "".join(page.get_textpage().get_text_bounded() for page in pdf)


def test_a_new_question_is_asked_in_new_cases_and_reaches_the_needs_report(http, deploy, bundled):
    running = Casework(http)
    running.until("interview_needs")

    forms = {name: content for name, content in bundled.items() if name.startswith("forms/")}
    forms[INTERVIEW] = with_question(bundled[INTERVIEW])
    deploy(forms | released(bundled, NEEDS_STAGE, "needs_analysis", "1.1.0"))

    asked = load_scenario("T01").answer("interview_needs", 1)
    more = {"interview_needs": {**asked, "needs": {**asked["needs"], "pets": "INSURED"}}}
    new = Casework(http, changes=more)
    task = new.until("interview_needs")
    without = http.post(f"/v2/user-tasks/{task['key']}/completion", json={"variables": asked})
    assert (without.status_code, "是否飼養寵物" in without.text) == (400, True)
    new.until("confirm_needs")
    text = paper_text(http, new.key, "needs_report")
    assert "是否飼養寵物" in text
    assert "有，已投保" in text

    running.until("confirm_needs")  # with the form that was deployed with its diagram, which does not ask
    assert "是否飼養寵物" not in paper_text(http, running.key, "needs_report")


def with_second_review(stage):
    """What the modeler writes for another review, by the branch manager, of plans over five million."""
    drawn = stage.decode()
    approved = 'id="flow_plan_review_result_to_issue_plan_list" name="通過" sourceRef="plan_review_result" targetRef='
    second = """
    <bpmn:exclusiveGateway id="large_sum" name="保額逾五百萬？" default="flow_small_sum">
      <bpmn:outgoing>flow_large_sum</bpmn:outgoing>
      <bpmn:outgoing>flow_small_sum</bpmn:outgoing>
    </bpmn:exclusiveGateway>
    <bpmn:userTask id="second_review" name="第二次審核">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:formDefinition formId="plan_review" bindingType="deployment" />
        <zeebe:assignmentDefinition candidateGroups="branch_manager" />
        <zeebe:properties><zeebe:property name="reviewOf" value="design_plan, review_plan" /></zeebe:properties>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:exclusiveGateway id="second_review_result" name="審核結論？" default="flow_second_returned" />
    <bpmn:sequenceFlow id="flow_large_sum" sourceRef="large_sum" targetRef="second_review">
      <bpmn:conditionExpression>=plan.sum_insured &gt; 5000000</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="flow_small_sum" sourceRef="large_sum" targetRef="issue_plan_list" />
    <bpmn:sequenceFlow id="flow_second_decided" sourceRef="second_review" targetRef="second_review_result" />
    <bpmn:sequenceFlow id="flow_second_approved" sourceRef="second_review_result" targetRef="issue_plan_list">
      <bpmn:conditionExpression>=plan_review.decision = "APPROVE"</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="flow_second_returned" sourceRef="second_review_result" targetRef="count_plan_return" />
  </bpmn:process>"""
    lane = "<bpmn:flowNodeRef>review_plan</bpmn:flowNodeRef>"
    nodes = ("review_plan", "large_sum", "second_review", "second_review_result")
    added = "".join(lane.replace("review_plan", each) for each in nodes)
    changed = drawn.replace(approved + '"issue_plan_list"', approved + '"large_sum"')
    entry = "<bpmn:incoming>flow_plan_review_result_to_issue_plan_list</bpmn:incoming>"
    changed = changed.replace(entry, entry.replace("flow_plan_review_result_to_issue_plan_list", "flow_small_sum"))
    return changed.replace("\n  </bpmn:process>", second).replace(lane, added).encode()


@pytest.fixture(scope="module")
def wealthy():
    """T01 with an income and debts for which six million are the right sum."""
    scenario = load_scenario("T01")
    client, asked = scenario.answer("collect_client_data", 1), scenario.answer("interview_needs", 1)
    planned = scenario.answer("design_plan", 2)
    earns = {"annual_income": 400_000, "household_income": 500_000}
    return {
        "collect_client_data": {**client, "applicant": {**client["applicant"], **earns}},
        "interview_needs": {**asked, "needs": {**asked["needs"], "mortgage_debt": 3_000_000}},
        "design_plan": {"plan": {**planned["plan"], "sum_insured": 6_000_000, "alternatives": []}},
        "review_plan": scenario.answer("review_plan", 2),
        "second_review": {"plan_review": {"decision": "APPROVE", "comment": "同意"}},
        "collect_financial_documents": {
            "financial_documents": {
                "received": True,
                "kinds": ["TAX"],
                "verified_income": 400_000,
                "received_on": "=string(today())",
            }
        },
    }


def test_a_second_review_of_large_sums_is_for_new_cases(http, deploy, bundled, wealthy):
    deploy(bundled)
    running = Casework(http, changes=wealthy)
    running.until("design_plan")

    forms = {name: content for name, content in bundled.items() if name.startswith("forms/")}
    released_files = released(bundled, DESIGN_STAGE, "solution_design", "1.1.0")
    deploy(forms | released_files | {DESIGN_STAGE: with_second_review(released_files[DESIGN_STAGE])})

    running.until("explain_plan")
    assert "second_review" not in running.visits

    large = Casework(http, changes=wealthy)
    task = large.until("second_review")
    assert task["candidateGroups"] == ["branch_manager"]
    large.until("explain_plan")

    small = Casework(http)
    small.until("explain_plan")
    assert (large.visits["second_review"], small.visits["second_review"]) == (1, 0)
