import json

import camunda_orchestration_sdk as sdk
import pytest
from camunda_orchestration_sdk.errors import NotFoundError

from tests.acceptance.diagrams import sequence, user_task

DMN = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="pricing" name="Pricing" namespace="http://e.com">
  <inputData id="age_input" name="age"><variable id="age_v" name="age" typeRef="number" /></inputData>
  <decision id="band" name="Band"><variable id="bv" name="band" typeRef="string" />
    <informationRequirement id="ir"><requiredInput href="#age_input" /></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE">
      <input id="i1" label="Age"><inputExpression id="ie" typeRef="number"><text>age</text></inputExpression></input>
      <output id="o1" label="Band" name="band" typeRef="string" />
      <rule id="young"><inputEntry id="r1i"><text>&lt; 40</text></inputEntry>
        <outputEntry id="r1o"><text>"A"</text></outputEntry></rule>
      <rule id="old"><inputEntry id="r2i"><text>&gt;= 40</text></inputEntry>
        <outputEntry id="r2o"><text>"B"</text></outputEntry></rule>
    </decisionTable></decision>
  <decision id="premium" name="Premium"><variable id="pv" name="premium" typeRef="number" />
    <informationRequirement id="ir2"><requiredDecision href="#band" /></informationRequirement>
    <literalExpression id="l"><text>if band = "A" then 10.10 else 20.20</text></literalExpression></decision>
</definitions>"""
CALL = """<bpmn:businessRuleTask id="rate" name="rate"><bpmn:extensionElements>
<zeebe:calledDecision decisionId="premium" resultVariable="premium" /></bpmn:extensionElements>
</bpmn:businessRuleTask>"""


@pytest.fixture(scope="module", autouse=True)
def diagrams(deploy):
    deploy({"pricing.dmn": DMN, "rated.bpmn": sequence("rated", CALL, user_task("look"))})


def evaluate(client, **variables):
    request = {"decisionDefinitionId": "premium", "variables": variables}
    return client.evaluate_decision(data=sdk.DecisionEvaluationByID.from_dict(request))


def test_a_decision_is_evaluated_with_what_it_requires(client):
    answer = evaluate(client, age=30)
    assert (answer.decision_definition_name, answer.output) == ("Premium", "10.10")
    assert (answer.failure_message, answer.failed_decision_definition_id) == (None, None)
    band, premium = answer.evaluated_decisions
    assert (band.decision_definition_id, band.output, band.decision_definition_type) == (
        "band",
        '"A"',
        "DECISION_TABLE",
    )
    assert [(rule.rule_id, rule.rule_index) for rule in band.matched_rules] == [("young", 1)]
    assert [output.output_value for output in band.matched_rules[0].evaluated_outputs] == ['"A"']
    assert [(value.input_name, value.input_value) for value in band.evaluated_inputs] == [("Age", "30")]
    assert premium.decision_definition_type == "LITERAL_EXPRESSION"


def test_it_is_evaluated_by_key_too(client, drive):
    [definition] = drive.find("decision_definitions", decisionDefinitionId="premium")
    request = {"decisionDefinitionKey": definition.decision_definition_key, "variables": {"age": 50}}
    assert client.evaluate_decision(data=sdk.DecisionEvaluationByKey.from_dict(request)).output == "20.20"


def test_an_unknown_decision_is_a_404(http):
    assert http.post("/v2/decision-definitions/evaluation", json={"decisionDefinitionId": "no"}).status_code == 404
    assert http.post("/v2/decision-definitions/evaluation", json={}).status_code == 400


def test_what_was_evaluated_is_kept_with_its_rules(client, drive):
    key = evaluate(client, age=44).decision_evaluation_key
    band, premium = drive.find("decision_instances", decisionEvaluationKey=key)
    assert (band.decision_definition_id, json.loads(band.result)) == ("band", "B")
    assert premium.root_decision_definition_key == premium.decision_definition_key
    got = client.get_decision_instance(decision_evaluation_instance_key=band.decision_evaluation_instance_key)
    assert [rule.rule_id for rule in got.matched_rules] == ["old"]
    assert got.evaluated_inputs[0].input_value == "44"


def test_a_business_rule_task_leaves_its_evaluation(client, drive):
    instance = drive.start("rated", {"age": 20}, businessId="D-1")
    assert drive.variables(instance)["premium"] == "10.10"
    found = drive.find("decision_instances", processInstanceKey=instance.process_instance_key)
    assert [item.decision_definition_id for item in found] == ["band", "premium"]
    assert {item.business_id for item in found} == {"D-1"}
    with pytest.raises(NotFoundError):
        client.get_decision_instance(decision_evaluation_instance_key=sdk.DecisionEvaluationInstanceKey("1-1"))


def test_expressions_are_evaluated_on_their_own_and_in_a_scope(client, drive):
    variables = sdk.ExpressionEvaluationRequestVariables.from_dict({"a": 0.1})
    request = sdk.ExpressionEvaluationRequest(expression="=a + 0.2", variables=variables)
    answer = client.evaluate_expression(data=request)
    assert (answer.result, answer.warnings) == (0.3, [])
    instance = drive.start("rated", {"age": 20})
    request = {"expression": "=age * 2", "scopeKey": instance.process_instance_key}
    assert client.evaluate_expression(data=sdk.ExpressionEvaluationRequest.from_dict(request)).result == 40


def test_an_expression_that_cannot_be_read_is_refused_and_a_missing_name_is_a_warning(client, http):
    problem = http.post("/v2/expression/evaluation", json={"expression": "=1 +"})
    assert problem.status_code == 400
    assert problem.json()["detail"].startswith("Expected an expression, but found the end of the text. (line 1,")
    answer = client.evaluate_expression(data=sdk.ExpressionEvaluationRequest(expression="=nobody"))
    assert answer.result is None
    assert len(answer.warnings) == 1


RATES = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rates" name="Rates" namespace="http://e.com/rates">
  <inputData id="years" name="age"><variable id="years_v" name="age" typeRef="number" /></inputData>
  <decision id="rate" name="rate"><variable id="rate_v" name="rate" typeRef="number" />
    <informationRequirement id="rate_i"><requiredInput href="#years" /></informationRequirement>
    <literalExpression id="rate_l"><text>if age &lt; 40 then 5 else 7</text></literalExpression></decision>
</definitions>"""
COVER = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="cover" name="Cover" namespace="http://e.com/cover">
  <import name="rates" namespace="http://e.com/rates" importType="https://www.omg.org/spec/DMN/20191111/MODEL/" />
  <inputData id="sum" name="amount"><variable id="sum_v" name="amount" typeRef="number" /></inputData>
  <decision id="cost" name="cost"><variable id="cost_v" name="cost" typeRef="number" />
    <informationRequirement id="cost_i"><requiredInput href="#sum" /></informationRequirement>
    <informationRequirement id="cost_r"><requiredDecision href="http://e.com/rates#rate" /></informationRequirement>
    <literalExpression id="cost_l"><text>amount * rates.rate</text></literalExpression></decision>
