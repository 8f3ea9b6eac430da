"""What is read from the diagrams of the executed constructs."""

from itertools import pairwise

import pytest

from service import diagrams
from service.diagrams.model import (
    CalledDecision,
    CalledElement,
    EventDefinition,
    FormReference,
    JobDefinition,
    MultiInstance,
    Script,
    UserTaskDefinition,
    VariableMapping,
)
from service.states import Binding, ElementType
from tests.unit.diagrams.files import EXECUTED, bpmn, executed, node, straight


@pytest.mark.parametrize("path", sorted(EXECUTED.glob("*.bpmn")), ids=lambda path: path.stem)
def test_executed_constructs_have_no_problems(path) -> None:
    model, problems = diagrams.read({path.name: path.read_bytes()})

    assert problems == []
    assert [process.file for process in model.processes] == [path.name]


def test_service_task() -> None:
    found = node("service-task", "work")

    assert found.type is ElementType.SERVICE_TASK
    assert found.job == JobDefinition("work", "5", {"colour": "red"})
    assert found.inputs == (VariableMapping("=amount", "sum"),)
    assert found.outputs == (VariableMapping("=sum * 2", "result.total"),)
    assert (found.incoming, found.outgoing) == (("f1",), ("f2",))


def test_retries_are_three_unless_said_otherwise() -> None:
    assert node("send-task", "send").job == JobDefinition("send", "3", {})


def test_user_task() -> None:
    assert node("user-task", "ask").user_task == UserTaskDefinition(
        form=FormReference(form_id="a_form", binding=Binding.DEPLOYMENT),
        assignee="=owner",
        candidate_groups="agent, lead",
        candidate_users='=["ann"]',
        due_date='=now() + duration("P3D")',
        follow_up_date="2027-01-31T09:00:00+08:00",
        priority="70",
        headers={"colour": "red"},
    )
    assert node("user-task", "ask").properties == {"name:en": "Ask"}


def test_review() -> None:
    found = node("review-of", "review").user_task

    assert found is not None
    assert found.review_of == ("do",)
    assert found.form == FormReference(external_reference="review-page")


def test_script_and_decision_and_call() -> None:
    assert node("script-task", "compute").script == Script("=1 + 1", "two")
    assert node("business-rule-task", "decide").called_decision == CalledDecision(
        "a_decision", "outcome", Binding.VERSION_TAG, "1.0.0"
    )
    assert node("call-activity", "call").called_element == CalledElement(
        "other",
        propagate_all_child_variables=False,
        propagate_all_parent_variables=False,
        binding=Binding.VERSION_TAG,
        version_tag="1.0.0",
    )


def test_variables_are_propagated_unless_said_otherwise() -> None:
    called = '<extensionElements><zeebe:calledElement processId="q"/></extensionElements>'
    model, _ = diagrams.read({"a.bpmn": straight(f'<callActivity id="c">{called}</callActivity>', "c")})

    assert model.processes[0].nodes()["c"].called_element == CalledElement("q")


def test_multi_instance() -> None:
    expected = MultiInstance(
        sequential=False,
        input_collection="=items",
        input_element="item",
        output_collection="results",
        output_element="=item * 2",
        completion_condition="=numberOfCompletedInstances >= 2",
    )

    assert node("multi-instance-parallel", "each").multi_instance == expected
    sequential = node("multi-instance-sequential", "each").multi_instance
    assert sequential is not None
    assert sequential.sequential


@pytest.mark.parametrize(
    ("diagram", "element", "expected"),
    [
        ("timer-boundary-event", "caught", EventDefinition("timer", timer="duration", expression="PT1H")),
        ("timer-boundary-event-non-interrupting", "caught", EventDefinition("timer", "cycle", "R3/PT1H")),
        ("timer-catch-event", "wait", EventDefinition("timer", timer="duration", expression="=delay")),
        ("timer-catch-event-date", "wait", EventDefinition("timer", "date", "2027-01-31T09:00:00+08:00")),
        ("message-catch-event", "wait", EventDefinition("message", name="paid", correlation_key="=order")),
        ("receive-task", "receive", EventDefinition("message", name="paid", correlation_key="=order")),
        ("error-boundary-event", "caught", EventDefinition("error", name="REFUSED")),
        ("error-boundary-event-catch-all", "caught", EventDefinition("error")),
        ("error-end-event", "inner_end", EventDefinition("error", name="REFUSED")),
        ("escalation-throw-event", "tell", EventDefinition("escalation", name="LATE")),
        ("link-event", "jump", EventDefinition("link", name="on")),
        ("terminate-end-event", "stop", EventDefinition("terminate")),
        ("none-throw-event", "milestone", EventDefinition("none")),
        ("message-throw-event", "send", EventDefinition("message")),
    ],
)
def test_events(diagram: str, element: str, expected: EventDefinition) -> None:
    assert node(diagram, element).event == expected


