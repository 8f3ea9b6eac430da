"""SpiffWorkflow 3.2.0, one test per hook that we rely on or work around. If one fails after an upgrade, the matching
line of service/decisions/0004-tokens-on-spiffworkflow.md no longer holds."""

import inspect
import logging
from importlib.metadata import version

import pytest
from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from service.engine.spiff import NoScripts
from tests.engine_reference.drawing import Sheet, Store, line, loop


class Spec(WorkflowSpec):
    def __init__(self):
        super().__init__(name="spec")
        self.data_objects = {}


class Recorder(BpmnTaskSpec):
    """Notes which hooks are called, and answers what it is told to."""

    def __init__(self, spec, name, answer=True):
        super().__init__(spec, name)
        self.answer, self.called = answer, []

    def _predict(self, _task, *_args, **_options):
        self.called.append("_predict")

    def _update(self, task):
        self.called.append("_update")
        task._ready()

    def _on_ready(self, _task):
        self.called.append("_on_ready")

    def _run_hook(self, _task):
        self.called.append("_run_hook")
        return self.answer

    def _on_complete(self, _task):
        self.called.append("_on_complete")


@pytest.fixture
def workflow():
    return BpmnWorkflow(Spec(), script_engine=object(), deserializing=True)


def test_the_version_is_pinned():
    assert version("SpiffWorkflow") == "3.2.0"


def test_a_workflow_made_as_if_deserialized_has_no_tasks_and_runs_nothing(workflow):
    assert (workflow.tasks, workflow.completed) == ({}, False)
    assert not hasattr(workflow, "task_tree")
    assert workflow.top_workflow is workflow


def test_a_sub_workflow_knows_its_owner_and_shares_the_script_engine(workflow):
    owner = Task(workflow, Recorder(workflow.spec, "owner"), None, TaskState.STARTED, 7)
    inner = BpmnSubWorkflow(Spec(), owner.id, workflow, deserializing=True)
    assert (inner.parent_task_id, inner.top_workflow, inner.parent_workflow) == (7, workflow, workflow)
    assert inner.script_engine is workflow.script_engine


def test_a_task_takes_the_id_and_the_state_that_it_is_given(workflow):
    parent = Task(workflow, Recorder(workflow.spec, "parent"), None, TaskState.COMPLETED, 1)
    task = Task(workflow, Recorder(workflow.spec, "a"), parent, TaskState.WAITING, 2)
    assert (task.id, task.state, workflow.tasks) == (2, TaskState.WAITING, {1: parent, 2: task})
    assert (task._parent, parent._children, task.internal_data, task.data) == (1, [2], {}, {})


def test_the_life_cycle_calls_our_hooks_in_this_order(workflow):
    spec = Recorder(workflow.spec, "a")
    task = Task(workflow, spec, None, TaskState.FUTURE, 1)
    spec._update(task)
    assert task.state == TaskState.READY
    task.run()
    assert task.state == TaskState.COMPLETED
    assert spec.called == ["_update", "_on_ready", "_run_hook", "_on_complete"]  # and nothing is predicted


def test_none_from_the_run_hook_leaves_the_task_started(workflow):
    spec = Recorder(workflow.spec, "a", answer=None)
    task = Task(workflow, spec, None, TaskState.READY, 1)
    task.run()
    assert task.state == TaskState.STARTED
    assert "_on_complete" not in spec.called


def test_the_state_is_set_after_the_run_hook(workflow):
    """So a task that is cancelled in its own hook comes back to life: we throw in `_on_complete`."""

    class CancelsItself(Recorder):
        def _run_hook(self, task):
            task.cancel()
            return True

    task = Task(workflow, CancelsItself(workflow.spec, "a"), None, TaskState.READY, 1)
    task.run()
    assert task.state == TaskState.COMPLETED


def test_cancelling_drops_children_without_telling_them(workflow):
    """So we have a recursive `terminate` of our own."""
    told = []

    class Told(Recorder):
        def _on_cancel(self, task):
            told.append(task.id)

    parent = Task(workflow, Told(workflow.spec, "parent"), None, TaskState.STARTED, 1)
    Task(workflow, Told(workflow.spec, "child"), parent, TaskState.STARTED, 2)
    parent.cancel()
    assert (told, list(workflow.tasks)) == ([1], [1])


def test_each_change_of_state_makes_a_log_record(workflow, monkeypatch):
    """So we override `_set_state`: it was half of a step's cost with logging off."""
    made = []
    monkeypatch.setattr(Task, "collect_log_extras", lambda *args: made.append(args))
    monkeypatch.setattr(logging.getLogger("spiff.task"), "level", logging.CRITICAL)
    Task(workflow, Recorder(workflow.spec, "a"), None, TaskState.FUTURE, 1)._set_state(TaskState.READY)
    assert len(made) == 1


def test_an_exception_in_the_run_hook_ends_the_task_in_error(workflow):
    """So we catch in `_run`, above the hook, and the task waits with an incident."""

    class Fails(Recorder):
        def _run_hook(self, _task):
            raise LookupError("no such variable")

    task = Task(workflow, Fails(workflow.spec, "a"), None, TaskState.READY, 1)
    with pytest.raises(LookupError):
        task.run()
    assert task.state == TaskState.ERROR


def test_a_sub_workflow_counts_its_depth_by_walking_up():
    """So we override it: calls within calls would cost the square of their number."""
    assert "while" in inspect.getsource(BpmnSubWorkflow._calculate_depth)


def test_a_workflow_without_a_script_engine_gets_one_that_runs_python():
    assert isinstance(BpmnWorkflow(Spec(), deserializing=True).script_engine, PythonScriptEngine)


def test_ours_refuses_to_run_anything():
    with pytest.raises(AssertionError, match="Expected no use"):
        _ = NoScripts().evaluate


def test_names_of_specs_are_unique_in_a_workflow_spec_and_ours_cannot_clash():
    spec = Spec()
    Recorder(spec, "Start")
    with pytest.raises(KeyError):
        Recorder(spec, "Start")
    names = Store(line("Start", "Root").process()).deployed.process(1).nodes
    assert {name for name in names if not name.isidentifier()} == {"$p"}


def test_connected_specs_know_each_other():
    spec = Spec()
    first, second = Recorder(spec, "first"), Recorder(spec, "second")
    first.connect(second)
    assert (first.outputs, second.inputs) == ([second], [first])


def test_the_data_of_tasks_stays_empty():
    """Stock data handling copies every variable into every task."""
    sheet = Sheet()
    sheet.user("a", multi_instance=loop("=xs", input_element="x", output_collection="all", output_element="=x"))
    case = Store(line("a", sheet=sheet).process()).start({"xs": [1, 2], "big": "x" * 1000})
    assert [token.data for token in case.instance._execution.tokens.values()] == [{}, {}, {}]


def test_finished_tasks_are_not_kept():
    case = Store(line("a", "b", "c").process()).start().do("a").do("b")
    assert len(case.instance._execution.root.tasks) == 2  # the root, and the token at c
