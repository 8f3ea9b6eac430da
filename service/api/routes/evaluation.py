"""Evaluations: /v2/decision-definitions/evaluation, /v2/expression/evaluation."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field, model_validator
from sqlalchemy import Connection
from starlette.responses import Response

from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.schemas import Body, Key, TenantBody, Variables
from service.api.searching import answers
from service.commands.context import CommandContext
from service.commands.evaluate_decision import EvaluatedDecision, EvaluateDecision, evaluate_decision
from service.identity.permissions import Permission
from service.queries import decision_definitions, decision_instances, expressions
from service.queries.search.fields import TENANT

router = APIRouter(prefix="/v2", tags=["Decision"], route_class=ExactRoute)
Evaluator = Annotated[Edge, admit(Permission.EVALUATE)]


class DecisionToEvaluate(TenantBody):
    """By id (its latest version) or by key."""

    decision_definition_id: str | None = Field(default=None, examples=["score_potential"])
    decision_definition_key: Key | None = None
    variables: Variables = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_definition(self) -> "DecisionToEvaluate":
        if (self.decision_definition_id is None) == (self.decision_definition_key is None):
            raise ValueError("exactly one of decisionDefinitionId and decisionDefinitionKey is required")
        return self


class EvaluatedInput(Body):
    """An input as it was seen; the value is JSON text."""

    input_id: str
    input_name: str
    input_value: str = Field(examples=["38"])


class EvaluatedOutput(Body):
    """What a rule yields in one column; the value is JSON text."""

    output_id: str
    output_name: str
    output_value: str = Field(examples=['"A"'])
    rule_id: str | None
    rule_index: int | None


class MatchedRule(Body):
    """A rule that matched, counted from 1."""

    rule_id: str
    rule_index: int
    evaluated_outputs: list[EvaluatedOutput]


class EvaluatedPart(Body):
    """One decision of the requirement graph."""

    decision_definition_id: str
    decision_definition_name: str
    decision_definition_version: int
    decision_definition_type: str
    decision_definition_key: Key
    decision_evaluation_instance_key: str
    output: str
    matched_rules: list[MatchedRule]
    evaluated_inputs: list[EvaluatedInput]
    tenant_id: str


class EvaluatedDecisionAnswer(Body):
    """The output (JSON text) and how each decision came to it; or why it failed."""

    decision_definition_id: str
    decision_definition_key: Key
    decision_definition_name: str
    decision_definition_version: int
    decision_evaluation_key: Key
    decision_instance_key: Key
    decision_requirements_id: str
    decision_requirements_key: Key
    output: str
    failed_decision_definition_id: str | None
    failure_message: str | None
    evaluated_decisions: list[EvaluatedPart]
    tenant_id: str


class ExpressionToEvaluate(TenantBody):
    """A FEEL expression, on its own or with the variables that an element instance sees."""

    expression: str = Field(examples=["=income * 0.1"])
    scope_key: Key | None = None
    variables: Variables | None = None


class ExpressionWarning(Body):
    """Why a part of an expression is null."""

    message: str


class EvaluatedExpressionAnswer(Body):
    """The result, and why parts of it are null."""

    expression: str
    result: Any
    warnings: list[ExpressionWarning]
    referenced_secrets: list[dict[str, Any]]


@router.post("/decision-definitions/evaluation", **answers(EvaluatedDecisionAnswer, 404, description="Evaluated."))
def evaluate(body: DecisionToEvaluate, edge: Evaluator) -> Response:
    """Evaluate a decision. A failed evaluation is an answer too: it says what failed."""
    command = EvaluateDecision(body.decision_definition_key, body.decision_definition_id, body.variables)

    def change(connection: Connection, context: CommandContext) -> Response:
        return JsonAnswer(_answer(connection, evaluate_decision(connection, command, context)))

    return edge.transact(change)


def _answer(connection: Connection, evaluated: EvaluatedDecision) -> dict[str, Any]:
    definition = decision_definitions.get(connection, evaluated.decision_definition_key)
    decisions = decision_instances.evaluation(connection, evaluated.key)
    failed = [decision["decisionDefinitionId"] for decision in decisions if decision["state"] == "FAILED"]
    return {
        "decisionDefinitionId": definition["decisionDefinitionId"],
        "decisionDefinitionKey": definition["decisionDefinitionKey"],
        "decisionDefinitionName": definition["name"],
        "decisionDefinitionVersion": definition["version"],
        "decisionEvaluationKey": str(evaluated.key),
        "decisionInstanceKey": str(evaluated.key),
        "decisionRequirementsId": definition["decisionRequirementsId"],
        "decisionRequirementsKey": definition["decisionRequirementsKey"],
        "output": decisions[-1]["result"] if decisions and not evaluated.failure else "null",
        "failedDecisionDefinitionId": (failed or [definition["decisionDefinitionId"]])[0]
        if evaluated.failure
        else None,
        "failureMessage": evaluated.failure,
        "evaluatedDecisions": [_evaluated(decision) for decision in decisions],
        "tenantId": TENANT,
    }


def _evaluated(decision: dict[str, Any]) -> dict[str, Any]:
    kept = (
        "decisionDefinitionId",
        "decisionDefinitionName",
        "decisionDefinitionVersion",
        "decisionDefinitionType",
        "decisionDefinitionKey",
        "decisionEvaluationInstanceKey",
        "matchedRules",
        "evaluatedInputs",
        "tenantId",
    )
    return {**{name: decision[name] for name in kept}, "output": decision["result"]}


@router.post(
    "/expression/evaluation", tags=["Expression"], **answers(EvaluatedExpressionAnswer, description="Evaluated.")
)
def evaluate_expression(body: ExpressionToEvaluate, edge: Evaluator) -> Response:
    """Evaluate a FEEL expression."""
    return JsonAnswer(edge.read(expressions.evaluate, body.expression, body.variables or {}, body.scope_key))
