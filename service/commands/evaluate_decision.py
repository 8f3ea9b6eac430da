"""Evaluate a deployed decision outside of any process."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext
from service.commands.definitions import DeployedDefinitions
from service.errors import InvalidArgument, NotFound
from service.persistence import definitions, rows
from service.persistence.batch import Batch
from service.persistence.decision_rows import decision_rows


@dataclass(frozen=True, slots=True)
class EvaluatedDecision:
    """`evaluation` is the record of `service.dmn`; `keys` are the definitions of its decisions by id."""

    key: int
    decision_definition_key: int
    evaluation: Any
    failure: str | None
    keys: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EvaluateDecision:
    """Exactly one of key and id (its latest version)."""

    decision_definition_key: int | None = None
    decision_definition_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)


def evaluate_decision(connection: Connection, command: EvaluateDecision, context: CommandContext) -> EvaluatedDecision:
    """Evaluate and record it. A failed evaluation is an answer, not an error. Raises NotFound."""
    key = command.decision_definition_key
    if (key is None) == (command.decision_definition_id is None):
        raise InvalidArgument(
            "Only one of [decisionDefinitionKey, decisionDefinitionId] is allowed, and one is required."
        )
    if command.decision_definition_id is not None:
        key = definitions.latest(connection, "decision", command.decision_definition_id)
    found = DeployedDefinitions(connection, context.runtime.definitions)
    outcome = None if key is None else found.evaluate(key, command.variables)
    if key is None or outcome is None:
        wanted = command.decision_definition_id or command.decision_definition_key
        raise NotFound(f"Expected a decision '{wanted}' to be deployed, but there is none.")
    keys = found.decision_keys(key)
    evaluation_key = context.runtime.keys.take(connection)
    batch = Batch()
    place = {"evaluated_at": context.now}
    batch.rows(rows.NEW_DECISION_INSTANCE, decision_rows(evaluation_key, key, outcome.evaluation, keys, place))
    batch.execute(connection)
    return EvaluatedDecision(evaluation_key, key, outcome.evaluation, outcome.failure, keys)
