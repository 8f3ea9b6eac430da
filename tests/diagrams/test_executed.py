"""What elements.csv calls executed is drawn in a small diagram each, free of problems, and the engine runs it."""

import csv
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from service import diagrams, engine
from service.changes import (
    Changes,
    IncidentRaised,
    InstanceEnded,
    JobOpened,
    MessageSubscriptionOpened,
    TimerOpened,
    UserTaskOpened,
)
from service.diagrams.lint.event_table import POSITIONS
from service.diagrams.model import Process
from service.engine import DecisionOutcome, Spec
from tests.diagrams.metamodel_reader import Bpmn, descriptor, lower

FOLDER = Path(__file__).parent / "executed"
VARIABLES = {"amount": 50, "items": [1, 2, 3], "order": "A-1", "delay": "PT5M", "owner": "ann", "done": True}
#: what each diagram waits for when it has been started; nothing: it is through
WAITS: dict[str, set[tuple[type, str]]] = {
    "call-activity": {(IncidentRaised, "call")},  # the called process is not there
    "compensation-end-event": {(JobOpened, "unbook")},
    "compensation-end-event-of-sub-process": {(JobOpened, "unbook")},
    "compensation-throw-event": {(JobOpened, "unbook")},
    "compensation-throw-event-of-one": {(JobOpened, "repay")},
    "error-boundary-event": {(JobOpened, "work")},
    "error-boundary-event-catch-all": {(JobOpened, "work")},
    "event-based-gateway": {(TimerOpened, "late"), (MessageSubscriptionOpened, "answered")},
    "event-sub-process-error": {(UserTaskOpened, "ask")},
    "event-sub-process-escalation": {(UserTaskOpened, "ask")},
    "event-sub-process-message-non-interrupting": {(MessageSubscriptionOpened, "aside_start"), (UserTaskOpened, "ask")},
    "event-sub-process-timer": {(TimerOpened, "aside_start"), (UserTaskOpened, "ask")},
    "exclusive-gateway": {(UserTaskOpened, "a")},
    "inclusive-gateway": {(UserTaskOpened, "a"), (UserTaskOpened, "b")},
    "inclusive-gateway-default": {(UserTaskOpened, "b")},
    "lanes": {(UserTaskOpened, "do")},
    "nested-lanes": {(UserTaskOpened, "do")},
    "loop": {(UserTaskOpened, "try")},
    "message-boundary-event": {(MessageSubscriptionOpened, "caught"), (UserTaskOpened, "ask")},
    "message-boundary-event-non-interrupting": {(MessageSubscriptionOpened, "caught"), (UserTaskOpened, "ask")},
    "message-catch-event": {(MessageSubscriptionOpened, "wait")},
    "message-end-event": {(JobOpened, "send")},
    "message-throw-event": {(JobOpened, "send")},
    "multi-instance-parallel": {(UserTaskOpened, "each")},
    "multi-instance-sequential": {(JobOpened, "each")},
    "parallel-gateway": {(UserTaskOpened, "a"), (UserTaskOpened, "b")},
    "receive-task": {(MessageSubscriptionOpened, "receive")},
    "review-of": {(UserTaskOpened, "do")},
    "send-task": {(JobOpened, "send")},
    "service-task": {(JobOpened, "work")},
    "several-flows-of-a-task": {(UserTaskOpened, "a")},
    "terminate-end-event": {(UserTaskOpened, "a"), (UserTaskOpened, "b")},
    "timer-boundary-event": {(TimerOpened, "caught"), (UserTaskOpened, "ask")},
    "timer-boundary-event-non-interrupting": {(TimerOpened, "caught"), (UserTaskOpened, "ask")},
    "timer-catch-event": {(TimerOpened, "wait")},
    "timer-catch-event-date": {(TimerOpened, "wait")},
    "user-task": {(UserTaskOpened, "ask")},
}


