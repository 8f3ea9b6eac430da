"""Why a decision fell as it did: the rules that matched, what they say of themselves, and what they looked at."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.diagrams.safe_xml import parse

#: a value longer than this is cut
WIDTH = 80
#: a figure with more than six decimals: nobody reads thirty-four
LONG_FIGURE = re.compile(r"(\d\.\d{6})\d+")
#: how rules mark what a company should set for itself; told as an asterisk
DEFAULT = "；預設值，由公司設定"
DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Reads decision tables by `fetch` (the key of a decision → its XML), each once."""

    fetch: Callable[[str], bytes]
    _annotations: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def told(self, decision: Mapping[str, Any]) -> Iterator[str]:
        """The lines that tell an evaluated decision, as /v2/decision-instances has it."""
        name, rules = decision["decisionDefinitionName"], decision["matchedRules"]
        if decision["decisionDefinitionType"] == "LITERAL_EXPRESSION":
            yield f"◇ {name} = {_short(decision['result'], 2 * WIDTH)}"
            return
        seen = "，".join(f"{each['inputName']} {_short(each['inputValue'])}" for each in decision["evaluatedInputs"])
        yield f"◇ {name}（{seen}）" + ("" if rules else "：沒有符合的規則")
        annotations = self._of(str(decision["decisionDefinitionKey"])) if rules else {}
        for rule in rules:
            found = "，".join(
                f"{each['outputName']} {_short(each['outputValue'])}" for each in rule["evaluatedOutputs"]
            )
            said = annotations.get(rule["ruleId"], "").replace(DEFAULT, " *")
            yield f"    規則 {rule['ruleIndex']} → {found}" + (f"｜{said}" if said else "")

    def _of(self, decision_key: str) -> Mapping[str, str]:
        """What the rules of the decision's file say of themselves, by rule id."""
        if decision_key not in self._annotations:
            rules = parse(f"{decision_key}.dmn", self.fetch(decision_key)).iter(f"{{{DMN}}}rule")
            texts = {str(rule.get("id")): rule.findtext(f"{{{DMN}}}description") for rule in rules}
            self._annotations[decision_key] = {rule: text for rule, text in texts.items() if text}
        return self._annotations[decision_key]


def _short(value: str, width: int = WIDTH) -> str:
    value = LONG_FIGURE.sub(r"\1…", value)
    return value if len(value) <= width else value[: width - 1] + "…"
