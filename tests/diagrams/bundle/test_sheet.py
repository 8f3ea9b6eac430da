"""The sheet, walked: which stage follows which, what returns where, and where a case ends. Each stage is one job."""

import pytest

from tests.diagrams.bundle.walk import Bundle, Walk

STAGES = [
    "client_screening",
    "needs_analysis",
    "solution_design",
    "quotation",
    "risk_disclosure",
    "communication_filing",
    "final_approval",
]
RESULTS = {
    "quotation": "quotation_result",
    "risk_disclosure": "disclosure_result",
    "communication_filing": "filing_result",
    "final_approval": "approval_result",
}
STAGE = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="test">
  <bpmn:process id="{id}" isExecutable="true">
    <bpmn:extensionElements><zeebe:versionTag value="1.0.0" /></bpmn:extensionElements>
    <bpmn:startEvent id="{id}_started"><bpmn:outgoing>{id}_1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:serviceTask id="do_{id}">
      <bpmn:extensionElements><zeebe:taskDefinition type="stage" /></bpmn:extensionElements>
      <bpmn:incoming>{id}_1</bpmn:incoming><bpmn:outgoing>{id}_2</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:endEvent id="{id}_ended"><bpmn:incoming>{id}_2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="{id}_1" sourceRef="{id}_started" targetRef="do_{id}" />
    <bpmn:sequenceFlow id="{id}_2" sourceRef="do_{id}" targetRef="{id}_ended" />
  </bpmn:process>
