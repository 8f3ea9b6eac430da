"""What a process owner changes without a developer: deployed over REST, new cases follow, running ones as promised."""

import pytest

from service.demo.scenario import load_scenario
from tests.acceptance.casework import Casework, bundled_files

POTENTIAL = "jurisdictions/CN/decisions/potential.dmn"


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
