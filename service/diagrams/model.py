"""The checked model: what the uploaded files say, as plain values, free of XML and of the engine.

Every text that may hold FEEL is kept as drawn: with a leading `=` it is FEEL, without it is taken literally (lint
sees to it that conditions, scripts and collections, which can only be FEEL, have their `=`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from service.states import Binding, ElementType

if TYPE_CHECKING:
    from service import dmn

EventKind = Literal[
    "none",
    "timer",
    "message",
    "signal",
    "error",
    "escalation",
    "terminate",
    "compensation",
    "link",
    "conditional",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file, so that its owner can mend it."""

    file: str
    element_id: str | None
    line: int | None
    rule: str
    message: str
    remedy: str
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True)
class VariableMapping:
    """zeebe:input or zeebe:output. `target` is a dotted path; without a source it is set to null."""

    source: str | None
    target: str


@dataclass(frozen=True, slots=True)
class SequenceFlow:
    """A sequence flow; the condition is FEEL."""

    id: str
    name: str | None
    source: str
    target: str
    condition: str | None


@dataclass(frozen=True, slots=True)
class MultiInstance:
    """zeebe:loopCharacteristics. Collection, output element and completion condition are FEEL."""

    sequential: bool
    input_collection: str
    input_element: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    completion_condition: str | None = None


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """What an event throws or catches. Only the fields of its kind are set."""

    kind: EventKind
    #: timer: which of timeDate, timeDuration, timeCycle, and its text (FEEL or ISO 8601)
    timer: Literal["date", "duration", "cycle"] | None = None
    expression: str | None = None
    #: message, signal, escalation, link name, or error code; None catches every error or escalation; id of the
    #: activity to compensate, None for all of the scope
    name: str | None = None
    correlation_key: str | None = None


@dataclass(frozen=True, slots=True)
class JobDefinition:
    """zeebe:taskDefinition with its headers: an element worked on by a handler or an external worker."""

    type: str
    retries: str = "3"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormReference:
    """zeebe:formDefinition. `form_id` and `external_reference` are FEEL or static."""

    form_id: str | None = None
    external_reference: str | None = None
    binding: Binding = Binding.LATEST
    version_tag: str | None = None


@dataclass(frozen=True, slots=True)
class UserTaskDefinition:
    """A native user task. Texts are FEEL or static; candidate lists static are comma separated."""

    form: FormReference | None = None
    assignee: str | None = None
    candidate_groups: str | None = None
    candidate_users: str | None = None
    due_date: str | None = None
    follow_up_date: str | None = None
    priority: str = "50"
    headers: Mapping[str, str] = field(default_factory=dict)
    #: ids of the elements whose performers may not do this task (extension property `reviewOf`)
    review_of: tuple[str, ...] = ()
    #: who may not do it, whatever their role: FEEL or comma separated (extension property `excludedUsers`)
    excluded_users: str | None = None


@dataclass(frozen=True, slots=True)
class CalledElement:
    """zeebe:calledElement."""

    process_id: str
    propagate_all_child_variables: bool = True
    propagate_all_parent_variables: bool = True
    binding: Binding = Binding.LATEST
    version_tag: str | None = None


@dataclass(frozen=True, slots=True)
class CalledDecision:
    """zeebe:calledDecision."""

    decision_id: str
    result_variable: str
    binding: Binding = Binding.LATEST
    version_tag: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """zeebe:script: a FEEL expression and where its result goes."""

    expression: str
    result_variable: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a process or an embedded or event sub-process contains."""

    nodes: Mapping[str, "Node"]
    flows: Mapping[str, SequenceFlow]


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node of any kind. Only the detail of its type is set."""

    id: str
    name: str | None
    type: ElementType
    line: int
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    documentation: str | None = None
    event: EventDefinition | None = None
    #: boundary event: the activity it sits on. `interrupting` is also that of an event sub-process' start
    attached_to: str | None = None
    interrupting: bool = True
    #: compensation boundary event: the activity that undoes what it sits on
    compensation_handler: str | None = None
    #: an activity that is started only to compensate another
    for_compensation: bool = False
    multi_instance: MultiInstance | None = None
    job: JobDefinition | None = None
    user_task: UserTaskDefinition | None = None
    called_element: CalledElement | None = None
    called_decision: CalledDecision | None = None
    script: Script | None = None
    #: embedded, event or ad-hoc sub-process
    scope: Scope | None = None
    #: the role of the lane it lies in: property `role` of the lane, else its name
    lane: str | None = None


@dataclass(frozen=True, slots=True)
class Process:
    """One executable process."""

    id: str
    name: str | None
    file: str
    line: int
    version_tag: str | None
    scope: Scope
    properties: Mapping[str, str] = field(default_factory=dict)
    documentation: str | None = None
    start_form: FormReference | None = None

    def nodes(self) -> Mapping[str, Node]:
        """All nodes of the process and its sub-processes, by id."""
        found: dict[str, Node] = {}
        scopes = [self.scope]
        for scope in scopes:
            found.update(scope.nodes)
            scopes += [node.scope for node in scope.nodes.values() if node.scope is not None]
        return found


@dataclass(frozen=True, slots=True)
class Form:
    """A form-js form: its id and its schema as uploaded."""

    id: str
    file: str
    version_tag: str | None
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """A DMN file: its requirement graph and the decisions in it (`model.decisions`)."""

    id: str
    name: str
    file: str
    version_tag: str | None
    model: "dmn.Model"
    #: files that it takes part of, directly or through others
    imports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that a set of files declares."""

    processes: tuple[Process, ...] = ()
    decisions: tuple[DecisionFile, ...] = ()
    forms: tuple[Form, ...] = ()
