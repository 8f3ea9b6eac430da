"""Puts the operating guide together, from the files of the process."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from service import diagrams
from service.diagrams.model import Node, Process
from service.errors import InvalidArgument
from service.presales.guide.contents import Chapter, DecisionInWords, Guide, Role
from service.presales.guide.sheets import Sheets, paper_of
from service.presales.guide.tables import Tables
from service.presales.guide.wording import Wording
from service.states import ElementType

PROCESS_ID = "presales"
_LEVELS = ("L1", "L2", "L3", "L4")


class Assembly:
    """The files of the process, read once for all languages. `english` is that of the tables' annotations."""

    def __init__(self, files: Mapping[str, bytes], jurisdiction: str, english: Mapping[str, str]) -> None:
        self._files = files
        self._jurisdiction = jurisdiction
        self._model, problems = diagrams.read(files)
        if broken := [each for each in problems if each.severity == "error"]:
            raise InvalidArgument(
                f"Expected files without errors, but {broken[0].file} has one: {broken[0].message} "
                "`presales check` lists them all."
            )
        self._processes = {each.id: each for each in self._model.processes}
        self._tables = Tables(files, english)

    def guide(self, words: Wording) -> Guide:
        """The guide in a language. Raises InvalidArgument if the files have no process `presales`."""
        sheet = self._processes.get(PROCESS_ID)
        if sheet is None:
            raise InvalidArgument(f"Expected a process '{PROCESS_ID}', but the files have none. Add its diagram.")
        sheets = Sheets(self._files, self._model.forms, self._tables, self._jurisdiction, words)
        sheets.know(self._processes.values())
        chapters = tuple(_shared_apart(list(self._chapters(sheet, sheets, words)), words))
        return Guide(
            language=words.language,
            title=words.word("title", process=words.named(sheet.name, sheet.properties)),
            purpose=words.drawn(sheet.documentation, sheet.properties.get("documentation:en")),
            edition=words.word("edition", jurisdiction=self._jurisdiction, tag=_tags(self._processes.values())),
            words=words.words(),
            chapters=chapters,
            roles=tuple(_roles(chapters)),
        )

    def _chapters(self, sheet: Process, sheets: Sheets, words: Wording) -> Iterator[Chapter]:
        stages = [node for node in sheet.nodes().values() if node.called_element is not None]
        stages.sort(key=lambda node: (node.properties.get("stage", "~"), node.id))
        called = {node.id: self._below(str(node.called_element and node.called_element.process_id)) for node in stages}
        shared = {one for one in self._processes if sum(one in below for below in called.values()) > 1}
        for node in stages:
            own = [each for each in called[node.id] if each not in shared]
            yield self._chapter(node, own, sheets, words)
        for process_id in sorted(shared):
            process = self._processes[process_id]
            told = sheets.sheet(process)
            yield Chapter(
                id=process_id,
                name=told.name,
                says=(),
                facts=(),
                sheets=(told,),
                decisions=self._tables.in_words(sheets.decisions(process), words),
            )

    def _below(self, process_id: str) -> list[str]:
        """A process and those that it calls, directly or through others."""
        found = [process_id] if process_id in self._processes else []
        for each in found:
            inner = (node.called_element for node in self._processes[each].nodes().values())
            found += [one.process_id for one in inner if one is not None and one.process_id not in found]
            found = [one for one in found if one in self._processes]
        return found

    def _chapter(self, node: Node, process_ids: Iterable[str], sheets: Sheets, words: Wording) -> Chapter:
        processes = [self._processes[each] for each in process_ids]
        told = tuple(sheets.sheet(each) for each in processes)
        taken = [found for each in processes for found in sheets.decisions(each)]
        inside = [each for process in processes for each in process.nodes().values()]
        facts = {
            "responsible": _names(inside, sheets, reviewing=False),
            "reviewers": _names(inside, sheets, reviewing=True),
            "outputs": [words.paper(paper) for each in inside if (paper := paper_of(each)) is not None],
            "limits": list(self._limits(node.properties.get("stage"), sheets, words)),
        }
        return Chapter(
            id=node.id,
            name=words.named(node.name, node.properties, node.id),
            says=sheets.says(node.documentation, node.properties),
            facts=tuple((words.word(name), tuple(dict.fromkeys(values))) for name, values in facts.items() if values),
            sheets=told,
            decisions=self._tables.in_words(taken, words),
        )

    def _limits(self, stage: str | None, sheets: Sheets, words: Wording) -> Iterator[str]:
        """The time limits of a stage (decision D22), for individual clients; by level of approval where they differ."""
        if stage is None:
            return
        without = self._limit(stage, None)
        levels = [(None, without)] if without else [(level, self._limit(stage, level)) for level in _LEVELS]
        for level, limit in levels:
            if limit:
                said = "" if level is None else words.word("level", level=level)
                yield words.word(
                    "limit", level=said, warn=_number(limit["warn_hours"]), due=_number(limit["due_hours"])
                )
        for each in next((limit["escalations"] for _, limit in levels if limit), ()):
            word = "escalation" if each["after_hours"] else "escalation_now"
            yield words.word(word, hours=_number(each["after_hours"]), role=sheets.role(each["role"]))

    def _limit(self, stage: str, level: str | None) -> Mapping[str, Any] | None:
        asked: dict[str | tuple[str, str], Any] = {
            "stage": stage,
            "client_type": "INDIVIDUAL",
            "level": level,
            "hours_per_day": None,
        }
        wanted = f"{self._jurisdiction}_stage_sla"
        model = next((each.model for each in self._model.decisions if each.model.decision(wanted)), None)
        result = None if model is None else model.evaluate(wanted, asked).result
        return result if isinstance(result, Mapping) and result.get("due_hours") is not None else None


def _shared_apart(chapters: list[Chapter], words: Wording) -> Iterator[Chapter]:
    """Decisions that several chapters take are told once, in a chapter of their own at the end."""
    taken = Counter(each.id for chapter in chapters for each in chapter.decisions)
    shared: dict[str, DecisionInWords] = {}
    for chapter in chapters:
        shared |= {each.id: each for each in chapter.decisions if taken[each.id] > 1}
        yield replace(chapter, decisions=tuple(each for each in chapter.decisions if taken[each.id] == 1))
    if shared:
        name = words.word("shared_decisions")
        yield Chapter("shared_decisions", name, says=(), facts=(), sheets=(), decisions=tuple(shared.values()))


def _names(nodes: Iterable[Node], sheets: Sheets, *, reviewing: bool) -> list[str]:
    """The roles whose user tasks are reviews, or are not."""
    tasks = [node for node in nodes if node.type is ElementType.USER_TASK and node.user_task is not None]
    return [
        sheets.role(node.lane)
        for node in tasks
        if node.lane and bool(node.user_task and node.user_task.review_of) is reviewing
    ]


def _number(value: Any) -> str:
    """A figure without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _tags(processes: Iterable[Process]) -> str:
    return ", ".join(sorted({each.version_tag for each in processes if each.version_tag}))


def _roles(chapters: Iterable[Chapter]) -> Iterator[Role]:
    """Every role with its steps, in the order in which the procedure first needs it."""
    found: dict[str, tuple[str, list[tuple[str, str, str]]]] = {}
    for chapter in chapters:
        for sheet in chapter.sheets:
            for part in sheet.parts:
                if part.role:
                    steps = found.setdefault(part.role, (part.name, []))[1]
                    steps += [(chapter.id, step.id, step.name) for step in part.steps]
    for role, (name, steps) in found.items():
        yield Role(role, name, tuple(steps))
