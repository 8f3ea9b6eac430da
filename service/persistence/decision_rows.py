"""An evaluation of service.dmn as rows of `decision_instance`."""

from collections.abc import Mapping, Sequence
from typing import Any

from service import feel
from service.dmn.evaluation import Evaluation, InputValue, MatchedRule, OutputValue


def decision_rows(
    evaluation_key: int,
    asked_key: int,
    evaluation: Evaluation,
    definition_keys: Mapping[str, int],
    place: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """One row per decision, in order of evaluation. `place`: instance and element (if any) and `evaluated_at`."""
    failure = evaluation.failure.message if evaluation.failure else None
    last = len(evaluation.decisions)
    return [
        {
            **place,
            "evaluation_key": evaluation_key,
            "index": index,
            "type": decision.type,
            "state": "FAILED" if failure and index == last else "EVALUATED",
            "decision_definition_key": definition_keys.get(decision.id, asked_key),
            "root_decision_definition_key": asked_key,
            "result": feel.to_json(decision.output),
            "failure": failure if index == last else None,
            "evaluated_inputs": _values(decision.inputs),
            "matched_rules": [_rule(rule) for rule in decision.matched_rules],
        }
        for index, decision in enumerate(evaluation.decisions, start=1)
    ]


def _values(values: Sequence[InputValue | OutputValue]) -> list[dict[str, Any]]:
    return [{"id": each.id, "name": each.name, "value": feel.to_json(each.value)} for each in values]


def _rule(rule: MatchedRule) -> dict[str, Any]:
    return {"index": rule.index, "id": rule.id, "outputs": _values(rule.outputs), "annotations": rule.annotations}
