"""Evaluate a deployed decision outside of any process."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext


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
    raise NotImplementedError
