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
SHEET, NEEDS_STAGE, INTERVIEW = "presales.bpmn", "stages/s2_needs_analysis.bpmn", "forms/needs_interview.form"


@pytest.fixture(scope="module")
def server(module_database_url):
    """A server that works on jobs as well: the papers are to be read."""
    settings = Settings(database_url=module_database_url, port=free_port(), threads=8, job_threads=2)
    yield from serve(create_service(settings))


@pytest.fixture(scope="module")
def bundled(deploy):
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
