"""Lock step is worth something only if it catches bugs: each one planted here is found within a few processes."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from service.engine import catching, compensation, snapshot, spiff, throwing
from service.engine.events import BoundarySpec, EventSpec
from service.engine.execution import Execution
from service.engine.flow_scope import FlowScope
from service.engine.gateways import ExclusiveSpec, InclusiveSpec, JoinSpec
from service.engine.multi_instance import BodySpec
from service.engine.throwing import CompensationThrowSpec, TerminateEndSpec
from service.engine.token import Phase, Token
from service.engine.variables import Chain, Variables
from tests.engine_reference.lockstep import run_blocks, run_graph

Plant = Callable[[pytest.MonkeyPatch], None]
BUGS: dict[str, tuple[Plant, tuple[str, ...]]] = {}


def bug(*mixes: str) -> Callable[[Plant], Plant]:
    """`mixes`: kinds of random processes in which the bug must show."""

    def register(plant: Plant) -> Plant:
        BUGS[plant.__name__] = (plant, mixes)
        return plant

    return register


@bug("inclusive", "graph")
def inclusive_joins_do_not_wait(patch: pytest.MonkeyPatch) -> None:
    def fire_at_once(self: InclusiveSpec, scope: FlowScope) -> bool:
        self.fire(scope)
        return True

    patch.setattr(InclusiveSpec, "fire_if_unreachable", fire_at_once)


@bug("graph")
def armed_events_hold_inclusive_joins(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Token, "is_armed", property(lambda _: False))


@bug("errors")
def errors_are_caught_anywhere(patch: pytest.MonkeyPatch) -> None:
    def anywhere(token: Token, kind: str, code: str | None) -> Token | None:
        for event in token.execution.tokens.values():
            if event.is_armed and event.task_spec.trigger.kind == kind and event.task_spec.trigger.name in (code, None):
                return event
        return None

    for module in ("throwing", "instance"):
        patch.setattr(f"service.engine.{module}.catcher", anywhere)


@bug("errors")
def catch_all_comes_first(patch: pytest.MonkeyPatch) -> None:
    exact_first = catching.catcher

    def all_first(token: Token, kind: str, code: str | None) -> Token | None:
        return exact_first(token, kind, "no such code") or exact_first(token, kind, code)

    for module in ("throwing", "instance"):
        patch.setattr(f"service.engine.{module}.catcher", all_first)


@bug("graph")
def surplus_arrivals_are_lost(patch: pytest.MonkeyPatch) -> None:
    fire = JoinSpec.fire

    def lose(self: JoinSpec, scope: FlowScope) -> None:
        scope.arrivals[self.name] = dict.fromkeys(scope.arrivals[self.name], 1)
        fire(self, scope)

    patch.setattr(JoinSpec, "fire", lose)


@bug("graph")
def arrivals_are_not_stored(patch: pytest.MonkeyPatch) -> None:
    row = snapshot._scope_row

    def forgetful(scope: FlowScope) -> list[Any]:
        found = row(scope)
        return [*found[:4], {}, *found[5:]] if len(found) > 5 else found

    patch.setattr(snapshot, "_scope_row", forgetful)


@bug("", "graph")
def boundaries_survive_their_host(patch: pytest.MonkeyPatch) -> None:
    terminate = Execution.terminate

    def spare(self: Execution, token: Token) -> None:
        if token.is_armed and isinstance(token.task_spec, BoundarySpec):
            token.move_to(token.workflow.root)
        else:
            terminate(self, token)

    patch.setattr(Execution, "terminate", spare)


@bug("", "graph")
def hosts_survive_an_interruption(patch: pytest.MonkeyPatch) -> None:
    fire = BoundarySpec.fire

    def spare(self: BoundarySpec, token: Token, values: Any) -> None:
        patch.setattr(self, "interrupting", False)
        fire(self, token, values)

    patch.setattr(BoundarySpec, "fire", spare)


@bug("")
def what_is_inside_a_terminated_element_runs_on(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        Execution,
        "close_scope",
        lambda self, scope, state: None if state == "TERMINATED" else close(self, scope, state),
    )
    close = Execution.__dict__["close_scope"]


@bug("graph")
def terminate_ends_nothing_else(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(TerminateEndSpec, "throw", lambda *_: None)


@bug("")
def results_always_go_to_the_root(patch: pytest.MonkeyPatch) -> None:
    def to_root(self: Variables, chain: Chain, values: dict[str, Any]) -> None:
        self.write(chain.instance_key, chain.keys[-1], values)

    patch.setattr(Variables, "merge", to_root)


@bug("")
def results_never_leave_the_element(patch: pytest.MonkeyPatch) -> None:
    def stay(self: Execution, token: Token, values: dict[str, Any]) -> None:
        self.variables.write(token.workflow.instance_key, token.key, values)

    patch.setattr(Execution, "deliver", stay)


@bug("")
def completion_condition_counts_one_too_few(patch: pytest.MonkeyPatch) -> None:
    collect = BodySpec.collect

    def late(self: BodySpec, item: Token) -> None:
        item.host.facts["done"] -= 1
        collect(self, item)
        item.host.facts["done"] += 1

    patch.setattr(BodySpec, "collect", late)


@bug("")
def results_are_collected_in_order_of_completion(patch: pytest.MonkeyPatch) -> None:
    collect = BodySpec.collect

    def unordered(self: BodySpec, item: Token) -> None:
        item.facts["item"] = item.host.facts["done"]
        collect(self, item)

    patch.setattr(BodySpec, "collect", unordered)


@bug("")
def non_interrupting_events_fire_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(EventSpec, "arm_again", lambda *_: None)


@bug("", "graph")
def exclusive_gateways_prefer_the_default(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ExclusiveSpec, "choose", lambda self, _: [self.default or self.flows[0]])


@bug("")
def phases_are_not_stored(patch: pytest.MonkeyPatch) -> None:
    row = snapshot._token_row

    def forgetful(token: Token) -> list[Any]:
        found = row(token)
        return [*found[:3], int(Phase.ENTER), *found[4:]] if len(found) > 3 else [*found, spiff.STARTED, 0][:4]

    patch.setattr(snapshot, "_token_row", forgetful)


@bug("", "inclusive")
def scopes_end_with_their_first_token(patch: pytest.MonkeyPatch) -> None:
    one_less = Execution._one_less

    def hasty(self: Execution, scope: FlowScope) -> None:
        scope.live = 1 if scope.owner is not None else scope.live
        one_less(self, scope)

    patch.setattr(Execution, "_one_less", hasty)


@bug("compensation")
def what_was_compensated_is_so_again(patch: pytest.MonkeyPatch) -> None:
    def keeping(scope: FlowScope, activity: str | None) -> Iterator[str]:
        kept = {name: dict(counts) for name, counts in scope.compensations.items()}
        yield from compensation.take(scope, activity)
        scope.compensations = kept

    patch.setattr(throwing, "take", keeping)


@bug("compensation")
def the_first_handler_lets_the_throw_go_on(patch: pytest.MonkeyPatch) -> None:
    def hasty(_self: CompensationThrowSpec, token: Token, handler: Token) -> None:
        if len(token.dependents) > 1 and handler.host is token:
            token.execution.wake(token)

    patch.setattr(CompensationThrowSpec, "handler_done", hasty)


@bug("compensation")
def event_sub_processes_compensate_only_themselves(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(compensation, "ElementType", SimpleNamespace(EVENT_SUB_PROCESS=None))


@bug("compensation")
def what_is_inside_sub_processes_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(compensation, "keep_inside", lambda *_: None)


@bug("compensation")
def compensations_are_not_stored(patch: pytest.MonkeyPatch) -> None:
    row = snapshot._scope_row
    patch.setattr(snapshot, "_scope_row", lambda scope: row(scope)[:6])


@pytest.mark.parametrize(("name", "mix"), [(name, mix) for name, (_, mixes) in BUGS.items() for mix in mixes])
def test_the_bug_is_found(name: str, mix: str):
    seed, found = 0, False
    while not found and seed < 120:
        with pytest.MonkeyPatch.context() as patch:
            BUGS[name][0](patch)
            found = _differs(seed, mix)
        seed += 1
    assert found, f"{name} was not found in {seed} processes"


def _differs(seed: int, mix: str) -> bool:
    try:
        run_graph(seed, "step") if mix == "graph" else run_blocks(seed, "step", mix)
    except Exception:  # noqa: BLE001 - a difference, or an engine that stumbles over its own state
        return True
    return False
