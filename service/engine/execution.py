"""The running of one process instance: which tokens there are, which of them move, and what has changed."""

import heapq
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from service.changes import (
    Change,
    Changes,
    ElementEntered,
    ElementLeft,
    FlowTaken,
    IncidentCleared,
    IncidentRaised,
    InstanceEnded,
    WaitClosed,
)
from service.engine import spiff
from service.engine.definitions import Definitions, KeySource, Limits
from service.engine.flow_scope import FlowScope, InnerScope, RootScope
from service.engine.token import Phase, Token
from service.engine.variables import Variables
from service.states import IncidentType, InstanceState

if TYPE_CHECKING:
    from service.engine.build import ScopeSpec, Spec
    from service.engine.node import Flow, NodeSpec


class Execution:
    """State and machinery shared by the specs. Nothing finished is kept."""

    def __init__(
        self,
        definitions: Definitions,
        definition: "Spec",
        instance_key: int,
        *,
        keys: KeySource,
        now: datetime,
        limits: Limits,
        variables: Iterable[tuple[int, str, Any]] = (),
    ) -> None:
        self.definitions = definitions
        self.keys = keys
        self.now = now
        self.limits = limits
        self.changes = Changes()
        self.variables = Variables(self.changes, variables)
        #: tokens by key, without the roots of scopes
        self.tokens: dict[int, Token] = {}
        #: tokens to run, in order
        self.ready: deque[Token] = deque()
        #: scopes with arrivals at joins, by key
        self.parked: dict[int, FlowScope] = {}
        self._deserted: list[int] = []
        self.root = RootScope(self, definition, instance_key)
        #: open scopes by key, the root first
        self.scopes: dict[int, FlowScope] = {instance_key: self.root}
        self.finished = False

    # --- tokens come ------------------------------------------------------------------------------------

    def open_root(self, scope: FlowScope, facts: Mapping[str, Any]) -> None:
        """Set the internal root of a scope going: it opens event sub-processes and start events."""
        root = scope.task_tree = Token(scope, scope.spec.start, None, scope.key)
        root.facts.update(facts)
        scope.live += 1
        scope.spec.start._update(root)  # noqa: SLF001 - the library's life cycle

    def open_scope(
        self,
        owner: Token,
        spec: "ScopeSpec",
        definition: "Spec",
        *,
        key: int,
        instance_key: int,
        facts: Mapping[str, Any],
    ) -> FlowScope:
        """Begin what is inside a sub-process or call activity."""
        scope = InnerScope(self, spec, definition, owner, key=key, instance_key=instance_key)
        self.scopes[key] = scope
        owner.inside = scope
        self.open_root(scope, facts)
        return scope

    def create(self, scope: FlowScope, spec: "NodeSpec", host: Token, state: int = spiff.FUTURE) -> Token:
        """A new token, not yet moving."""
        token = Token(scope, spec, host, self.keys(), state)
        self.tokens[token.key] = token
        if not spec.is_start_trigger:
            scope.live += 1
        return token

    def spawn(
        self,
        scope: FlowScope,
        spec: "NodeSpec",
        host: Token | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> Token:
        """A token arrives at an element."""
        token = self.create(scope, spec, host or scope.root)
        token.facts.update(facts or {})
        self.enter(token)
        spec._update(token)  # noqa: SLF001 - the library's life cycle
        return token

    def enter(self, token: Token) -> None:
        """Note that a token became an element instance."""
        scope, spec = token.workflow, token.task_spec
        around = token.host.key if token.is_item else scope.key
        self.note(ElementEntered(token.key, scope.instance_key, around, spec.element_id, spec.element_type))

    def take(self, scope: FlowScope, flow: "Flow") -> None:
        """A token goes along a sequence flow."""
        if flow.drawn:
            self.note(FlowTaken(scope.instance_key, flow.id))
        flow.target.receive(scope, flow.id)

    def take_to(self, token: Token, flow: "Flow") -> None:
        """A token that waited for an event goes along the flow that leads to the event, and enters it."""
        self.note(FlowTaken(token.workflow.instance_key, flow.id))
        self.enter(token)

    def wake(self, token: Token) -> None:
        """Let a token that waited go on."""
        token.set_state(spiff.READY)
        self.ready.append(token)

    # --- tokens go ----------------------------------------------------------------------------------------

    def leave(self, token: Token, state: InstanceState) -> None:
        """Note that an element instance ended, and close what it held."""
        if token.facts.pop("waits", None):
            self.note(WaitClosed(token.key, completed=False))
        if token.facts.pop("incident", None):
            self.note(IncidentCleared(token.key))
        if token.is_root:
            return
        if token.key in self.tokens and not token.is_armed:
            self.note(ElementLeft(token.key, state))
        self.variables.close(token.key)

    def remove(self, token: Token) -> None:
        """Take a finished token out of the state."""
        if self.tokens.pop(token.key, None) is None:
            return
        token.forget()
        if not token.task_spec.is_start_trigger:
            self._one_less(token.workflow)

    def _one_less(self, scope: FlowScope) -> None:
        scope.live -= 1
        if scope.live == 0:
            heapq.heappush(self._deserted, scope.key)

    def root_done(self, root: Token) -> None:
        """The internal root of a scope has done its part."""
        self._one_less(root.workflow)

    def terminate(self, token: Token) -> None:
        """End a token and everything that depends on it or is inside it, innermost first.

        Without recursion: calls within calls may be deeper than Python's stack.
        """
        for each in reversed(_with_all_within(token)):
            if each.inside is not None:
                self.close_scope(each.inside, InstanceState.TERMINATED)
            self.leave(each, InstanceState.TERMINATED)
            each.set_state(spiff.CANCELLED)
            self.remove(each)

    def clear(self, scope: FlowScope, *, but: Token | None = None) -> None:
        """Terminate all tokens of a scope (but one) and forget its arrivals."""
        for token in scope.tokens():
            if token.is_finished:
                token.interrupted = True  # it threw what ends its scope
            elif token is not but and token is not scope.root:
                self.terminate(token)
        scope.arrivals.clear()
        self.parked.pop(scope.key, None)
        self.drop_incident(scope.root)

    def close_scope(self, scope: FlowScope, state: InstanceState) -> None:
        """End a scope with whatever is left in it."""
        self.clear(scope)
        self.leave(scope.root, state)
        scope.completed = True
        del self.scopes[scope.key]
        if scope.is_process:
            self.variables.close(scope.key)
            self.note(InstanceEnded(scope.key, state))
        if scope.owner is None:
            self.finished = True
        else:
            scope.owner.inside = None

    # --- stepping -------------------------------------------------------------------------------------------

    def step(self, limit: int) -> bool:
        """Run tokens until only waits remain (True) or the limit is reached (False)."""
        left = limit
        while True:
            while self.ready:
                if left <= 0:
                    return False
                token = self.ready.popleft()
                if token.state == spiff.READY:
                    token.run()
                    left -= 1
            if not (self._fire_inclusive_join() or self._end_deserted_scope()):
                return True

    def _end_deserted_scope(self) -> bool:
        while self._deserted:
            scope = self.scopes.get(heapq.heappop(self._deserted))
            if scope is None or scope.live or scope.arrivals:
                continue
            owner = scope.owner
            if owner is not None:
                owner.task_spec.inside_ended(owner, scope)
            self.close_scope(scope, InstanceState.COMPLETED)
            if owner is not None:
                self.wake(owner)
            return True
        return False

    def _fire_inclusive_join(self) -> bool:
        return any(
            scope.spec.nodes[name].fire_if_unreachable(scope)
            for scope in list(self.parked.values())
            for name in list(scope.arrivals)
        )

    def check_deserted(self, scope: FlowScope) -> None:
        """A scope that was read back, or whose last arrival was absorbed, may have come to its end."""
        if scope.live == 0:
            heapq.heappush(self._deserted, scope.key)

    def stuck(self) -> list[tuple[FlowScope, str]]:
        """Scopes in which arrivals wait at joins for tokens that no longer exist."""
        return [(scope, name) for scope in self.parked.values() if scope.live == 0 for name in scope.arrivals]

    # --- incidents --------------------------------------------------------------------------------------------

    def note(self, change: Change) -> None:
        """One more change."""
        self.changes.items.append(change)

    def hold(self, token: Token, kind: IncidentType, message: str, *, cause: str = "failed") -> None:
        """An incident: the token stays where it is until the incident is resolved."""
        if token.facts.get("incident"):
            self.note(IncidentCleared(token.key))
        token.facts["incident"] = cause
        element_id = token.task_spec.element_id
        self.note(IncidentRaised(token.key, token.workflow.instance_key, element_id, kind, message))

    def release(self, token: Token) -> None:
        """The incident is over: a phase that failed is tried again."""
        cause = token.facts.pop("incident", None)
        if cause is None:
            return
        self.note(IncidentCleared(token.key))
        if cause == "failed":
            self.wake(token)

    def drop_incident(self, token: Token) -> None:
        """The incident is over, without anything being tried again."""
        if token.facts.pop("incident", None):
            self.note(IncidentCleared(token.key))

    def hold_runaways(self) -> None:
        """The step's limit is used up: hold every token that would go on."""
        tokens = [token for token in self.ready if token.state == spiff.READY]
        self.ready.clear()
        for token in tokens:
            token.set_state(spiff.STARTED)
            self.hold(
                token,
                IncidentType.UNKNOWN,
                f"Expected to come to a wait within {self.limits.steps} steps, but there is none: a loop without "
                "waits? Mend what makes it repeat, then resolve the incident.",
            )

    def hold_deadlocks(self) -> None:
        """Where tokens wait at a join for others that can no longer come, say so once."""
        for scope, name in self.stuck():
            if not scope.root.facts.get("incident"):
                scope.root.facts["incident"] = "deadlock"
                self.note(
                    IncidentRaised(
                        scope.key,
                        scope.instance_key,
                        name,
                        IncidentType.UNKNOWN,
                        f"Expected more tokens to arrive at gateway '{name}', but none is left that could. Cancel the "
                        "instance, and mend the diagram.",
                    )
                )

    def take_changes(self) -> Changes:
        """What has changed since the last call."""
        taken = Changes(self.changes.items)
        self.changes.items = []
        return taken

    # --- results ------------------------------------------------------------------------------------------------

    def deliver(self, token: Token, values: Mapping[str, Any]) -> None:
        """A result comes into an element: with output mappings it stays local, else it goes where names exist."""
        if not values:
            return
        chain = token.chain()
        if token.task_spec.output_mappings:
            self.variables.write(chain.instance_key, token.key, values)
        else:
            self.variables.merge(chain, values)

    def close_wait(self, token: Token) -> None:
        """What a token waited for has come."""
        if token.facts.pop("waits", None):
            self.note(WaitClosed(token.key, completed=True))

    def proceed(self, token: Token, values: Mapping[str, Any]) -> None:
        """What a token waited for has come, with a result: it goes on to its output mappings."""
        self.close_wait(token)
        self.deliver(token, values)
        token.phase = Phase.COMPLETE
        self.wake(token)


def _with_all_within(token: Token) -> list[Token]:
    found, todo = [], [token]
    while todo:
        each = todo.pop()
        if each.is_finished:
            continue
        found.append(each)
        todo += each.dependents
        if each.inside is not None:
            todo += each.inside.root.dependents  # whatever is inside hangs under its root, directly or not
    return found
