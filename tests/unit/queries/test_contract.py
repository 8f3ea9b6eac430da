"""Each field table offers exactly what the contract's models have: fields, filters, operators, sort fields."""

import attrs
import camunda_orchestration_sdk.models as sdk
import pytest

from service.queries import (
    decision_definitions,
    decision_instances,
    decision_requirements,
    element_instances,
    incidents,
    jobs,
    message_subscriptions,
    process_definitions,
    process_instances,
    user_tasks,
    variables,
)
from service.queries.search.fields import EXACT, Filter

NOUNS = {
    "ProcessDefinition": process_definitions.NOUN,
    "ProcessInstance": process_instances.NOUN,
    "ElementInstance": element_instances.NOUN,
    "UserTask": user_tasks.NOUN,
    "Incident": incidents.NOUN,
    "MessageSubscription": message_subscriptions.NOUN,
    "DecisionDefinition": decision_definitions.NOUN,
    "DecisionRequirements": decision_requirements.NOUN,
    "DecisionInstance": decision_instances.NOUN,
    "Job": jobs.NOUN,
    "Variable": variables.CUT,
}
RESULTS = {"Job": "JobSearchResult", "Variable": "VariableSearchResult"}


def camel(name):
    head, *tail = name.rstrip("_").split("_")
    return head + "".join(part.capitalize() for part in tail)


def fields(model):
    return {camel(field.name): field for field in attrs.fields(model) if field.name != "additional_properties"}


def parts(annotation):
    """The names of what a union is made of."""
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    return [part.rsplit(".", 1)[-1] for part in text.split(" | ")]


@pytest.mark.parametrize("name", NOUNS)
def test_the_answer_has_exactly_the_fields_of_the_contract(name):
    wanted = fields(getattr(sdk, RESULTS.get(name, f"{name}Result")))
    offered = {field.name: field.nullable for field in NOUNS[name].fields}
    assert offered.keys() == wanted.keys()
    forbidden = [n for n, nullable in offered.items() if nullable and "None" not in parts(wanted[n].type)]
    assert forbidden == []


@pytest.mark.parametrize("name", NOUNS)
def test_the_filters_are_those_of_the_contract_with_their_operators(name):
    wanted = fields(getattr(sdk, f"{name}Filter"))
    noun = NOUNS[name]
    offered = set(noun.filters) | ({"or"} if noun.alternatives else set())
    assert offered == set(wanted)
    for field, filter_ in noun.filters.items():
        if not isinstance(filter_, Filter):
            continue
        advanced = [part for part in parts(wanted[field].type) if part.startswith(("Advanced", "Basic"))]
        operators = {f"${n}" for n in fields(getattr(sdk, advanced[0]))} if advanced else EXACT
        assert filter_.operators == operators, field


@pytest.mark.parametrize("name", NOUNS)
def test_the_sort_fields_are_those_of_the_contract(name):
    wanted = {member.value for member in getattr(sdk, f"{name}SearchQuerySortRequestField")}
    assert set(NOUNS[name].sortable) == wanted


def test_enumerations_have_every_value_of_the_contract():
    assert set(process_instances.NOUN.filters["state"].values) == {e.value for e in sdk.ProcessInstanceStateEnum}
    assert set(element_instances.NOUN.filters["type"].values) == {e.value for e in sdk.ElementInstanceResultType}
    assert set(user_tasks.NOUN.filters["state"].values) == {e.value for e in sdk.UserTaskStateEnum}
    assert set(jobs.NOUN.filters["state"].values) == {e.value for e in sdk.JobStateEnum}
    assert set(incidents.NOUN.filters["errorType"].values) == {e.value for e in sdk.IncidentErrorTypeEnum}
    assert set(incidents.NOUN.filters["state"].values) == {e.value for e in sdk.IncidentStateEnum}