class Definitions:
    """The one process, any form, one decision."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec

    def process(self, _key: int) -> Spec:
        return self.spec

    def called_process(self, *_: Any) -> int | None:
        return None

    def evaluate_decision(self, *_: Any) -> DecisionOutcome | None:
        return DecisionOutcome(decision_key=2, result=5)

    def form(self, *_: Any) -> int | None:
        return 3


def run(process: Process) -> Changes:
    """Start the process and let it come to rest."""
    keys = count(100)
    definitions = Definitions(engine.build(process, 1))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    instance = engine.create(definitions, 1, instance_key=10, keys=lambda: next(keys), now=now)
    instance.start(VARIABLES)
    instance.settle()
    return instance.take_changes()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.bpmn")), ids=lambda path: path.stem)
def test_the_engine_runs_it(path: Path) -> None:
    model, problems = diagrams.read({path.name: path.read_bytes()})
    assert problems == []
    changes = run(model.processes[0]).items
    kinds = (UserTaskOpened, JobOpened, TimerOpened, MessageSubscriptionOpened, IncidentRaised)

    waits = {(type(each), each.element_id) for each in changes if isinstance(each, kinds)}
    assert waits == WAITS.get(path.stem, set())
    assert any(isinstance(each, InstanceEnded) for each in changes) == (not waits)


def test_every_expectation_has_its_diagram() -> None:
    assert WAITS.keys() <= {path.stem for path in FOLDER.glob("*.bpmn")}


@cache
def drawn() -> frozenset[tuple[str, str]]:
    """Every element in the diagrams, with each of its attributes and children: `("userTask", "@id")`."""
    found = set()
    for path in FOLDER.glob("*.bpmn"):
        for element in etree.parse(path).iter("{*}*"):
            name = etree.QName(element).localname
            found.add((name, ""))
            found |= {(name, f"@{attribute}") for attribute in element.attrib}
            found |= {(name, etree.QName(child).localname) for child in element}
    return frozenset(found)


@cache
def events() -> frozenset[tuple[str, str]]:
    """Every event in the diagrams: where it stands and its kind."""
    found = set()
    for path in FOLDER.glob("*.bpmn"):
        for element in etree.parse(path).iter(*(f"{{*}}{name}" for name in POSITIONS)):
            kinds = [etree.QName(child).localname for child in element]
            kind = next((k.removesuffix("EventDefinition") for k in kinds if k.endswith("EventDefinition")), "none")
            kind = {"compensate": "compensation"}.get(kind, kind)
            parent = element.getparent()
            aside = parent is not None and parent.get("triggeredByEvent") == "true" and kind != "none"
            position = POSITIONS[etree.QName(element).localname]
            found.add(("start event of an event sub-process" if aside and "start" in position else position, kind))
    return frozenset(found)


def executed_rows(metamodel: str) -> list[tuple[str, str]]:
    with (FOLDER.parent / "elements.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["metamodel"] == metamodel and row["outcome"] == "executed"]
    return [(row["owner"], row["member"]) for row in rows]


@pytest.mark.parametrize(("owner", "member"), executed_rows("bpmn"))
def test_every_executed_part_of_bpmn_is_drawn(owner: str, member: str) -> None:
    owners = Bpmn().owners(owner) if member else [owner]

    assert any((name, member) in drawn() for name in owners)


@pytest.mark.parametrize(("owner", "member"), executed_rows("zeebe"))
def test_every_executed_part_of_the_dialect_is_drawn(owner: str, member: str) -> None:
    types = descriptor("zeebe")["types"]
    (own,) = [each["name"] for each in types if lower(each["name"]) == owner]
    heirs = [lower(each["name"]) for each in types if own in each.get("superClass", [])]
    applied = [
        lower(name.partition(":")[2]) for each in types if each["name"] == own for name in each.get("extends", [])
    ]

    assert any((name, member) in drawn() for name in [owner, *heirs, *applied])


@pytest.mark.parametrize(("position", "kind"), executed_rows("event"))
def test_every_executed_event_is_drawn(position: str, kind: str) -> None:
    assert (position, kind) in events()
