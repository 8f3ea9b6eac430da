"""Files read together: references, ids declared twice, handlers."""

import json

from service import diagrams
from service.diagrams.model import Model
from service.states import Binding
from tests.unit.diagrams.files import EXECUTED, bpmn, executed, straight

FORM = {"id": "a_form", "type": "default", "components": []}
DMN = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="graph" name="Graph" namespace="n"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
  <decision id="a_decision" name="A">
    <extensionElements><zeebe:versionTag value="1.0.0"/></extensionElements>
    <variable name="A"/>
    <literalExpression id="e"><text>1</text></literalExpression>
  </decision>
</definitions>"""


def read(*names: str, **more: bytes) -> Model:
    files = {f"{name}.bpmn": (EXECUTED / f"{name}.bpmn").read_bytes() for name in names}
    model, problems = diagrams.read(files | {name.replace("_", ".", 1): data for name, data in more.items()})
    assert [problem for problem in problems if problem.severity == "error"] == []
    return model


def calling(binding: str) -> bytes:
    called = f'<zeebe:calledElement processId="other" {binding}/>'
    return straight(f'<callActivity id="c"><extensionElements>{called}</extensionElements></callActivity>', "c")


def test_references_are_listed_with_their_binding() -> None:
    (form,) = diagrams.references(executed("user-task").processes[0])
    (decision,) = diagrams.references(executed("business-rule-task").processes[0])

    assert (form.kind, form.id, form.binding, form.element_id) == ("form", "a_form", Binding.DEPLOYMENT, "ask")
    assert (decision.kind, decision.id, decision.version_tag) == ("decision", "a_decision", "1.0.0")


def test_ids_that_are_expressions_are_known_only_when_reached() -> None:
    model, _ = diagrams.read({"a.bpmn": calling("").replace(b'"other"', b'"=chosen"')})

    assert list(diagrams.references(model.processes[0])) == []


def test_what_is_bound_to_the_deployment_must_be_in_it() -> None:
    (problem,) = diagrams.check_references(executed("user-task"))

    assert (problem.severity, problem.rule, problem.element_id) == ("error", "reference-exists", "ask")
    assert diagrams.check_references(read("user-task", a_form=json.dumps(FORM).encode())) == []


def test_what_may_be_deployed_is_a_warning_and_an_error_where_that_is_known() -> None:
    model, _ = diagrams.read({"a.bpmn": calling('bindingType="latest"')})
    (unknown,) = diagrams.check_references(model)
    (missing,) = diagrams.check_references(model, lambda _: False)

    assert (unknown.severity, missing.severity, missing.rule) == ("warning", "error", "reference-exists")
    assert diagrams.check_references(model, lambda reference: reference.id == "other") == []


def test_a_version_tag_must_be_that_of_the_file() -> None:
    assert diagrams.check_references(read("business-rule-task", a_dmn=DMN)) == []
    (problem,) = diagrams.check_references(read("business-rule-task", a_dmn=DMN.replace(b"1.0.0", b"2.0.0")))

    assert "with version tag '1.0.0'" in problem.message


def test_ids_are_declared_once() -> None:
    process = bpmn('<startEvent id="s"/>')
    form = json.dumps(FORM).encode()
    _, problems = diagrams.read(
        {"a.bpmn": process, "b.bpmn": process, "a.form": form, "b.form": form, "a.dmn": DMN, "b.dmn": DMN}
    )

    assert {(problem.file, problem.rule) for problem in problems if problem.severity == "error"} == {
        ("b.bpmn", "duplicate-process-id"),
        ("b.form", "duplicate-form-id"),
        ("b.dmn", "duplicate-decision-id"),
        ("b.dmn", "duplicate-decision-requirements-graph-id"),
    }


def test_reviewed_tasks_may_stand_in_another_file() -> None:
    first, second = bpmn('<userTask id="do"/>'), (EXECUTED / "review-of.bpmn").read_bytes()
    alone = second.replace(b'id="do"', b'id="did"').replace(b'Ref="do"', b'Ref="did"')

    rules = {problem.rule for problem in diagrams.read({"a.bpmn": alone})[1]}
    together = {problem.rule for problem in diagrams.read({"a.bpmn": alone, "b.bpmn": first})[1]}

    assert "review-of" in rules
    assert "review-of" not in together


def test_decisions_come_from_dmn_files() -> None:
    (file,) = read(a_dmn=DMN).decisions

    assert (file.id, file.name, file.version_tag) == ("graph", "Graph", "1.0.0")
    assert [decision.id for decision in file.model.decisions] == ["a_decision"]


def test_an_unreadable_file_does_not_hide_the_others() -> None:
    model, problems = diagrams.read({"a.dmn": b"<x/>", "b.form": b"[]", "c.bpmn": bpmn('<startEvent id="s"/>')})

    assert [process.id for process in model.processes] == ["p"]
    assert {problem.file for problem in problems if problem.severity == "error"} == {"a.dmn", "b.form"}


def test_jobs_and_handlers_are_held_against_each_other() -> None:
    model = executed("service-task")

    assert diagrams.check_handlers(model, {"work"}) == []
    (problem,) = diagrams.check_handlers(model, set())
    assert (problem.rule, problem.element_id, problem.severity) == ("job-without-handler", "work", "warning")
    (unused,) = diagrams.check_handlers(model, {"work", "rest"}, complete=True)
    assert (unused.rule, "rest" in unused.message) == ("handler-without-job", True)


def test_what_the_web_modeler_notes_for_itself_is_no_problem() -> None:
    seven = b' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:'
    plain = (EXECUTED / "task.bpmn").read_bytes()
    noted = plain.replace(b"<definitions", b"<definitions" + seven + b'diagramRelationId="bd84"')
    asynchronous = plain.replace(b"<task", b"<task" + seven + b'asyncBefore="true"')

    assert diagrams.read({"a.bpmn": noted})[1] == []
    assert [problem.rule for problem in diagrams.read({"a.bpmn": asynchronous})[1]] == ["camunda-7"]