def test_boundary_events_say_where_they_sit_and_whether_they_interrupt() -> None:
    assert node("timer-boundary-event", "caught").attached_to == "ask"
    assert node("timer-boundary-event", "caught").interrupting
    assert not node("timer-boundary-event-non-interrupting", "caught").interrupting


def test_sub_processes_are_scopes_of_their_own() -> None:
    inner = node("sub-process", "inner")

    assert inner.type is ElementType.SUB_PROCESS
    assert inner.scope is not None
    assert set(inner.scope.nodes) == {"inner_start", "inner_step", "inner_end"}
    assert set(inner.scope.flows) == {"i1", "i2"}
    assert set(executed("sub-process").processes[0].scope.nodes) == {"start", "inner", "end"}
    assert node("event-sub-process-timer", "aside").type is ElementType.EVENT_SUB_PROCESS
    assert not node("event-sub-process-message-non-interrupting", "aside_start").interrupting


def test_flows_have_conditions_and_defaults() -> None:
    process = executed("exclusive-gateway").processes[0]

    assert process.scope.nodes["split"].default == "to_b"
    assert process.scope.flows["to_a"].condition == "=amount > 10"
    assert process.scope.flows["to_b"].condition is None
    assert process.scope.nodes["join"].incoming == ("from_a", "from_b")


def test_lanes_give_the_role_else_the_name_also_inside_of_sub_processes() -> None:
    nodes = executed("lanes").processes[0].nodes()

    assert nodes["do"].lane == "agent"
    assert nodes["inner"].lane == "lead"
    assert nodes["check"].lane == "lead"


def test_inner_lanes_win() -> None:
    nodes = executed("nested-lanes").processes[0].nodes()

    assert (nodes["do"].lane, nodes["inner"].lane) == ("agent", "sales")
    assert (nodes["check"].lane, nodes["inner_end"].lane) == ("lead", "sales")


def test_process_attributes() -> None:
    process = executed("version-tag").processes[0]

    assert process.version_tag == "1.0.0"
    assert process.properties == {"name:en": "Tagged"}
    assert executed("annotations").processes[0].documentation == "What it is for"
    assert executed("start-form").processes[0].start_form == FormReference(form_id="a_form")


def test_lines_are_those_of_the_file() -> None:
    assert node("sub-process", "inner_step").line == 7


def test_a_thousand_tasks_in_a_row() -> None:
    names = ["start", *(f"t{number}" for number in range(1000)), "end"]
    tasks = "".join(f'<task id="{name}"/>' for name in names[1:-1])
    flows = "".join(
        f'<sequenceFlow id="f{number}" sourceRef="{one}" targetRef="{other}"/>'
        for number, (one, other) in enumerate(pairwise(names))
    )

    model, problems = diagrams.read({"a.bpmn": bpmn(f'<startEvent id="start"/>{tasks}<endEvent id="end"/>{flows}')})

    assert problems == []
    assert len(model.processes[0].nodes()) == 1002


def test_sub_processes_may_be_nested_as_deep_as_xml_may() -> None:
    body = '<startEvent id="s0"/><endEvent id="e0"/>'
    for depth in range(1, 95):
        body = f'<startEvent id="s{depth}"/><subProcess id="p{depth}">{body}</subProcess><endEvent id="e{depth}"/>'

    model, _ = diagrams.read({"a.bpmn": bpmn(body)})

    assert len(model.processes[0].nodes()) == 2 + 94 * 3
