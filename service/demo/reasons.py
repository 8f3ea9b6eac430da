"""Why a decision fell as it did: the rules that matched, what they say of themselves, and what they looked at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.diagrams.safe_xml import parse

#: a value longer than this is cut
WIDTH = 80
DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Reads decision tables by `fetch` (the key of a decision → its XML), each once."""

    fetch: Callable[[str], bytes]
    _annotations: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def told(self, decision: Mapping[str, Any]) -> Iterator[str]:
        """The lines that tell an evaluated decision, as /v2/decision-instances has it."""
        name = decision["decisionDefinitionName"]
        if decision["decisionDefinitionType"] == "LITERAL_EXPRESSION":
            yield f"◇ {name} = {decision['result']}"
        annotations = self._of(str(decision["decisionDefinitionKey"])) if decision["matchedRules"] else {}
        inputs = "，".join(f"{each['inputName']} {_short(each['inputValue'])}" for each in decision["evaluatedInputs"])
        for rule in decision["matchedRules"]:
            outputs = "，".join(
                f"{each['outputName']} {_short(each['outputValue'])}" for each in rule["evaluatedOutputs"]
            )
            yield f"◇ {name} 規則 {rule['ruleIndex']}：{outputs}"
            yield f"    因為 {inputs}" + (f"｜{annotations[rule['ruleId']]}" if rule["ruleId"] in annotations else "")

    def _of(self, decision_key: str) -> Mapping[str, str]:
        """What the rules of the decision's file say of themselves, by rule id."""
        if decision_key not in self._annotations:
            rules = parse(f"{decision_key}.dmn", self.fetch(decision_key)).iter(f"{{{DMN}}}rule")
            texts = {str(rule.get("id")): rule.findtext(f"{{{DMN}}}description") for rule in rules}
            self._annotations[decision_key] = {rule: text for rule, text in texts.items() if text}
        return self._annotations[decision_key]


def _short(value: str) -> str:
    return value if len(value) <= WIDTH else value[: WIDTH - 1] + "…"
