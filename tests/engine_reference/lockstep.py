"""Engine and reference side by side: after every action the same waits, the same variables visible to each, the same
elements completed and flows taken."""

import random
from collections import Counter, defaultdict
from typing import Any

from service.changes import ElementEntered, ElementLeft, FlowTaken
from service.engine.events import EventSpec
from service.engine.token import Token
from service.states import InstanceState
from tests.engine_reference.drawing import Store
from tests.engine_reference.frames import Act, Armed, path
from tests.engine_reference.interpreter import Interpreter
from tests.engine_reference.random_blocks import RandomBlocks
from tests.engine_reference.random_graph import RandomGraph

WAYS = ("", "step", "token")
MOST_ACTIONS = 120
MOST_WAITS = 40
CODES = ("E1", "E2", "E3")

Place = tuple[str, tuple[Any, ...]]


class DifferenceError(AssertionError):
    """Engine and reference disagree."""


def run_blocks(seed: int, reload: str = "", mix: str = "") -> int:
    """Run one block-structured process to its end; how many actions it took."""
    drawn = RandomBlocks(seed, mix)
    return LockStep(drawn.processes, drawn.variables, seed, reload).run()


def run_graph(seed: int, reload: str = "") -> int:
    """Run one graph-shaped process to its end, a deadlock, or the limit of actions; how many it took."""
    drawn = RandomGraph(seed)
    return LockStep(drawn.processes, drawn.variables, seed, reload).run()


class LockStep:
    """One process in both."""

    def __init__(self, processes: Any, variables: dict[str, Any], seed: int, reload: str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.store = Store(*processes.values(), reload=reload)
        self.store.start(dict(variables))
        self.reference = Interpreter(processes, "p", dict(variables))
        self._read = 0
        self._entered: dict[int, str] = {}
        self._completed: Counter[str] = Counter()
        self._taken: Counter[str] = Counter()

    def run(self) -> int:
        for actions in range(MOST_ACTIONS):
            mine, theirs = self._compare(actions)
            can = [place for place, waits in theirs.items() if _can_act(waits[0])]
            if self.reference.finished or not can or sum(map(len, theirs.values())) > MOST_WAITS:
                return actions
            # events that may happen again and again would never let it end
            can = [place for place in can if actions < MOST_ACTIONS // 3 or isinstance(theirs[place][0], Act)] or can
            place = self.random.choice(sorted(can, key=str))
            self._act(place, mine[place][0], theirs[place][0])
        return MOST_ACTIONS

    # --- acting -----------------------------------------------------------------------------------------------

    def _act(self, place: Place, token: Token, wait: Act | Armed) -> None:
        values = {
            self.random.choice(("d0", "d1", "d2")): self.random.randrange(5),
            f"{place[0]}_result": self.random.randrange(100),
            "r": self.random.randrange(100),
        }
        code = self.random.choice(CODES)
        instance = self.store.instance
        if isinstance(wait, Armed):
            instance.fire(token.key, values)
            self.reference.fire(wait, values)
        elif wait.wait == "job" and self.random.random() < 0.4 and self.reference.is_caught(wait, code):
            instance.throw_error(token.key, code, None, values)
            self.reference.throw(wait, code, values)
        elif wait.wait in ("user", "job"):
            instance.complete(token.key, values)
            self.reference.complete(wait, values)
        else:
            instance.fire(token.key, values)
            self.reference.complete(wait, values)
        self.store.settle()

    # --- comparing --------------------------------------------------------------------------------------------

    def _compare(self, actions: int) -> tuple[dict[Place, list[Token]], dict[Place, list[Act | Armed]]]:
        mine, theirs = self._engine_waits(), self._reference_waits()
        _same(actions, "waits", _counts(mine), _counts(theirs))
        _same(actions, "finished", self.store.instance.finished, self.reference.finished)
        for place, waits in theirs.items():
            seen = [self.store.instance.variables(token.key) for token in mine[place]]
            expected = [(wait.bag if isinstance(wait, Act) else wait.box.bag).seen() for wait in waits]
            _same(actions, f"variables at {place}", seen, expected)
        if not self.reference.finished:
            _same(actions, "variables", self.store.rows.get(100, {}), dict(self.reference.root.bag))
        self._read_changes()
        _same(actions, "completed", self._completed, Counter(self.reference.log))
        _same(actions, "flows", self._taken, Counter(self.reference.flows))
        return mine, theirs

    def _engine_waits(self) -> dict[Place, list[Token]]:
        found: dict[Place, list[Token]] = defaultdict(list)
        if self.store.instance.finished:
            return found
        for token in sorted(self.store.instance._execution.tokens.values(), key=lambda token: token.key):
            spec = token.task_spec
            held = token.facts.get("incident")
            if token.facts.get("waits") or held or (isinstance(spec, EventSpec) and token.is_armed):
                found[spec.element_id, _path(token)].append(token)
        return found

    def _reference_waits(self) -> dict[Place, list[Act | Armed]]:
        found: dict[Place, list[Act | Armed]] = defaultdict(list)
        for wait in self.reference.waits():
            where = path(wait, wait.box) if isinstance(wait, Act) else path(None, wait.box)
            found[wait.node.id, where].append(wait)
        for waits in found.values():
            waits.sort(key=lambda wait: wait.serial)
        return found

    def _read_changes(self) -> None:
        for change in self.store.changes[self._read :]:
            match change:
                case ElementEntered():
                    self._entered[change.key] = change.element_id
                case ElementLeft(state=InstanceState.COMPLETED):
                    self._completed[self._entered[change.key]] += 1
                case FlowTaken():
                    self._taken[change.flow_id] += 1
        self._read = len(self.store.changes)


def _can_act(wait: Act | Armed) -> bool:
    if isinstance(wait, Act):
        return wait.wait != "incident"
    return wait.node.event is not None and wait.node.event.kind != "error"


def _path(token: Token) -> tuple[Any, ...]:
    here = (token.facts["item"],) if token.is_item else ()
    owner = token.workflow.owner
    if owner is None:
        return here
    called = (owner.task_spec.element_id,) if token.workflow.is_process else ()
    return _path(owner) + called + here


def _counts(waits: dict[Place, Any]) -> dict[Place, int]:
    return {place: len(found) for place, found in waits.items()}


def _same(actions: int, what: str, engine: Any, reference: Any) -> None:
    if engine != reference:
        raise DifferenceError(f"after {actions} actions, {what}: engine {engine}, reference {reference}")
