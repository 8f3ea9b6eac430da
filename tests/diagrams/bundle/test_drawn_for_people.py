"""Every step says who does it, how, and in whose words: documentation, roles, forms, labels."""

import re
from itertools import chain

import pytest
from lxml import etree

from handlers.documents.papers import PAPERS
from service.diagrams.diagram import BPMN, ZEEBE
from service.diagrams.model import Node, Process
from service.identity import roles
from service.states import ElementType

#: responsible and reviewing roles of each stage in the procedure, and those that take part in it
STAGE_ROLES = {
    "client_screening": {"account_manager", "presales_specialist", "presales_lead"},
    "needs_analysis": {"needs_analyst", "presales_consultant", "senior_presales_lead"},
    "solution_design": {"plan_designer", "presales_specialist", "senior_presales_lead", "product_expert"},
    "quotation": {"presales_specialist", "finance_support", "presales_lead", "senior_presales_lead"},
    "risk_disclosure": {"presales_consultant", "compliance_officer", "recording_inspector", "branch_manager"},
    "communication_filing": {"account_manager", "presales_assistant"},
    "final_approval": {"presales_lead", "account_manager", "branch_manager"},
}
#: what stages call: parts of one, and what several of them do in the same way
PART_ROLES = {
    "plan_assessment": {"plan_designer", "presales_specialist", "senior_presales_lead"},
    "plan_underwriting": {"plan_designer", "presales_specialist", "underwriter"},
    "submission_and_payment": {"account_manager", "presales_lead", "underwriter"},
    "document_signing": {"presales_consultant"},
}
PARTS = {
    "solution_design": ["plan_assessment", "document_signing"],
    "plan_assessment": ["plan_underwriting"],
    "quotation": ["document_signing"],
    "risk_disclosure": ["document_signing"],
    "final_approval": ["document_signing", "submission_and_payment"],
}
OUTPUTS = {
    "presales": {"closing_letter"},
    "client_screening": {"client_profile", "potential_report"},
    "needs_analysis": {"needs_report", "prelim_plan"},
    "solution_design": {"plan_list", "plan_book", "suitability_report", "plan_confirm"},
    "plan_assessment": {"stop_advice"},
    "quotation": {"quote", "quote_confirm"},
    "risk_disclosure": {
        "purchase_notice",
        "exclusion_ack",
        "risk_notice",
        "risk_ack",
        "application",
        "payment_authorisation",
        "agent_report",
    },
    "communication_filing": {"comm_log", "client_file", "followup_plan", "stop_advice"},
    "final_approval": {"approval_form", "confirm_letter", "process_archive"},
}
TASKS = {
    ElementType.USER_TASK,
    ElementType.SERVICE_TASK,
    ElementType.BUSINESS_RULE_TASK,
    ElementType.SCRIPT_TASK,
    ElementType.CALL_ACTIVITY,
}
ENGLISH = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def nodes_of(model, *types: ElementType) -> list[tuple[Process, Node]]:
    return [(process, node) for process in model.processes for node in process.nodes().values() if node.type in types]


def test_every_task_is_documented_with_goal_steps_and_cautions(model):
    undocumented = {
        node.id
        for _, node in nodes_of(model, *TASKS)
        if not re.fullmatch(r"目標：.+\n步驟：.+\n注意：.+", node.documentation or "")
    }
    assert undocumented == set()


def test_every_user_task_is_documented_in_english_too(model):
    undocumented = {
        node.id
        for _, node in nodes_of(model, ElementType.USER_TASK)
        if not re.fullmatch(r"Goal: .+\nSteps: .+\nCautions: .+", node.properties.get("documentation:en", ""))
    }
    assert undocumented == set()


def test_every_stage_has_the_lanes_of_its_responsible_and_reviewing_roles(model):
    lanes = {}
    for process in model.processes:
        lanes[process.id] = {node.lane for node in process.nodes().values() if node.lane}
    assert {process: held for process, held in lanes.items() if held} == STAGE_ROLES | PART_ROLES
    assert all(held <= set(roles.PROCEDURE) for held in lanes.values())


