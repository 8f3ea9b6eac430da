"""The deployed tables of a jurisdiction, evaluated over REST."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service import exact_json

JURISDICTIONS = Path(__file__).parents[3] / "bpmn" / "jurisdictions"
Decide = Callable[..., Any]


@pytest.fixture(scope="module")
def evaluate(http) -> Callable[[str, dict[str, Any]], Any]:
    """`evaluate("CN_retention", {…})`: the decision's output, as the newest deployed version has it."""

    def evaluated(decision_id: str, inputs: dict[str, Any]) -> Any:
        request = exact_json.encode({"decisionDefinitionId": decision_id, "variables": inputs})
        headers = {"content-type": "application/json"}
        answer = http.post("/v2/decision-definitions/evaluation", content=request, headers=headers)
        assert answer.status_code == 200, answer.text
        assert answer.json()["failureMessage"] is None
        return exact_json.decode(answer.json()["output"])

    return evaluated


@pytest.fixture(scope="module")
def decide(deploy, evaluate) -> Decide:
    """Evaluates a decision of the CN pack: `decide("retention", contract=True, …)`."""
    tables = sorted((JURISDICTIONS / "CN" / "decisions").glob("*.dmn"))
    deploy({path.name: path.read_bytes() for path in tables})
    return lambda name, **inputs: evaluate(f"CN_{name}", inputs)
