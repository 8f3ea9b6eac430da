import camunda_orchestration_sdk as sdk
import pytest
from camunda_orchestration_sdk.errors import BadRequestError, NotFoundError

from tests.acceptance.diagrams import form, sequence, user_task

FORM = b"""{"id": "answer", "type": "default", "schemaVersion": 18,
  "components": [{"type": "textfield", "key": "name", "label": "Name", "id": "f1"}]}"""
DECISION = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="grading" name="Grading" namespace="http://e.com">
  <decision id="grade" name="Grade"><variable id="v" name="grade" />
    <literalExpression id="l"><text>if points &gt; 5 then "A" else "B"</text></literalExpression>
  </decision>
</definitions>"""


def test_files_of_all_kinds_are_deployed_at_once(client, tmp_path):
    files = {"one.bpmn": sequence("one", user_task("t", form("answer"))), "answer.form": FORM, "grade.dmn": DECISION}
    paths = []
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        paths.append(tmp_path / name)
    deployed = client.deploy_resources_from_files(files=paths)
    assert [each.process_definition_id for each in deployed.processes] == ["one"]
    assert [each.decision_definition_id for each in deployed.decisions] == ["grade"]
    assert [each.decision_requirements_id for each in deployed.decision_requirements] == ["grading"]
    assert [each.form_id for each in deployed.forms] == ["answer"]


def test_an_unchanged_file_keeps_its_version_and_a_changed_one_gets_the_next(deploy):
    def version(answer):
        return answer["deployments"][0]["processDefinition"]["processDefinitionVersion"]

    assert version(deploy(again=sequence("again", user_task("t")))) == 1
    assert version(deploy(again=sequence("again", user_task("t")))) == 1
    assert version(deploy(again=sequence("again", user_task("t2")))) == 2


def test_a_refused_deployment_names_file_element_line_rule_and_remedy_and_deploys_nothing(http, drive):
    good = sequence("innocent", user_task("t"))
    bad = sequence("bad", '<bpmn:serviceTask id="s" name="s" />')
    problem = http.post("/v2/deployments", files=[("resources", ("a.bpmn", good)), ("resources", ("b.bpmn", bad))])
    assert problem.status_code == 400
    [error] = problem.json()["errors"]
    assert (error["file"], error["elementId"]) == ("b.bpmn", "s")
    assert all(error[name] for name in ("line", "rule", "message", "remedy"))
    assert drive.find("process_definitions", processDefinitionId="innocent") == []


def test_a_deployment_without_files_is_refused(http):
    assert http.post("/v2/deployments", data={"tenantId": "<default>"}).status_code == 400


def test_the_same_file_twice_is_refused(http):
    part = ("resources", ("a.bpmn", sequence("twice", user_task("t"))))
    assert http.post("/v2/deployments", files=[part, part]).status_code == 400


def test_the_diagram_is_given_back_byte_for_byte(deploy, client, http):
    content = sequence("bytes", user_task("t")) + b"\n<!-- \xe7\x95\x99 -->\n"
    key = deploy(bytes=content)["deployments"][0]["processDefinition"]["processDefinitionKey"]
    assert http.get(f"/v2/process-definitions/{key}/xml").content == content
    assert client.get_process_definition_xml(process_definition_key=sdk.ProcessDefinitionKey(key)) == content.decode()


def test_definitions_are_searched_and_got(deploy, drive, client, http):
    for task in ("t1", "t2"):
        deploy(versions=sequence("versions", user_task(task), name="Versions"))
    every = drive.search("process_definitions", sort=[{"field": "version", "order": "DESC"}], name={"$like": "Vers*"})
    assert [item.version for item in every.items] == [2, 1]
    [latest] = drive.find("process_definitions", processDefinitionId="versions", isLatestVersion=True)
    assert latest.version == 2
    got = client.get_process_definition(process_definition_key=latest.process_definition_key)
    assert (got.resource_name, got.has_start_form, str(got.state)) == ("versions.bpmn", False, "ACTIVE")
    assert http.get(f"/v2/process-definitions/{latest.process_definition_key}/form").status_code == 204


def test_a_form_is_got_with_its_schema(deploy, client):
    answer = deploy({"again.form": FORM.replace(b'"answer"', b'"again"')})
    key = answer["deployments"][0]["form"]["formKey"]
    found = client.get_form_by_key(form_key=sdk.FormKey(key))
    assert (found.form_id, found.version) == ("again", 1)
    assert '"textfield"' in found.schema


def test_decisions_and_their_requirements_are_searched_got_and_given_back(deploy, drive, client):
    deploy({"grades.dmn": DECISION.replace(b'"grade"', b'"grades"').replace(b'"grading"', b'"gradings"')})
    [decision] = drive.find("decision_definitions", decisionDefinitionId="grades", isLatestVersion=True)
    assert (decision.name, decision.version, decision.decision_requirements_id) == ("Grade", 1, "gradings")
    assert client.get_decision_definition(decision_definition_key=decision.decision_definition_key) == decision
    assert "literalExpression" in client.get_decision_definition_xml(
        decision_definition_key=decision.decision_definition_key
    )
    [graph] = drive.find("decision_requirements", decisionRequirementsId="gradings")
    assert graph.resource_name == "grades.dmn"
    key = graph.decision_requirements_key
    assert client.get_decision_requirements(decision_requirements_key=key) == graph
    assert "literalExpression" in client.get_decision_requirements_xml(decision_requirements_key=key)


def test_uploaded_files_are_found_as_resources(deploy, drive, http):
    content = sequence("file", user_task("t"))
    deploy(file=content)
    [resource] = drive.find("resources", resourceName="file.bpmn")
    assert http.get(f"/v2/resources/{resource.resource_key}/content/binary").content == content
    assert http.get(f"/v2/resources/{resource.resource_key}").json()["resourceName"] == "file.bpmn"


def test_what_is_not_there_is_a_404(client):
    with pytest.raises(NotFoundError):
        client.get_process_definition(process_definition_key=sdk.ProcessDefinitionKey("1"))
    with pytest.raises(NotFoundError):
        client.get_form_by_key(form_key=sdk.FormKey("1"))
    with pytest.raises(NotFoundError):
        client.get_decision_definition(decision_definition_key=sdk.DecisionDefinitionKey("1"))


def test_the_sdk_sees_a_refused_deployment_as_a_bad_request(client, tmp_path):
    (tmp_path / "bad.bpmn").write_text("nonsense")
    with pytest.raises(BadRequestError):
        client.deploy_resources_from_files(files=[tmp_path / "bad.bpmn"])
