"""The decisions of DMN files in words: what each is for, and a sentence for each of its rules."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from service.diagrams.safe_xml import parse
from service.presales.guide.cells import Column, condition, result
from service.presales.guide.contents import DecisionInWords, RuleInWords
from service.presales.guide.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Tables:
    """All decisions of the files, by id.

    `english` has the parts of annotations and descriptions: what stands between their ；."""

    def __init__(self, files: Mapping[str, bytes], english: Mapping[str, str]) -> None:
        self._english = english
        roots = [parse(name, content) for name, content in files.items() if name.endswith(".dmn")]
        self._decisions = {each.get("id", ""): each for root in roots for each in _children(root, "decision")}

    def in_words(self, wanted: Iterable[str], words: Wording) -> tuple[DecisionInWords, ...]:
        """These decisions, each after those that it needs; ids that no file has are left out."""
        found: dict[str, DecisionInWords] = {}
        for each in wanted:
            self._add(each, words, found)
        return tuple(found.values())

    def name(self, decision_id: str, words: Wording) -> str:
        """What people call a decision."""
        decision = self._decisions.get(decision_id)
        return decision_id if decision is None else _named(decision, decision.get("name"), words)

    def _add(self, decision_id: str, words: Wording, found: dict[str, DecisionInWords]) -> None:
        decision = self._decisions.get(decision_id)
        if decision is None or decision_id in found:
            return
        for requirement in _children(decision, "informationRequirement"):
            for needed in _children(requirement, "requiredDecision"):
                self._add((needed.get("href") or "").lstrip("#"), words, found)
        table = next(_children(decision, "decisionTable"), None)
        found[decision_id] = DecisionInWords(
            id=decision_id,
            name=_named(decision, decision.get("name"), words),
            purpose=_ended(self._described(decision, words)),
            counting="" if table is None else words.word(_counting(table)),
            rules=() if table is None else tuple(self._rules(table, words)),
        )

    def _rules(self, table: "Element", words: Wording) -> Iterator[RuleInWords]:
        asked = [_column(each, _expression(each), words) for each in _children(table, "input")]
        told = [_column(each, each.get("name") or "", words) for each in _children(table, "output")]
        rules = list(_children(table, "rule"))
        names = self._names(table, words)
        for rule in rules:
            tests = zip(asked, _cells(rule, "inputEntry"), strict=True)
            answers = zip(told, _cells(rule, "outputEntry"), strict=True)
            conditions = [said for column, cell in tests if (said := condition(column, cell, words))]
            results = [said for column, cell in answers if (said := result(column, cell, words, names))]
            form = "if" if conditions else "otherwise" if len(rules) > 1 else "always"
            joined = words.word("results").join(results) or words.word("null")
            sentence = words.word(form, conditions=words.word("and").join(conditions), results=joined)
            yield RuleInWords(sentence, self._described(rule, words))

    def _names(self, table: "Element", words: Wording) -> dict[str, str]:
        """What the decisions that a table needs are called, by their variables."""
        owner = table.getparent()
        needed = [] if owner is None else [each.get("href") or "" for each in owner.iter("{*}requiredDecision")]
        found = [self._decisions[each.lstrip("#")] for each in needed if each.lstrip("#") in self._decisions]
        return {
            variable.get("name", ""): _named(each, each.get("name"), words)
            for each in found
            for variable in _children(each, "variable")
        }

    def _described(self, element: "Element", words: Wording) -> str:
        drawn = _child_text(element, "description")
        parts = [part.strip(" 。") for part in drawn.split("；")]
        told = [self._english.get(part) or (part if part.isascii() else "") for part in parts]
        return words.drawn(drawn, "; ".join(told) if all(told) else None)


def _counting(table: "Element") -> str:
    policy, aggregation = table.get("hitPolicy", "UNIQUE"), table.get("aggregation")
    return f"{policy}_{aggregation}" if aggregation else policy


def _ended(text: str) -> str:
    """A text as a sentence: others follow it."""
    return f"{text}." if text and text[-1].isascii() and text[-1] != "." else text


def _column(column: "Element", name: str, words: Wording) -> Column:
    return Column(_named(column, column.get("label") or name, words), name.rpartition(".")[2])


def _cells(rule: "Element", kind: str) -> list[str]:
    return [_child_text(each, "text") for each in _children(rule, kind)]


def _named(element: "Element", drawn: str | None, words: Wording) -> str:
    """The name of an element, in the language asked for: other languages are its extension properties."""
    given = {
        each.get("name"): each.get("value")
        for holder in _children(element, "extensionElements")
        for each in holder.iter("{*}property")
    }
    return words.drawn(drawn, given.get("name:en"))


def _expression(column: "Element") -> str:
    return next((_child_text(each, "text") for each in _children(column, "inputExpression")), "")


def _children(element: "Element", name: str) -> Iterator["Element"]:
    return element.iterchildren(f"{{*}}{name}")


def _child_text(element: "Element", name: str) -> str:
    return next(((each.text or "").strip() for each in _children(element, name)), "")
