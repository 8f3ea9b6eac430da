"""Inputs and rules of an evaluated decision, from how they are stored to how the contract shows them: as JSON text."""

from collections.abc import Mapping
from typing import Any

from service import exact_json


def evaluated_input(value: Mapping[str, Any]) -> dict[str, Any]:
    """An input as it was seen."""
    return {
        "inputId": value["id"] or value["name"],
        "inputName": value["name"],
        "inputValue": exact_json.encode_text(value["value"]),
    }


def matched_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A rule that matched, with its outputs."""
    rule_id = rule["id"] or str(rule["index"])
    return {
        "ruleId": rule_id,
        "ruleIndex": rule["index"],
        "evaluatedOutputs": [
            {
                "outputId": output["id"] or output["name"],
                "outputName": output["name"],
                "outputValue": exact_json.encode_text(output["value"]),
                "ruleId": rule_id,
                "ruleIndex": rule["index"],
            }
            for output in rule["outputs"]
        ],
    }
