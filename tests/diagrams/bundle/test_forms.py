"""Forms write whole topics of the case, with labels in both languages and inputs that are checked."""

import json
import re
from collections.abc import Iterator

import pytest

#: the variables that each form writes, as the contract with the handlers says
TOPICS = {
    "client_data": {"applicant", "contact"},
    "first_needs": {"first_needs", "screening"},
    "screening_review": {"screening_review"},
    "needs_interview": {"needs"},
    "risk_profile": {"risk_answers"},
    "plan_outline": {"plan_outline"},
    "needs_review": {"needs_review"},
    "needs_confirmation": {"needs_confirmation"},
    "plan_design": {"plan"},
    "plan_review": {"plan_review"},
    "plan_arbitration": {"plan_arbitration"},
    "plan_confirmation": {"plan_confirmation"},
    "quotation_terms": {"quotation_terms"},
    "quotation_check": {"quotation_check"},
    "quotation_confirmation": {"quotation_confirmation"},
    "clause_explanation": {"clause_explanation"},
    "application": {"application"},
    "recording": {"recording"},
    "branch_appointment": {"branch_appointment"},
    "due_diligence_examination": {"due_diligence_examination"},
    "signing": {"signing"},
    "signing_review": {"signing_review"},
    "communication": {"communication"},
    "comprehension": {"comprehension"},
    "comprehension_stop": {"stop_decision"},
    "file_gap": {"file_gap"},
    "file_checklist": {"file_checklist"},
    "followup": {"followup"},
    "file_review": {"file_review"},
    "approval": {"approval"},
    "approval_arbitration": {"approval_arbitration"},
    "final_confirmation": {"final_confirmation"},
    "discount_approval": {"discount_approval"},
    "final_offer": {"final_offer"},
    "financial_documents": {"financial_documents"},
    "redesign": {"redesign"},
    "referral": {"referral_result"},
    "requote": {"requote"},
    "seller_assignment": {"seller"},
    "stop_advice": {"stop_decision"},
    "payment": {"payment"},
    "underwriting_chase": {"underwriting_chase"},
    "underwriting_decision": {"underwriting_decision"},
    "call_back": {"call_back"},
    "submission": {"submission"},
}
#: the component types that the service knows
KNOWN = {
    "textfield",
    "number",
    "datetime",
    "select",
    "radio",
    "checklist",
    "textarea",
    "checkbox",
    "group",
    "dynamiclist",
    "text",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def components(container: dict) -> Iterator[dict]:
    for component in container.get("components", ()):
        yield component
        yield from components(component)


@pytest.fixture(params=sorted(TOPICS))
def form(request, files) -> dict:
    return json.loads(files[f"forms/{request.param}.form"])


def test_there_is_one_file_for_each_form(files):
    assert {name for name in files if name.startswith("forms/")} == {f"forms/{form}.form" for form in TOPICS}


def test_a_form_writes_its_own_topics_only(form):
    top = [each for group in form["components"] for each in (group, *group.get("components", ()))]
    keys = {each.get("key") or each.get("path") for each in top if each["type"] not in ("group", "text")}
    listed = {
        each["key"] for each in top if each["type"] == "dynamiclist" for each in each["components"]
    }  # keys within an item of a list are relative
    assert {key.split(".")[0] for key in keys - listed} == TOPICS[form["id"]]


def test_ids_and_keys_are_unique(form):
    ids = [each["id"] for each in components(form)]
    assert len(ids) == len(set(ids))
    keys = [each["key"] for each in components(form) if "key" in each and "." in each["key"]]
    assert len(keys) == len(set(keys))


def test_every_field_and_option_is_labelled_in_chinese_and_english(form):
    for each in components(form):
        label = each.get("label") or each.get("dateLabel") or each["text"]
        assert CHINESE.search(label), each["id"]
        assert each["properties"]["name:en"], each["id"]
        for option in each.get("values", ()):
            assert CHINESE.search(option["label"]), each["id"]
            assert each["properties"][f"name:en:{option['value']}"], each["id"]


def test_it_is_a_schema_for_the_modeler(form):
    assert form["type"] == "default"
    assert form["schemaVersion"] >= 16
    assert {each["type"] for each in components(form)} <= KNOWN
