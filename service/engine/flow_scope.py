"""A process or sub-process that is running: its tokens, and the arrivals parked at its joins."""

from typing import TYPE_CHECKING, Any

from service.engine import spiff
from service.engine.token import Token

if TYPE_CHECKING:
    from service.engine.build import ScopeSpec, Spec
    from service.engine.compensation import Compensations
    from service.engine.execution import Execution


class FlowScope:
    """What root and inner workflows have in common.

    `tasks` holds what is unfinished, and the root, under which everything hangs that depends on nothing else.
    """

    if TYPE_CHECKING:
        spec: ScopeSpec
        tasks: dict[int, Token]
        task_tree: Token
        completed: bool

    execution: "Execution"
    #: the process as deployed
    definition: "Spec"
    #: key of the scope: of the process instance or of the sub-process' element instance
    key: int
    #: key of the process instance: the root's own, or that of a called process
    instance_key: int
    #: the sub-process or call activity; None at the root
    owner: Token | None
    #: arrivals at joins that have not fired: gateway → flow → how many
    arrivals: dict[str, dict[str, int]]
    #: what completed here and can be compensated
    compensations: "Compensations"
    #: unfinished tokens that keep the scope from ending
    live: int

    def _attach(
        self, execution: "Execution", definition: "Spec", key: int, instance_key: int, owner: Token | None
    ) -> None:
        self.execution = execution
        self.definition = definition
        self.key = key
        self.instance_key = instance_key
        self.owner = owner
        self.arrivals = {}
        self.compensations = {}
        self.live = 0

    @property
    def is_process(self) -> bool:
        """True for the root and for a called process: chains of variables end here."""
        return self.key == self.instance_key

    @property
    def root(self) -> Token:
        """The internal token at which the scope began."""
        return self.task_tree

    @property
    def is_deserted(self) -> bool:
        """True if no token is left that could move."""
        return self.live == 0

    def tokens(self) -> list[Token]:
        """All unfinished tokens, armed events among them, and the root."""
        return list(self.tasks.values())


class RootScope(FlowScope, spiff.SpiffRoot):
    """The root process instance."""

    def __init__(self, execution: "Execution", definition: "Spec", instance_key: int) -> None:
        spiff.SpiffRoot.__init__(self, definition.scope)
        self._attach(execution, definition, instance_key, instance_key, None)


class InnerScope(FlowScope, spiff.SpiffInner):
    """The inside of a sub-process or of a call activity."""

    def __init__(
        self, execution: "Execution", spec: "ScopeSpec", definition: "Spec", owner: Token, **keys: Any
    ) -> None:
        spiff.SpiffInner.__init__(self, spec, owner.key, execution.root)
        self._attach(execution, definition, keys["key"], keys["instance_key"], owner)
