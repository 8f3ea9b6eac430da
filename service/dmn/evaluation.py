"""What an evaluation answers: the result, and how it came about, so that ops and auditors can see why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class EvaluationWarning(NamedTuple):
    """Why some value is null or was left as it is. `line` counts in the model's file.

    `kind` is FEEL's ("variable", "type", "argument", "value", "limit" …), or "hit-policy", "coercion",
    "input", "values", "model" for what only a decision model can say.
    """

    kind: str
    message: str
    element_id: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.element_id or '?'}, line {self.line}: " if self.line else ""
        return f"{where}{self.message}"


class InputValue(NamedTuple):
    """An input of a decision as it was seen: a column of a table, or a required element."""

    id: str | None
    name: str
    value: Any


class OutputValue(NamedTuple):
    """What a matched rule yields in one output column."""

    id: str | None
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule that matched; `index` counts from 1 in the order of its table."""

    index: int
    id: str | None
    outputs: Sequence[OutputValue]
    annotations: Sequence[str]
    table_id: str | None


class DecisionEvaluation(NamedTuple):
    """One decision that was evaluated.

    `type` is DECISION_TABLE, LITERAL_EXPRESSION, CONTEXT, INVOCATION, LIST, RELATION, FUNCTION, CONDITIONAL,
    FILTER, FOR, QUANTIFIED, or UNSPECIFIED where there is no logic. `matched_rules` are those of the
    decision's own table, in the order in which they produced output; if its logic is another expression,
    those of the tables inside it and of the functions that it calls.
    """

    id: str
    name: str
    type: str
    inputs: Sequence[InputValue]
    matched_rules: Sequence[MatchedRule]
    output: Any


class Failure(NamedTuple):
    """Why the evaluation cannot be trusted: overlapping rules of a unique table, a limit, an assert."""

    message: str
    element_id: str | None
    line: int | None


class Evaluation(NamedTuple):
    """The outcome of one call.

    `result` is a FEEL value. `inputs` are the input data and supplied decisions that were read, coerced to
    their types. `decisions` are in order of evaluation, the one asked for last. With a `failure` the
    affected values are null.
    """

    result: Any
    inputs: Sequence[InputValue]
    decisions: Sequence[DecisionEvaluation]
    warnings: Sequence[EvaluationWarning]
    failure: Failure | None
