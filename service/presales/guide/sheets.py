"""Diagrams in words: who does what, in which order, and what counts for each step."""

import re
from collections.abc import Iterable, Iterator, Mapping

from handlers.documents.papers import PAPERS, Paper
from service import exact_json
from service.diagrams.diagram import properties
from service.diagrams.model import Form, Node, Process, Scope
from service.diagrams.safe_xml import parse
from service.forms import model as forms
from service.presales.guide.contents import RolePart, Sheet, Step
from service.presales.guide.tables import Tables
from service.presales.guide.wording import Wording
from service.states import ElementType

DOCUMENT = "presales.document."
_TASKS = {
    ElementType.USER_TASK,
    ElementType.BUSINESS_RULE_TASK,
    ElementType.SERVICE_TASK,
    ElementType.SCRIPT_TASK,
    ElementType.CALL_ACTIVITY,
}
_ENDS = {ElementType.END_EVENT}
#: the heads of a task's documentation, in the languages that it is written in
_HEADS = {
    "goal": ("目標", "Goal"),
    "steps": ("步驟", "Steps"),
    "caution": ("注意", "Caution", "Cautions"),
}
#: `=case.jurisdiction + "_name"`, as diagrams call the decisions of a jurisdiction
_DECISION = re.compile(r'=\s*case\.jurisdiction\s*\+\s*"(_\w+)"')
#: comes last in a sheet: no role of the procedure does it
_SYSTEM = ""


class Sheets:
    """Processes in words, in one language."""

    def __init__(
        self, files: Mapping[str, bytes], all_forms: Iterable[Form], tables: Tables, jurisdiction: str, words: Wording
    ) -> None:
        self._lanes = {role: named for file, data in files.items() for role, named in _lanes(file, data)}
        self._forms = {each.id: each for each in all_forms}
        self._tables = tables
        self._jurisdiction = jurisdiction
        self._words = words
        self._names: dict[str, str] = {}

    def know(self, processes: Iterable[Process]) -> None:
        """Learn what the elements are called: reviews name steps of other sheets."""
        for process in processes:
            self._names[process.id] = self._words.named(process.name, process.properties, process.id)
            for node in process.nodes().values():
                self._names.setdefault(node.id, self._words.named(node.name, node.properties, node.id))

    def role(self, role: str) -> str:
        """What a role is called in the lanes."""
        if role == _SYSTEM:
            return self._words.word("system")
        if role not in self._lanes:
            return self._words.role(role)
        return self._words.drawn(*self._lanes[role])

    def sheet(self, process: Process) -> Sheet:
        """A process in words."""
        ordered = list(_in_order(process))
        roles: dict[str, list[Step]] = {}
        for node in ordered:
            if node.type in _TASKS and not node.for_compensation:
                roles.setdefault(node.lane or _SYSTEM, []).append(self._step(node))
        return Sheet(
            id=process.id,
            name=self._names[process.id],
            purpose=self._words.drawn(process.documentation, process.properties.get("documentation:en")),
            parts=tuple(RolePart(role, self.role(role), tuple(steps)) for role, steps in roles.items()),
            ends=tuple(self._words.named(node.name, node.properties) for node in ordered if node.type in _ENDS),
        )

    def decisions(self, process: Process) -> list[str]:
        """The ids of the decisions that a process takes, in order."""
        return [found for node in _in_order(process) if (found := self._decision(node))]

    def says(self, documentation: str | None, named: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Goal, steps and cautions of a documentation, by their headings; what has none is told as it is."""
        text = self._words.drawn(documentation, named.get("documentation:en"))
        found: list[tuple[str, str]] = []
        for line in filter(None, map(str.strip, text.splitlines())):
            head, _, rest = line.replace(":", "：", 1).partition("：")
            word = next((word for word, heads in _HEADS.items() if self._is_head(head.strip(), heads)), None)
            if word is not None:
                found.append((self._words.word(word), rest.strip()))
            elif found:
                found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
            else:
                found.append((self._words.word("about"), line))
        return tuple(found)

    def _is_head(self, text: str, heads: tuple[str, ...]) -> bool:
        return text in heads or text in map(self._words.written, heads)

    def _step(self, node: Node) -> Step:
        decision = self._decision(node)
        return Step(
            id=node.id,
            name=self._names[node.id],
            kind=self._words.word(f"kind_{node.type.name}"),
            says=self.says(node.documentation, node.properties),
            facts=tuple(self._facts(node)),
            decisions=((decision, self._tables.name(decision, self._words)),) if decision else (),
        )

    def _facts(self, node: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
        words, task = self._words, node.user_task
        if task is not None and task.form is not None and (form := self._forms.get(task.form.form_id or "")):
            yield words.word("fields"), tuple(self._fields(form))
        if task is not None and task.review_of:
            reviewed = words.word("list").join(self._names.get(each, each) for each in task.review_of)
            yield words.word("reviews"), (reviewed, words.word("others"))
        if awaited := node.properties.get("awaits"):
            yield words.word("awaits"), (words.word(f"awaits_{awaited}"),)
        if paper := paper_of(node):
            yield words.word("issues"), (words.paper(paper),)
        if node.called_element is not None:
            called = node.called_element.process_id
            yield words.word("calls"), (self._names.get(called, called),)

    def _fields(self, form: Form) -> Iterator[str]:
        return (self._field(each) for each in forms.read(exact_json.encode_text(form.schema)))

    def _field(self, field: forms.Field | forms.FieldList) -> str:
        named = field.component.get("properties") or {}
        label = self._words.named(field.label, named)
        if isinstance(field, forms.FieldList):
            inner = self._words.word("list").join(self._field(each) for each in field.fields)
            return self._words.word("listed", label=label, fields=inner)
        needed = (field.component.get("validate") or {}).get("required")
        return label + (self._words.word("required") if needed else "")

    def _decision(self, node: Node) -> str | None:
        if node.called_decision is None:
            return None
        written = node.called_decision.decision_id
        found = _DECISION.fullmatch(written.strip())
        return f"{self._jurisdiction}{found[1]}" if found else written.lstrip("=")


def paper_of(node: Node) -> Paper | None:
    """The paper that a task issues."""
    if node.job is None or not node.job.type.startswith(DOCUMENT):
        return None
    return PAPERS.get(node.job.type.removeprefix(DOCUMENT))


def _in_order(process: Process) -> Iterator[Node]:
    """All nodes, along the flows from the start; what only an event leads to follows what it sits on."""
    nodes, seen = process.nodes(), set[str]()
    flows = {flow.id: flow for scope in _scopes(process) for flow in scope.flows.values()}
    waiting = [node.id for node in nodes.values() if not node.incoming and node.attached_to is None]
    while waiting:
        node_id = waiting.pop(0)
        if node_id in seen:
            continue
        seen.add(node_id)
        node = nodes[node_id]
        yield node
        waiting += [flows[flow].target for flow in node.outgoing if flow in flows]
        waiting += [each.id for each in nodes.values() if each.attached_to == node_id]


def _scopes(process: Process) -> Iterator[Scope]:
    yield process.scope
    for node in process.nodes().values():
        if node.scope is not None:
            yield node.scope


def _lanes(file: str, data: bytes) -> Iterator[tuple[str, tuple[str, str | None]]]:
    """Role, name and English name of the lanes of a diagram."""
    if not file.endswith(".bpmn"):
        return
    for lane in parse(file, data).iter("{*}lane"):
        named = properties(lane)
        name = lane.get("name") or ""
        yield named.get("role") or name, (name, named.get("name:en"))