def test_every_task_of_a_stage_lies_in_the_lane_of_a_role(model):
    outside = [node.id for process, node in nodes_of(model, *TASKS) if process.id != "presales" and node.lane is None]
    assert outside == []


def test_every_user_task_has_a_form_of_its_deployment(model):
    forms = {form.id for form in model.forms}
    used = [node.user_task.form for _, node in nodes_of(model, ElementType.USER_TASK)]
    assert {(form.form_id in forms, form.binding.value) for form in used} == {(True, "deployment")}
    assert {form.form_id for form in used} == forms


def test_every_stage_has_a_review_that_its_makers_cannot_take(model):
    performed = {node.id for _, node in nodes_of(model, ElementType.USER_TASK)}
    reviews = [
        (process.id, node) for process, node in nodes_of(model, ElementType.USER_TASK) if node.user_task.review_of
    ]
    assert {process for process, _ in reviews} >= set(STAGE_ROLES)
    for _, review in reviews:
        assert set(review.user_task.review_of) <= performed - {review.id}


def test_every_output_of_the_procedure_is_issued_in_its_stage(model):
    issued = {}
    for process, node in nodes_of(model, ElementType.SERVICE_TASK):
        kind = node.job.type.removeprefix("presales.document.")
        if kind != node.job.type:
            issued.setdefault(process.id, set()).add(kind)
            assert [(output.source, output.target) for output in node.outputs] == [("=document", f"documents.{kind}")]
    assert issued == OUTPUTS
    assert set().union(*OUTPUTS.values()) == set(PAPERS)


def test_the_sheet_calls_the_stages_by_the_tag_they_carry(model):
    tags = {process.id: process.version_tag for process in model.processes}
    calls = {}
    for process, node in nodes_of(model, ElementType.CALL_ACTIVITY):
        call = node.called_element
        calls.setdefault(process.id, {})[call.process_id] = node.properties.get("stage")
        assert (call.binding.value, call.version_tag) == ("versionTag", tags[call.process_id])
    assert calls.pop("presales") == {stage: f"S{number}" for number, stage in enumerate(STAGE_ROLES, 1)}
    assert {process: list(called) for process, called in calls.items()} == PARTS


def test_ids_are_english_and_unique_over_the_bundle(model):
    ids = list(chain.from_iterable(process.nodes() for process in model.processes if process.id != "presales"))
    assert len(ids) == len(set(ids))
    assert all(ENGLISH.fullmatch(each) for each in ids)


@pytest.mark.parametrize("kind", [".bpmn", ".dmn"])
def test_every_id_in_the_files_is_english(files, kind):
    for name, data in files.items():
        if name.endswith(kind):
            ids = [element.get("id") for element in etree.fromstring(data).iter("*") if element.get("id")]
            assert [each for each in ids if not ENGLISH.fullmatch(each)] == []
            assert len(ids) == len(set(ids))


def test_every_label_is_chinese_with_an_english_one_beside_it(files):
    labelled = ("Task", "Event", "Gateway", "callActivity", "lane", "participant", "sequenceFlow")
    for name, data in files.items():
        if not name.endswith(".bpmn"):
            continue
        for element in etree.fromstring(data).iter(f"{{{BPMN}}}*"):
            if not etree.QName(element).localname.endswith(labelled) or not element.get("name"):
                continue
            english = element.xpath(
                "string(*[local-name()='extensionElements']/z:properties/z:property[@name='name:en']/@value)",
                namespaces={"z": ZEEBE},
            )
            assert CHINESE.search(element.get("name")) or element.get("name").startswith("S"), element.get("id")
            assert english, element.get("id")
            assert not CHINESE.search(english), element.get("id")


def test_every_label_of_a_decision_has_an_english_one_beside_it(files):
    for name, data in files.items():
        if not name.endswith(".dmn"):
            continue
        for element in etree.fromstring(data).iter("{*}decision", "{*}inputData", "{*}input", "{*}output"):
            label = element.get("label") or element.get("name")
            english = element.find(f"{{*}}extensionElements/{{{ZEEBE}}}properties/{{{ZEEBE}}}property[@name='name:en']")
            assert CHINESE.search(label), element.get("id")
            assert english is not None, element.get("id")
            assert not CHINESE.search(english.get("value")), element.get("id")
