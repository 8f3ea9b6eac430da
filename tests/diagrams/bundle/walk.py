"""Walks a case through the bundle as it is: real engine, real decision tables, real forms; people and jobs answer
from a script. No database, so that every path is walked in milliseconds."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from service import diagrams, dmn, engine, feel
from service.changes import ElementEntered, ElementLeft, IncidentRaised, JobOpened, UserTaskOpened, VariableWritten
from service.forms.validation import validate
from service.states import Binding, ElementType
from tests.client_t01 import CASE
from tests.diagrams.bundle.answers import ANSWERS, RESULTS

BUNDLE = Path(__file__).parents[3] / "bpmn"
Script = Mapping[str, Sequence[Mapping[str, Any]]]


class Bundle:
    """The deployed bundle, as the engine asks for it.

    `edit` is what an owner changed: new by old text, by file. `instead` are diagrams in the place of all stages."""

    def __init__(
        self,
        edit: Mapping[str, Mapping[str, str]] | None = None,
        instead: Mapping[str, bytes] | None = None,
    ) -> None:
        paths = [path for path in BUNDLE.rglob("*") if path.suffix in (".bpmn", ".dmn", ".form")]
        files = {path.name: path.read_bytes() for path in paths if instead is None or path.parent.name != "stages"}
        files |= instead or {}
        for name, changes in (edit or {}).items():
            for old, new in changes.items():
                assert old.encode() in files[name]
                files[name] = files[name].replace(old.encode(), new.encode())
        model, problems = diagrams.read(files)
        assert [each for each in problems if each.severity == "error"] == []
        self.model = model
        self.specs = {key: engine.build(each, key) for key, each in enumerate(model.processes, 1)}
        self.schemas = {name[:-5]: data.decode() for name, data in files.items() if name.endswith(".form")}
        tables = [dmn.read(data) for name, data in files.items() if name.endswith(".dmn")]
        self.tables = {decision.id: table for table in tables for decision in table.decisions}

    def process(self, key: int) -> engine.Spec:
        return self.specs[key]

    def called_process(self, process_id: str, binding: Binding, version_tag: str | None, caller_key: int) -> int | None:
        del binding, caller_key
        for key, process in enumerate(self.model.processes, 1):
            if (process.id, process.version_tag) == (process_id, version_tag):
                return key
        return None

    def evaluate_decision(
        self, decision_id: str, binding: Binding, version_tag: str | None, caller_key: int, variables: Mapping[str, Any]
    ) -> engine.DecisionOutcome:
        del binding, version_tag, caller_key
        evaluation = self.tables[decision_id].evaluate(decision_id, variables)
        failure = evaluation.failure.message if evaluation.failure else None
        return engine.DecisionOutcome(1, feel.to_json(evaluation.result), evaluation, failure)

    def form(self, form_id: str, binding: Binding, version_tag: str | None, caller_key: int) -> int | None:
        del binding, version_tag, caller_key
        return 1 if form_id in self.schemas else None

    def form_of(self, element_id: str) -> str:
        for process in self.model.processes:
            node = process.nodes().get(element_id)
            if node is not None and node.user_task is not None:
                return self.schemas[node.user_task.form.form_id]
        raise KeyError(element_id)


class Walk:
    """One case through a process: the sheet, or one stage alone.

    A script gives for an element the answers in turn; the last is given again when asked again.

    The answer to a job is its variables, or {"error": code} for a thrown error.
    """

    def __init__(
        self,
        bundle: Bundle,
        script: Script | None = None,
        *,
        process: str = "presales",
        variables: Mapping[str, Any] | None = None,
    ) -> None:
        self._bundle = bundle
        self._script = {**ANSWERS, **RESULTS, **(script or {})}
        self._asked: dict[str, int] = {}
        self._elements: dict[int, str] = {}
        #: ids of the elements entered, in order
        self.path: list[str] = []
        #: element id and candidate groups of the user tasks, in order
        self.tasks: list[tuple[str, tuple[str, ...]]] = []
        #: last value written of each variable, by name
        self.written: dict[str, Any] = {}
        key = next(key for key, spec in bundle.specs.items() if spec.process_id == process)
        keys = itertools.count(1000).__next__
        now = datetime(2026, 11, 23, tzinfo=UTC)
        self._instance = engine.create(bundle, key, instance_key=999, keys=keys, now=now)
        self._instance.start({"case": CASE, **(variables or {})})
        self._go_on()

    @property
    def end(self) -> str:
        """The end event that the case reached."""
        assert self._instance.finished
        return self.path[-1]

    def steps(self, *elements: str) -> list[str]:
        """The path, of these elements only."""
        return [each for each in self.path if each in elements]

    def _go_on(self) -> None:
        waiting: Iterable[UserTaskOpened | JobOpened] = self._settle()
        while not self._instance.finished:
            for wait in list(waiting):
                self._answer(wait)
            waiting = self._settle()

    def _settle(self) -> list[UserTaskOpened | JobOpened]:
        self._instance.settle()
        changes = self._instance.take_changes().items
        for change in changes:
            match change:
                case IncidentRaised():
                    raise AssertionError(f"{change.element_id}: {change.message}")
                case ElementEntered() if change.type is not ElementType.PROCESS:
                    self.path.append(change.element_id)
                case ElementLeft() | ElementEntered():
                    pass
                case VariableWritten():
                    self.written[change.name] = change.value
                case UserTaskOpened():
                    self.tasks.append((change.element_id, change.candidate_groups))
        waits = [each for each in changes if isinstance(each, UserTaskOpened | JobOpened)]
        assert waits or self._instance.finished, f"nothing moves after {self.path[-1]}"
        return waits

    def _answer(self, wait: UserTaskOpened | JobOpened) -> None:
        answer = self._next(wait.element_id)
        if isinstance(wait, UserTaskOpened):
            seen = self._instance.variables(wait.key)
            assert validate(self._bundle.form_of(wait.element_id), answer, seen) == [], wait.element_id
        if "error" in answer:
            assert self._instance.throw_error(wait.key, answer["error"], None, answer["variables"])
        else:
            self._instance.complete(wait.key, answer)

    def _next(self, element_id: str) -> Mapping[str, Any]:
        kind = element_id.removeprefix("issue_")
        if kind != element_id and element_id not in self._script:
            return {"document": {"type": kind, "number": f"{kind}-1"}}
        answers = self._script[element_id]
        turn = self._asked.get(element_id, 0)
        self._asked[element_id] = turn + 1
        return answers[min(turn, len(answers) - 1)]
