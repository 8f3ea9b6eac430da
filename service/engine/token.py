"""A token: one element instance, from its arrival until it leaves."""

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from service.engine import spiff
from service.engine.variables import Chain
from service.engine.views import View

if TYPE_CHECKING:
    from service.engine.execution import Execution
    from service.engine.flow_scope import FlowScope


class Phase(IntEnum):
    """Where a token stands in its element. What fails is tried again from the phase that failed."""

    #: input mappings
    ENTER = 0
    #: expressions, boundary events, then what the element is for
    ACTIVATE = 1
    #: the element did its work (or an event its waiting): output mappings
    COMPLETE = 2
    #: item of a multi-instance: output element and completion condition
    COLLECT = 3
    #: choice of the sequence flows
    LEAVE = 4


class Token(spiff.SpiffTask):
    """An element instance; its key is also that of whatever it waits for.

    `facts` are what a kind of element has to remember, as JSON values: they travel in the snapshot. Those that all
    have in common: `waits` (a job, task, timer or subscription is open), `incident` ("failed": the phase is to be
    tried again; "raised": from outside), `item` (index in a multi-instance, whose body is the parent).
    """

    def __init__(
        self,
        scope: Any,
        spec: Any,
        parent: "Token | None",
        key: int,
        state: int = spiff.FUTURE,
    ) -> None:
        super().__init__(scope, spec, parent, state, key)
        self.phase = Phase.ENTER
        self.facts: dict[str, Any] = self.internal_data
        #: what runs inside a sub-process or call activity
        self.inside: FlowScope | None = None
        #: completed, and what it threw ended its own scope: it takes no flow
        self.interrupted = False

    @property
    def key(self) -> int:
        """Key of the element instance."""
        return self.id

    @property
    def execution(self) -> "Execution":
        """The execution that it is part of."""
        return self.workflow.execution

    @property
    def host(self) -> "Token":
        """The token it depends on: activity of a boundary event, body of an item, else the root of its scope."""
        host: Token = self.workflow.tasks[self._parent]  # type: ignore[index] # only a root has no parent
        return host

    @property
    def dependents(self) -> list["Token"]:
        """Tokens that end with this one."""
        tasks = self.workflow.tasks
        return [tasks[key] for key in self._children]

    @property
    def is_item(self) -> bool:
        """True for an item of a multi-instance."""
        return "item" in self.facts

    @property
    def is_root(self) -> bool:
        """True for the internal root of a scope, which is no element instance."""
        return self._parent is None

    @property
    def is_finished(self) -> bool:
        """True once completed or terminated."""
        return bool(self._state & spiff.FINISHED)

    @property
    def is_armed(self) -> bool:
        """True for an event that has not happened: no element instance yet."""
        return self._state == spiff.WAITING

    def chain(self) -> Chain:
        """The scopes whose variables it sees."""
        scope = self.workflow
        keys = [] if self.is_root else [self.id]
        token: Token | None = self
        while token is not None:
            if token.is_item:
                keys.append(token.host.id)
            scope = token.workflow
            keys.append(scope.key)
            token = None if scope.is_process else scope.owner
        return Chain(scope.instance_key, tuple(keys))

    def view(self) -> View:
        """What its expressions see."""
        return self.execution.variables.view(self.chain())

    def outer_chain(self) -> Chain:
        """Where the targets of output mappings are merged: an item's own scope is the outermost it may write."""
        chain = self.chain()
        return chain if self.is_item or self.is_root else chain.outer

    def set_state(self, state: int) -> None:
        """Force a state."""
        self._set_state(state)

    def move_to(self, host: "Token") -> None:
        """Depend on another token from now on."""
        self.host._children.remove(self.id)  # noqa: SLF001 - of the same class
        self._parent = host.id
        host._children.append(self.id)  # noqa: SLF001 - of the same class

    def forget(self) -> None:
        """Take it out of its scope: nothing finished is looked back at."""
        self.host._children.remove(self.id)  # noqa: SLF001 - of the same class
        del self.workflow.tasks[self.id]
