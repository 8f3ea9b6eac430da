"""All that we use of SpiffWorkflow, which is untyped, with types.

Of a task: its state, its place in the tree, `run`, which calls the hooks of its spec. Of a workflow: its spec, its
tasks by id, its root. See `service/decisions/0004-tokens-on-spiffworkflow.md` for the list and the reasons.
"""

from typing import TYPE_CHECKING, Any, NoReturn

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec  # type: ignore[import-untyped] # has no types
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow  # type: ignore[import-untyped] # has no types
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow  # type: ignore[import-untyped] # has no types
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec  # type: ignore[import-untyped] # has no types
from SpiffWorkflow.task import Task  # type: ignore[import-untyped] # has no types
from SpiffWorkflow.util.task import TaskState  # type: ignore[import-untyped] # has no types

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.engine.flow_scope import FlowScope
    from service.engine.node import NodeSpec

WAITING: int = TaskState.WAITING
READY: int = TaskState.READY
STARTED: int = TaskState.STARTED
COMPLETED: int = TaskState.COMPLETED
CANCELLED: int = TaskState.CANCELLED
FUTURE: int = TaskState.FUTURE
FINISHED: int = TaskState.FINISHED_MASK


class SpiffTask(Task):  # type: ignore[misc] # the base has no types
    """A task of the library: its id is the key of our token."""

    if TYPE_CHECKING:
        id: int
        workflow: FlowScope
        task_spec: NodeSpec
        internal_data: dict[str, Any]
        _parent: int | None
        _children: list[int]

        state: int
        run: Callable[[], bool | None]
        _ready: Callable[[], None]

    def _set_state(self, value: int) -> None:
        # the library builds a log record with each change, even with logging off: half of a step's cost
        self._state = value


class SpiffSpec(BpmnTaskSpec):  # type: ignore[misc] # the base has no types
    """A task spec of the library: its hooks are called by `Task.run`."""

    if TYPE_CHECKING:
        name: str
        connect: Callable[[Any], None]


class SpiffScopeSpec(WorkflowSpec):  # type: ignore[misc] # the base has no types
    """A workflow spec of the library, with what `BpmnWorkflow` asks of it."""

    if TYPE_CHECKING:
        name: str
        task_specs: dict[str, NodeSpec]

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self.data_objects: dict[str, Any] = {}


class NoScripts:
    """Stands where the library keeps its Python script engine: a diagram is data, never code."""

    def __getattr__(self, name: str) -> NoReturn:
        raise AssertionError(f"Expected no use of the library's script engine, but '{name}' was called.")


_NO_SCRIPTS = NoScripts()


class SpiffRoot(BpmnWorkflow):  # type: ignore[misc] # the base has no types
    """The workflow of the root process instance."""

    def __init__(self, spec: SpiffScopeSpec) -> None:
        super().__init__(spec, script_engine=_NO_SCRIPTS, deserializing=True)


class SpiffInner(BpmnSubWorkflow):  # type: ignore[misc] # the base has no types
    """The workflow inside a sub-process or a call activity."""

    def __init__(self, spec: SpiffScopeSpec, owner_key: int, root: SpiffRoot) -> None:
        super().__init__(spec, owner_key, root, deserializing=True)

    def _calculate_depth(self) -> int:
        return 0  # read only by the library's own step loop; walking up to count costs the square of the depth