</definitions>"""


def cost(client):
    request = {"decisionDefinitionId": "cost", "variables": {"amount": 100, "age": 50}}
    return client.evaluate_decision(data=sdk.DecisionEvaluationByID.from_dict(request))


def test_a_file_imports_another_one_of_its_deployment(client, deploy, drive, http):
    alone = http.post("/v2/deployments", files=[("resources", ("cover.dmn", COVER))])
    assert alone.status_code == 400
    assert "Upload it together with this file." in alone.json()["detail"]

    deploy({"cover.dmn": COVER, "rates.dmn": RATES})
    answer = cost(client)
    assert (answer.output, answer.decision_definition_version) == ("700", 1)
    [rate] = drive.find("decision_definitions", decisionDefinitionId="rate")
    assert [
        (each.decision_definition_id, each.decision_definition_key, each.output) for each in answer.evaluated_decisions
    ] == [("rate", rate.decision_definition_key, "7"), ("cost", answer.decision_definition_key, "700")]


def test_a_changed_import_makes_a_new_version_and_an_unchanged_one_is_kept(client, deploy, drive):
    deploy({"cover.dmn": COVER, "rates.dmn": RATES})
    deploy({"rates.dmn": RATES.replace(b"else 7", b"else 8")})
    assert (cost(client).output, cost(client).decision_definition_version) == ("700", 1)
    deploy({"cover.dmn": COVER, "rates.dmn": RATES.replace(b"else 7", b"else 8")})
    assert (cost(client).output, cost(client).decision_definition_version) == ("800", 2)
    dearer = COVER.replace(b"amount *", b"2 * amount *")
    deploy({"cover.dmn": dearer, "rates.dmn": RATES.replace(b"else 7", b"else 8")})
    answer = cost(client)
    assert (answer.output, answer.decision_definition_version) == ("1600", 3)
    [latest] = drive.find("decision_definitions", decisionDefinitionId="rate", isLatestVersion=True)
    assert answer.evaluated_decisions[0].decision_definition_key == latest.decision_definition_key
    assert latest.version == 2


def test_an_expression_that_cannot_be_finished_is_refused_with_the_reason(http):
    for expression, reason in (
        ("=assert(1, false)", "Expected the condition of assert to hold, but it does not."),
        ("=for a in 1..1000, b in 1..1000 return a", "Expected at most 100000 items in a list, but there are 100001."),
    ):
        problem = http.post("/v2/expression/evaluation", json={"expression": expression})
        assert (problem.status_code, problem.json()["detail"]) == (400, reason)
