"""How papers show where the points of D01 come from: the decisions of the case, as the service recorded them."""

from collections.abc import Mapping
from typing import Any

from handlers.documents.content import Section
from handlers.documents.writing import NOTHING, Writer
from handlers.ports import HandlerContext

#: names of the decisions without the jurisdiction, with what each layer is called
LAYERS = {"potential_fit": "適配度", "potential_intent": "意向", "potential_negative": "扣分"}
#: enumerations whose codes are factors
CODES = ("need_clarity", "engagement")


def factors(page: Writer, context: HandlerContext, jurisdiction: str) -> list[Section]:
    """Each layer with its factors and the points of the rules that matched; nothing outside of a case."""
    history = context.records.get("case_history") or {}
    newest = {each["decisionDefinitionId"]: each for each in history.get("decisions", ())}
    english = context.records.get("drawn_names") or {}
    rows = [
        (page.say(layer), _values(page, decision, english), _points(page, decision))
        for name, layer in LAYERS.items()
        if (decision := newest.get(f"{jurisdiction}_{name}"))
    ]
    return [page.table("評分因素（D01）", ("層面", "因素", "命中規則與得分"), rows)] if rows else []


def _values(page: Writer, decision: Mapping[str, Any], english: Mapping[str, str]) -> str:
    return page.say.listed(
        [
            f"{page.say.own({'zh-Hant': name, 'en': english.get(name, name)})} {_value(page, value)}"
            for name, value in ((each["name"], each["value"]) for each in decision["inputs"])
        ]
    )


def _value(page: Writer, value: Any) -> str:
    labels = [page.label(enumeration, value) for enumeration in CODES] if isinstance(value, str) else []
    return next((label for label in labels if label != value), page.shown(value))


def _points(page: Writer, decision: Mapping[str, Any]) -> str:
    given = [
        page.say("規則 {rule}：{points} 分", rule=rule["ruleIndex"], points=rule["outputs"]["points"])
        for rule in decision["matchedRules"]
        if "points" in rule["outputs"]
    ]
    return page.say.listed(given) if given else NOTHING
