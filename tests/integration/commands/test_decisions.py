from decimal import Decimal

import pytest

from service.commands.deploy import Deploy, deploy
from service.commands.evaluate_decision import EvaluateDecision, evaluate_decision
from service.commands.resolve_incident import ResolveIncident, resolve_incident
from service.errors import NotFound
from tests.integration.drawn import END, START, process

DMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rates" name="rates" namespace="urn:test">
  <inputData id="amount_input" name="amount" />
  <decision id="rate" name="rate">
    <informationRequirement id="r1"><requiredInput href="#amount_input" /></informationRequirement>
    <decisionTable id="table" hitPolicy="FIRST">
      <input id="i1"><inputExpression id="e1"><text>amount</text></inputExpression></input>
      <output id="o1" name="rate" />
      <rule id="large"><inputEntry id="c1"><text>&gt;= 1000</text></inputEntry>
        <outputEntry id="v1"><text>{large}</text></outputEntry></rule>
      <rule id="small"><inputEntry id="c2"><text>-</text></inputEntry>
        <outputEntry id="v2"><text>0.10</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""


def rates(large="0.05"):
    return DMN.replace("{large}", large)


def deciding():
    task = (
        '<bpmn:businessRuleTask id="decide"><bpmn:extensionElements>'
        '<zeebe:calledDecision decisionId="rate" resultVariable="rate" /></bpmn:extensionElements>'
        "</bpmn:businessRuleTask>"
    )
    return process("deciding", START + task + END, "start decide\ndecide end")


def put(service, **files):
    return service.run(deploy, Deploy({name.replace("__", "."): text.encode() for name, text in files.items()}))


def test_a_business_rule_task_records_the_rule_that_matched(service):
    put(service, rates__dmn=rates(), deciding__bpmn=deciding())
    started = service.start("deciding", variables={"amount": 1000})

    assert service.state(started.key) == "COMPLETED"
    assert service.variables(started.key)["rate"] == Decimal("0.05")
    [row] = service.rows("SELECT * FROM decision_instance")
    assert (row.process_instance_key, row.index, row.state, row.type) == (started.key, 1, "EVALUATED", "DECISION_TABLE")
    assert row.result == Decimal("0.05")
    assert [each["value"] for each in row.evaluated_inputs] == [1000]
    assert [(each["id"], each["index"]) for each in row.matched_rules] == [("large", 1)]


def test_running_instances_ask_the_latest_version(service):
    put(service, rates__dmn=rates(), deciding__bpmn=deciding())
    changed = put(service, rates__dmn=rates("0.04"))
    assert {each.id: each.version for each in changed.definitions} == {"rates": 2, "rate": 2}

    started = service.start("deciding", variables={"amount": 1000})

    assert service.variables(started.key)["rate"] == Decimal("0.04")
    key = next(each.key for each in changed.definitions if each.id == "rate")
    assert service.scalar("SELECT decision_definition_key FROM decision_instance") == key


def test_a_decision_is_evaluated_on_its_own(service):
    put(service, rates__dmn=rates())
    result = service.run(evaluate_decision, EvaluateDecision(decision_definition_id="rate", variables={"amount": 5}))
    assert result.evaluation.result == Decimal("0.10")
    [row] = service.rows("SELECT * FROM decision_instance")
    assert (row.evaluation_key, row.process_instance_key) == (result.key, None)
    with pytest.raises(NotFound):
        service.run(evaluate_decision, EvaluateDecision(decision_definition_id="unknown"))


def test_a_decision_that_was_taken_away_is_an_incident_until_it_is_back(service):
    put(service, rates__dmn=rates(), deciding__bpmn=deciding())
    with service.database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM decision_definition")
    started = service.start("deciding", variables={"amount": 1})
    [incident] = service.rows("SELECT * FROM incident")
    assert (incident.type, incident.element_id) == ("CALLED_DECISION_ERROR", "decide")

    put(service, rates__dmn=rates("0.03"))
    service.run(resolve_incident, ResolveIncident(incident.key))

    assert service.state(started.key) == "COMPLETED"