</bpmn:definitions>"""


@pytest.fixture(scope="module")
def bundle():
    return Bundle(instead={f"{stage}.bpmn": STAGE.format(id=stage).encode() for stage in STAGES})


@pytest.fixture
def walk(bundle):
    """Walks the sheet; by stage, what each of its rounds comes to, the last one again if there are more."""

    def walked(variables=None, **rounds):
        plain = {stage: [done(stage)] for stage in STAGES} | rounds
        script = {f"do_{stage}": answers for stage, answers in plain.items()}
        return Walk(bundle, script, variables=variables)

    return walked


def done(stage):
    decided = {
        "quotation": "ACCEPTED",
        "risk_disclosure": "SIGNED",
        "communication_filing": "COMPLETE",
        "final_approval": "APPROVED",
    }
    return {RESULTS[stage]: {"decision": decided[stage]}} if stage in RESULTS else {}


def rounds(walked):
    """The stages in the order in which they were done."""
    return [each.removeprefix("do_") for each in walked.path if each.startswith("do_")]


def test_all_well_from_lead_to_hand_over(walk):
    walked = walk({"plan": {"term_years": 20}})
    assert rounds(walked) == STAGES
    assert walked.end == "handed_over"
    assert walked.written["retention"]["minimum_years"] == 10  # D28, T26: a contract of more than a year
    assert "issue_closing_letter" not in walked.path


@pytest.mark.parametrize("outcome", ["DISQUALIFIED", "NURTURE", "WITHDRAWN", "UNSUITABLE", "EXPIRED", "DECLINED"])
@pytest.mark.parametrize("stage", STAGES)
def test_a_case_may_close_after_each_stage_in_each_way(walk, stage, outcome):
    walked = walk(**{stage: [{"closing": {"outcome": outcome, "stage": "S1", "reason_code": "OTHER", "reason": None}}]})
    assert rounds(walked) == STAGES[: STAGES.index(stage) + 1]
    assert walked.steps("determine_retention", "issue_closing_letter") == [
        "determine_retention",
        "issue_closing_letter",
    ]
    assert walked.end == outcome.lower()
    assert walked.written["retention"]["maximum_months"] == 24  # D28: leads without an application


def test_data_of_a_client_who_withdraws_consent_are_kept_no_longer(walk):
    withdrawn = {"outcome": "WITHDRAWN", "stage": "S2", "reason_code": "CONSENT_WITHDRAWN", "reason": None}
    kept = walk(needs_analysis=[{"closing": withdrawn}]).written["retention"]
    assert (kept["counted_from"], kept["maximum_months"]) == ("CONSENT_WITHDRAWN", 0)


def again(stage):
    """The stages of a case that is returned to a stage at its end."""
    return [*STAGES, *STAGES[STAGES.index(stage) :]]


@pytest.mark.parametrize("number", [2, 3, 4, 5, 6])
def test_l4_an_approval_returns_to_the_stage_it_names_and_all_after_it_run_again(walk, number):
    returned = {"decision": "RETURN", "return_to": f"S{number}", "comment": "請修正"}
    walked = walk(final_approval=[{"approval_result": returned}, done("final_approval")])
    assert rounds(walked) == again(STAGES[number - 1])
    assert walked.written["return_notice"] == {"return_to": f"S{number}", "comment": "請修正"}
    assert walked.end == "handed_over"


def test_l7_a_counter_offer_is_quoted(walk):
    offered = {"decision": "COUNTER_OFFER", "return_to": "S4", "comment": "加費 50%"}
    walked = walk(final_approval=[{"approval_result": offered}, done("final_approval")])
    assert rounds(walked) == again("quotation")
    assert walked.written["return_notice"] == {"return_to": "S4", "comment": "加費 50%"}


def test_l3b_a_plan_that_is_too_dear_is_designed_again(walk):
    wanted = {"quotation_result": {"decision": "CHANGE_PLAN"}, "quotation_confirmation": {"wishes": "降低保額"}}
    walked = walk(quotation=[wanted, done("quotation")])
    assert rounds(walked) == [*STAGES[:4], *STAGES[2:]]
    assert walked.written["return_notice"] == {"return_to": "S3", "comment": "降低保額"}


@pytest.mark.parametrize("number", [2, 3])
def test_what_the_application_tells_is_assessed_before_it_is_signed(walk, number):
    """D06, D11: risk tolerance to S2, health answers to S3."""
    told = {"disclosure_result": {"decision": "RETURN", "return_to": f"S{number}", "comment": "重新評估"}}
    walked = walk(risk_disclosure=[told, done("risk_disclosure")])
    assert rounds(walked) == [*STAGES[:5], *STAGES[number - 1 :]]
    assert walked.written["return_notice"] == {"return_to": f"S{number}", "comment": "重新評估"}
    assert walked.end == "handed_over"


def test_l6_what_is_not_understood_is_explained_again(walk):
    missed = {"filing_result": {"decision": "EXPLAIN_AGAIN"}}
    walked = walk(communication_filing=[missed, done("communication_filing")])
    assert rounds(walked) == [*STAGES[:6], *STAGES[4:]]
    assert walked.written["return_notice"]["return_to"] == "S5"


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_a_gap_in_the_file_goes_to_the_stage_that_owns_it(walk, number):
    gap = {"filing_result": {"decision": "RETURN", "return_to": f"S{number}"}}
    walked = walk(communication_filing=[gap, done("communication_filing")])
    assert rounds(walked) == [*STAGES[:6], *STAGES[number - 1 :]]


def test_what_one_round_came_to_does_not_steer_the_next(walk):
    """A change of plan, health answers, a gap in the file, then a return: each time the newest says where to."""
    walked = walk(
        quotation=[{"quotation_result": {"decision": "CHANGE_PLAN"}}, done("quotation")],
        risk_disclosure=[
            {"disclosure_result": {"decision": "RETURN", "return_to": "S3", "comment": "人工核保"}},
            done("risk_disclosure"),
        ],
        communication_filing=[
            {"filing_result": {"decision": "RETURN", "return_to": "S4"}},
            done("communication_filing"),
        ],
        final_approval=[
            {"approval_result": {"decision": "RETURN", "return_to": "S5", "comment": "補簽"}},
            done("final_approval"),
        ],
    )
    assert rounds(walked) == [*STAGES[:4], *STAGES[2:5], *STAGES[2:6], *STAGES[3:], *STAGES[4:]]
    assert walked.written["return_notice"] == {"return_to": "S5", "comment": "補簽"}
    assert walked.end == "handed_over"
