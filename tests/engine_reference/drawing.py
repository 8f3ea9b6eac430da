"""Processes drawn in a few lines of Python: the checked model without XML."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from service.changes import Changes
from service.diagrams.model import (
    CalledDecision,
    CalledElement,
    EventDefinition,
    JobDefinition,
    MultiInstance,
    Node,
    Process,
    Scope,
    Script,
    SequenceFlow,
    UserTaskDefinition,
    VariableMapping,
)
from service.engine import DecisionOutcome, Instance, Limits, Spec, build, create, load
from service.states import ElementType

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
Type = ElementType


def mappings(*pairs: tuple[str | None, str]) -> tuple[VariableMapping, ...]:
    return tuple(VariableMapping(source, target) for source, target in pairs)


class Sheet:
    """A scope being drawn. Elements are added with their details, then connected."""

    def __init__(self) -> None:
        self._nodes: dict[str, dict[str, Any]] = {}
        self._flows: list[SequenceFlow] = []

    def add(self, name: str, kind: Type, **details: Any) -> str:
        self._nodes[name] = {"type": kind, **details}
        return name

    def start(self, name: str = "start") -> str:
        return self.add(name, Type.START_EVENT)

    def end(self, name: str = "end", event: EventDefinition | None = None) -> str:
        return self.add(name, Type.END_EVENT, event=event)

    def user(self, name: str, task: UserTaskDefinition | None = None, **details: Any) -> str:
        return self.add(name, Type.USER_TASK, user_task=task or UserTaskDefinition(), **details)

    def job(self, name: str, job: JobDefinition | None = None, **details: Any) -> str:
        return self.add(name, Type.SERVICE_TASK, job=job or JobDefinition("work"), **details)

    def script(self, name: str, expression: str, result: str, **details: Any) -> str:
        return self.add(name, Type.SCRIPT_TASK, script=Script(expression, result), **details)

    def decision(self, name: str, decision_id: str, result: str, **details: Any) -> str:
        return self.add(name, Type.BUSINESS_RULE_TASK, called_decision=CalledDecision(decision_id, result), **details)

    def sub(self, name: str, inner: "Sheet", **details: Any) -> str:
        return self.add(name, Type.SUB_PROCESS, scope=inner.scope(), **details)

    def event_sub(self, name: str, inner: "Sheet", **details: Any) -> str:
        return self.add(name, Type.EVENT_SUB_PROCESS, scope=inner.scope(), **details)

    def call(self, name: str, process_id: str, *, details: Mapping[str, Any] | None = None, **options: Any) -> str:
        return self.add(
            name, Type.CALL_ACTIVITY, called_element=CalledElement(process_id, **options), **(details or {})
        )

    def gateway(self, name: str, kind: str, **details: Any) -> str:
        return self.add(name, Type(f"{kind.upper()}_GATEWAY"), **details)

    def catch(self, name: str, event: EventDefinition, **details: Any) -> str:
        return self.add(name, Type.INTERMEDIATE_CATCH_EVENT, event=event, **details)

    def boundary(self, name: str, host: str, event: EventDefinition, **details: Any) -> str:
        return self.add(name, Type.BOUNDARY_EVENT, event=event, attached_to=host, **details)

    def throw(self, name: str, event: EventDefinition) -> str:
        return self.add(name, Type.INTERMEDIATE_THROW_EVENT, event=event)

    def undone_by(self, activity: str, handler: str) -> None:
        """Join an activity to its compensation handler; both are drawn, the event is named after the handler."""
        self.boundary(f"to_{handler}", activity, compensation(), compensation_handler=handler)
        self._nodes[handler]["for_compensation"] = True

    def flow(self, source: str, target: str, condition: str | None = None, flow_id: str | None = None) -> str:
        flow_id = flow_id or f"{source}_{target}_{len(self._flows)}"
        self._flows.append(SequenceFlow(flow_id, None, source, target, condition))
        return flow_id

    def chain(self, *ids: str) -> None:
        for source, target in itertools.pairwise(ids):
            self.flow(source, target)

    def scope(self) -> Scope:
        def node(name: str, details: dict[str, Any]) -> Node:
            return Node(
                id=name,
                name=None,
                line=0,
                incoming=tuple(flow.id for flow in self._flows if flow.target == name),
                outgoing=tuple(flow.id for flow in self._flows if flow.source == name),
                **details,
            )

        nodes = {name: node(name, details) for name, details in self._nodes.items()}
        return Scope(nodes, {flow.id: flow for flow in self._flows})

    def process(self, process_id: str = "p") -> Process:
        return Process(
            id=process_id, name=None, file=f"{process_id}.bpmn", line=0, version_tag=None, scope=self.scope()
        )


def line(*tasks: str, sheet: Sheet | None = None) -> Sheet:
    """start → tasks → end; what is not on the sheet yet becomes a user task."""
    sheet = sheet or Sheet()
    sheet.start()
    for task in tasks:
        if task not in sheet._nodes:
            sheet.user(task)
    sheet.end()
    sheet.chain("start", *tasks, "end")
    return sheet


def inner(*tasks: str, end: EventDefinition | None = None, prefix: str = "inner") -> Sheet:
    """The same for the inside of a sub-process."""
    sheet = Sheet()
    sheet.start(f"{prefix}_start")
    for task in tasks:
        sheet.user(task)
    sheet.end(f"{prefix}_end", end)
    sheet.chain(f"{prefix}_start", *tasks, f"{prefix}_end")
    return sheet


def timer(expression: str, kind: str = "duration") -> EventDefinition:
    return EventDefinition("timer", timer=kind, expression=expression)


def message(name: str, key: str = '="k"') -> EventDefinition:
    return EventDefinition("message", name=name, correlation_key=key)


def error(code: str | None) -> EventDefinition:
    return EventDefinition("error", name=code)


def compensation(activity: str | None = None) -> EventDefinition:
    return EventDefinition("compensation", name=activity)


def loop(collection: str, *, sequential: bool = False, **details: Any) -> MultiInstance:
    return MultiInstance(sequential, collection, **details)


class Deployed:
    """Definitions in memory: keys are positions. Specs are built once, or afresh each time they are asked for."""

    def __init__(self, *processes: Process, afresh: bool = False) -> None:
        self.processes = list(processes)
        self.afresh = afresh
        self.decisions: dict[str, Any] = {}
        self.forms: dict[str, int] = {}
        self._specs: dict[int, Spec] = {}
        self._others: dict[int, Spec] = {}

    def process(self, key: int) -> Spec:
        if self.afresh or key not in self._specs:
            self._specs[key] = build(self.processes[key - 1], key)
        return self._specs[key]

    def forget(self) -> None:
        self._specs, self._others = {}, {}

    def take_turns(self) -> None:
        """Answer another set of specs than last time: nothing may hang on the identity of one."""
        self._specs, self._others = self._others, self._specs

    def called_process(self, process_id: str, *_: Any) -> int | None:
        keys = [key for key, process in enumerate(self.processes, 1) if process.id == process_id]
        return keys[-1] if keys else None

    def evaluate_decision(self, decision_id: str, *given: Any) -> DecisionOutcome | None:
        decide = self.decisions.get(decision_id)
        return None if decide is None else decide(given[-1])

    def form(self, form_id: str, *_: Any) -> int | None:
        return self.forms.get(form_id)


class Store:
    """What a database would keep of an instance: the variables of open scopes, by what `Changes` say, and all changes.

    With `reload` the instance is dumped and loaded after every step ("step") or after every token ("token"): into
    specs built afresh after a step, after a token into a second set of specs, in turns.
    """

    def __init__(
        self, *processes: Process, reload: str = "", limits: Limits | None = None, deployed: Deployed | None = None
    ) -> None:
        self.deployed = deployed or Deployed(*processes)
        self.reload = reload
        self.limits = limits
        self.keys = itertools.count(101)
        self.changes: list[Any] = []
        self.now = NOW
        self.rows: dict[int, dict[str, Any]] = {}
        self.closed: dict[int, dict[str, Any]] = {}
        #: open waits and incidents by key
        self.open: dict[int, Any] = {}
        self.incidents: dict[int, Any] = {}
        self.instance = self._create()

    def _create(self) -> Instance:
        return create(self.deployed, 1, instance_key=100, keys=self.keys.__next__, now=self.now, limits=self.limits)

    def start(self, variables: Mapping[str, Any] | None = None, start_at: Sequence[str] = ()) -> "Store":
        self.instance.start(variables or {}, start_at)
        return self.settle()

    def settle(self) -> "Store":
        if self.reload == "token":
            for _ in range(self.limits.steps if self.limits else 3000):
                if self.instance.step(1):
                    break
                self.restore()
        self.instance.settle()
        self.keep()
        if self.reload == "step":
            self.deployed.forget()
        if self.reload:
            self.restore()
        return self

    def keep(self) -> Changes:
        taken = self.instance.take_changes()
        self.changes += taken.items
        for change in taken.items:
            match type(change).__name__:
                case "VariableWritten":
                    self.rows.setdefault(change.scope_key, {})[change.name] = change.value
                case "ScopeClosed":
                    self.closed[change.scope_key] = self.rows.pop(change.scope_key)
                case name if name.endswith("Opened"):
                    self.open[change.key] = change
                case "WaitClosed":
                    del self.open[change.key]
                case "IncidentRaised":
                    self.incidents[change.element_key] = change
                case "IncidentCleared":
                    del self.incidents[change.element_key]
        return taken

    def restore(self) -> None:
        self.keep()
        if self.instance.finished:
            return
        snapshot = self.instance.dump()
        self.deployed.take_turns()
        rows = [(key, name, value) for key, scope in self.rows.items() for name, value in scope.items()]
        self.instance = load(snapshot, rows, self.deployed, keys=self.keys.__next__, now=self.now, limits=self.limits)

    def key(self, element_id: str, position: int = 0) -> int:
        """Key of an open wait at an element."""
        return [key for key, opened in self.open.items() if opened.element_id == element_id][position]

    def waits(self) -> list[str]:
        return sorted(opened.element_id for opened in self.open.values())

    def do(self, element_id: str, position: int = 0, /, **variables: Any) -> "Store":
        self.instance.complete(self.key(element_id, position), variables)
        return self.settle()

    def fire(self, element_id: str, position: int = 0, /, **variables: Any) -> "Store":
        self.instance.fire(self.key(element_id, position), variables)
        return self.settle()

    def error(self, element_id: str, code: str, /, **variables: Any) -> bool:
        caught = self.instance.throw_error(self.key(element_id), code, None, variables)
        self.settle()
        return caught

    def resume(self) -> "Store":
        """Resolve the one incident that there is."""
        (element_key,) = self.incidents
        self.instance.resume(element_key)
        return self.settle()

    def set(self, scope_key: int = 100, /, **variables: Any) -> "Store":
        self.instance.set_variables(scope_key, variables)
        return self

    @property
    def incident(self) -> tuple[str, str, str]:
        """Element, type and message of the one incident."""
        (raised,) = self.incidents.values()
        return raised.element_id, raised.type.value, raised.message

    @property
    def root(self) -> dict[str, Any]:
        """Variables of the process instance, also after its end."""
        return self.closed[100] if self.instance.finished else self.rows.get(100, {})

    def of(self, kind: type) -> list[Any]:
        return [change for change in self.changes if type(change) is kind]
