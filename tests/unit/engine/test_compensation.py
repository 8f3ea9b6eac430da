"""Compensation: which handlers a throw event starts, where they run, and when it goes on."""

import json
from pathlib import Path

import pytest

from service.changes import ElementEntered, ElementLeft, FlowTaken
from service.diagrams.model import EventDefinition
from service.engine import load
from service.states import ElementType, InstanceState
from tests.engine_reference.drawing import (
    NOW,
    Sheet,
    Store,
    compensation,
    error,
    line,
    loop,
    mappings,
    message,
    timer,
)

STORED = Path(__file__).parent / "snapshots"


def undoable(*tasks: str, sheet: Sheet | None = None) -> Sheet:
    """User tasks, each with a user task that undoes it: `a` by `undo_a`."""
    sheet = sheet or Sheet()
    for task in tasks:
        if task not in sheet._nodes:
            sheet.user(task)
        sheet.user(f"undo_{task}")
        sheet.undone_by(task, f"undo_{task}")
    return sheet


def throwing(sheet: Sheet, activity: str | None = None, *ways: str) -> Sheet:
    """start → ways → throw → after → end."""
    sheet.throw("throw", compensation(activity))
    return line(*ways, "throw", "after", sheet=sheet)


def trip(*tasks: str, prefix: str = "trip") -> Sheet:
    """The inside of a sub-process with tasks that can be undone."""
    return _chained(undoable(*tasks), *tasks, prefix=prefix)


def _chained(sheet: Sheet, *ways: str, prefix: str) -> Sheet:
    sheet.start(f"{prefix}_start"), sheet.end(f"{prefix}_end")
    sheet.chain(f"{prefix}_start", *ways, f"{prefix}_end")
    return sheet


def test_all_handlers_start_at_once_and_the_throw_waits_for_the_last(start):
    case = start(throwing(undoable("a", "b"), None, "a", "b")).do("a").do("b")
    assert case.waits() == ["undo_a", "undo_b"]
    assert case.do("undo_b").waits() == ["undo_a"]
    assert case.do("undo_a").waits() == ["after"]
    assert case.do("after").instance.finished


def test_what_has_not_completed_is_not_compensated(start):
    sheet = undoable("a", "b")
    sheet.gateway("fork", "parallel"), sheet.gateway("join", "parallel"), sheet.throw("throw", compensation())
    sheet.start(), sheet.end()
    sheet.chain("start", "fork", "a", "throw", "join", "end"), sheet.chain("fork", "b", "join")
    case = start(sheet).do("a")
    assert case.waits() == ["b", "undo_a"]
    assert case.do("undo_a").do("b").instance.finished


def test_with_nothing_to_compensate_the_throw_is_passed(start):
    case = start(throwing(undoable("a")))
    assert case.waits() == ["after"]


def test_an_end_event_waits_as_a_throw_event_does(start):
    sheet = undoable("a")
    sheet.start(), sheet.end("end", compensation())
    sheet.chain("start", "a", "end")
    case = start(sheet).do("a")
    assert case.waits() == ["undo_a"]
    assert not case.instance.finished
    assert case.do("undo_a").instance.finished


def test_each_completion_is_compensated_only_once(start):
    sheet = undoable("a")
    sheet.throw("again", compensation())
    sheet.user("between"), sheet.user("after")
    sheet.throw("throw", compensation())
    case = start(line("a", "throw", "between", "again", "after", sheet=sheet)).do("a").do("undo_a")
    assert case.do("between").waits() == ["after"]


def test_what_completed_twice_is_compensated_twice(start):
    sheet = undoable("a")
    sheet.gateway("merge", "exclusive"), sheet.gateway("fork", "exclusive", default="on")
    sheet.throw("throw", compensation()), sheet.start(), sheet.end()
    sheet.chain("start", "merge", "a", "fork"), sheet.flow("fork", "merge", "=more")
    sheet.flow("fork", "throw", flow_id="on"), sheet.flow("throw", "end")
    case = start(sheet, more=True).do("a", more=True).do("a", more=False)
    assert case.waits() == ["undo_a", "undo_a"]
    assert case.do("undo_a").do("undo_a").instance.finished


def test_one_activity_is_named(start):
    case = start(throwing(undoable("a", "b"), "b", "a", "b")).do("a").do("b")
    assert case.waits() == ["undo_b"]
    assert case.do("undo_b").waits() == ["after"]


def test_naming_one_activity_leaves_the_others_for_later(start):
    sheet = undoable("a", "b")
    sheet.throw("first", compensation("b")), sheet.throw("rest", compensation())
    case = start(line("a", "b", "first", "rest", sheet=sheet)).do("a").do("b")
    assert case.do("undo_b").waits() == ["undo_a"]


def test_handlers_run_in_the_scope_of_the_throw_on_current_values(start):
    sub = trip("a")
    sub._nodes["a"].update(inputs=mappings(("=1", "own")))
    sub._nodes["undo_a"].update(inputs=mappings(("=n", "seen")))
    sheet = Sheet()
    sheet.sub("trip", sub, inputs=mappings(("=5", "n")))
    case = start(throwing(sheet, None, "trip"), n=1)
    case.do("a").set(n=2)
    case.instance.set_variables(100, {"n": 3})
    key = case.key("undo_a")
    assert case.instance.variables(key) == {"n": 3, "seen": 1}
    entered = {change.element_id: change for change in case.of(ElementEntered)}
    assert entered["undo_a"].scope_key == 100
    assert case.do("undo_a", result=7).root["result"] == 7


def test_the_boundary_event_is_history_and_no_flow_is(start):
    case = start(throwing(undoable("a"), None, "a")).do("a")
    entered = {change.element_id: change for change in case.of(ElementEntered)}
    assert entered["to_undo_a"].type is ElementType.BOUNDARY_EVENT
    assert (entered["to_undo_a"].key, InstanceState.COMPLETED) in [
        (change.key, change.state) for change in case.of(ElementLeft)
    ]
    case.do("undo_a").do("after")
    assert [change.flow_id for change in case.of(FlowTaken)] == [
        "start_a_0",
        "a_throw_1",
        "throw_after_2",
        "after_end_3",
    ]


def test_completed_sub_processes_below_are_compensated_too(start):
    outer = _chained(undoable("b"), "b", "inner", prefix="outer")
    outer.sub("inner", trip("a"))
    sheet = Sheet()
    sheet.sub("outer", outer)
    case = start(throwing(sheet, None, "outer")).do("b").do("a")
    assert case.waits() == ["undo_a", "undo_b"]


@pytest.mark.parametrize("named", [None, "trip"])
def test_a_sub_process_has_its_own_handler_beside_those_inside(start, named: str | None):
    sheet = Sheet()
    sheet.sub("trip", trip("a"))
    undoable("trip", sheet=sheet)
    case = start(throwing(sheet, named, "trip")).do("a")
    assert case.waits() == ["undo_a", "undo_trip"]


def test_a_throw_inside_a_sub_process_leaves_what_is_outside(start):
    sub = undoable("b")
    sub.throw("throw", compensation())
    _chained(sub, "b", "throw", prefix="trip")
    sheet = undoable("a")
    sheet.sub("trip", sub)
    case = start(line("a", "trip", sheet=sheet)).do("a").do("b")
    assert case.waits() == ["undo_b"]
    assert case.do("undo_b").instance.finished


def test_a_terminated_sub_process_loses_what_completed_inside(start):
    sub = undoable("a")
    sub.user("stuck")
    _chained(sub, "a", "stuck", prefix="trip")
    sheet = Sheet()
    sheet.sub("trip", sub), sheet.boundary("late", "trip", timer("PT1H"))
    sheet.throw("throw", compensation()), sheet.end("late_end")
    sheet.chain("late", "throw", "late_end")
    case = start(line("trip", sheet=sheet)).do("a").fire("late")
    assert case.instance.finished


def test_a_scope_that_a_terminate_end_event_ended_did_complete(start):
    sub = undoable("a")
    sub.start("trip_start"), sub.end("trip_end", EventDefinition("terminate"))
    sub.chain("trip_start", "a", "trip_end")
    sheet = Sheet()
    sheet.sub("trip", sub)
    assert start(throwing(sheet, None, "trip")).do("a").waits() == ["undo_a"]


def test_it_stops_at_call_activities(start):
    called = line("inside", sheet=undoable("inside"))
    sheet = Sheet()
    sheet.call("call", "q")
    case = start(throwing(sheet, None, "call"), called.process("q")).do("inside")
    assert case.waits() == ["after"]


def test_a_call_activity_may_have_a_handler_and_be_one(start):
    sheet = Sheet()
    sheet.call("call", "q"), sheet.call("uncall", "r"), sheet.undone_by("call", "uncall")
    case = start(throwing(sheet, None, "call"), line("inside").process("q"), line("back").process("r"))
    assert case.do("inside").waits() == ["back"]
    assert case.do("back").waits() == ["after"]


@pytest.mark.parametrize("sequential", [False, True])
def test_a_multi_instance_is_compensated_once_after_its_body(start, sequential: bool):
    sheet = Sheet()
    sheet.user("each", multi_instance=loop("=xs", sequential=sequential))
    undoable("each", sheet=sheet)
    case = start(throwing(sheet, None, "each"), xs=[1, 2]).do("each").do("each")
    assert case.waits() == ["undo_each"]


def test_what_completed_inside_of_items_is_compensated_once_for_each(start):
    sheet = Sheet()
    sheet.sub("each", trip("a"), multi_instance=loop("=xs"))
    case = start(throwing(sheet, None, "each"), xs=[1, 2, 3]).do("a").do("a").do("a")
    assert case.waits() == ["undo_a"] * 3


def test_items_are_not_compensated_before_their_body_has_completed(start):
    sheet = Sheet()
    sheet.sub("each", trip("a"), multi_instance=loop("=xs"))
    sheet.gateway("fork", "parallel"), sheet.gateway("join", "parallel"), sheet.throw("throw", compensation())
    sheet.user("other"), sheet.start(), sheet.end()
    sheet.chain("start", "fork", "each", "join", "end"), sheet.chain("fork", "other", "throw", "join")
    case = start(sheet, xs=[1, 2]).do("a").do("other")
    assert case.waits() == ["a"]
    assert case.do("a").instance.finished


def test_items_that_the_completion_condition_ended_are_not_compensated(start):
    sheet = Sheet()
    repeated = loop("=xs", completion_condition="=numberOfCompletedInstances >= 1")
    sheet.sub("each", trip("a"), multi_instance=repeated)
    assert start(throwing(sheet, None, "each"), xs=[1, 2, 3]).do("a").waits() == ["undo_a"]


def test_a_handler_may_be_a_multi_instance(start):
    sheet = undoable("a")
    sheet._nodes["undo_a"]["multi_instance"] = loop("=xs")
    case = start(throwing(sheet, None, "a"), xs=[1, 2]).do("a")
    assert case.waits() == ["undo_a", "undo_a"]
    assert case.do("undo_a").waits() == ["undo_a"]
    assert case.do("undo_a").waits() == ["after"]


def test_a_handler_may_be_a_sub_process_and_is_not_compensated_itself(start):
    sheet = Sheet()
    sheet.user("a"), sheet.sub("back", trip("b")), sheet.undone_by("a", "back")
    sheet.throw("throw", compensation()), sheet.throw("again", compensation())
    case = start(line("a", "throw", "again", "after", sheet=sheet)).do("a")
    assert case.waits() == ["b"]
    assert case.do("b").waits() == ["after"]


def event_sub(event: EventDefinition, *, interrupting: bool = True) -> Sheet:
    handler = undoable("own")
    handler.add("esp_start", ElementType.START_EVENT, event=event, interrupting=interrupting)
    handler.end("esp_end", compensation())
    handler.chain("esp_start", "own", "esp_end")
    sheet = undoable("a")
    sheet.event_sub("esp", handler)
    return line("a", "work", sheet=sheet)


@pytest.mark.parametrize("interrupting", [True, False])
def test_from_an_event_sub_process_the_scope_around_is_compensated(start, interrupting: bool):
    case = start(event_sub(message("m"), interrupting=interrupting)).do("a").fire("esp_start").do("own")
    assert [name for name in case.waits() if name.startswith("undo")] == ["undo_a", "undo_own"]
    case.do("undo_a").do("undo_own")
    if not interrupting:
        case.do("work")
    assert case.instance.finished


def test_what_interrupts_the_throw_takes_its_handlers_along(start):
    sub = undoable("a")
    sub.throw("throw", compensation())
    _chained(sub, "a", "throw", prefix="trip")
    sheet = Sheet()
    sheet.sub("trip", sub), sheet.boundary("late", "trip", timer("PT1H"))
    sheet.user("side"), sheet.end("side_end"), sheet.chain("late", "side", "side_end")
    case = start(line("trip", sheet=sheet)).do("a")
    assert case.fire("late").waits() == ["side"]
    assert case.do("side").instance.finished


def test_an_error_of_a_handler_is_caught_around_the_throw(start):
    sub = Sheet()
    sub.user("a"), sub.job("undo_a"), sub.undone_by("a", "undo_a"), sub.throw("throw", compensation())
    _chained(sub, "a", "throw", prefix="trip")
    sheet = Sheet()
    sheet.sub("trip", sub), sheet.boundary("failed", "trip", error("E"))
    sheet.user("side"), sheet.end("side_end"), sheet.chain("failed", "side", "side_end")
    case = start(line("trip", sheet=sheet)).do("a")
    assert case.error("undo_a", "E")
    assert case.waits() == ["side"]


def test_a_handler_that_fails_holds_the_throw_until_it_is_resolved(start):
    sheet = Sheet()
    sheet.user("a"), sheet.user("b"), sheet.script("undo_a", "=assert(n, n > 0)", "x"), sheet.user("undo_b")
    sheet.undone_by("a", "undo_a"), sheet.undone_by("b", "undo_b")
    case = start(throwing(sheet, None, "a", "b"), n=0).do("a").do("b")
    assert case.incident[0] == "undo_a"
    assert case.do("undo_b").waits() == []
    case.set(n=1)
    assert case.resume().waits() == ["after"]


def test_an_inclusive_join_does_not_wait_for_handlers(start):
    sheet = undoable("a")
    sheet.gateway("fork", "parallel"), sheet.gateway("join", "inclusive"), sheet.user("b")
    sheet.throw("throw", compensation()), sheet.start(), sheet.end("gone", compensation()), sheet.end()
    sheet.gateway("xor", "exclusive", default="out")
    sheet.chain("start", "fork", "a", "xor"), sheet.flow("xor", "join", "=false")
    sheet.flow("xor", "gone", flow_id="out"), sheet.chain("fork", "b", "join", "end")
    case = start(sheet).do("a").do("b")
    assert case.waits() == ["undo_a"]
    joined = [change.element_id for change in case.of(ElementEntered)]
    assert "end" in joined


def test_the_snapshot_counts_and_does_not_list():
    sheet = undoable("a")
    sheet.gateway("merge", "exclusive"), sheet.gateway("fork", "exclusive", default="on")
    sheet.start(), sheet.end(), sheet.chain("start", "merge", "a", "fork")
    sheet.flow("fork", "merge", "=true"), sheet.flow("fork", "end", flow_id="on")
    case = Store(sheet.process(), reload="step").start()
    sizes = [len(case.do("a").instance.dump()) for _ in range(50)]
    assert max(sizes) - min(sizes) <= 1  # the digits of the count


def stored_case() -> Store:
    """Half way: one item done, one handler at work, a sub-process and a task still to be compensated."""
    sheet = undoable("a", "b")
    sheet.sub("each", trip("x"), multi_instance=loop("=xs")), sheet.sub("trip", trip("c"))
    sheet.gateway("fork", "parallel"), sheet.gateway("join", "parallel"), sheet.start(), sheet.end()
    sheet.throw("throw", compensation("a")), sheet.throw("rest", compensation())
    sheet.chain("start", "fork", "a", "b", "trip", "throw", "join", "rest", "end"), sheet.chain("fork", "each", "join")
    return Store(sheet.process()).start({"xs": [1, 2]}).do("x").do("a").do("b").do("c")


def test_format_2_as_it_was_first_stored():
    stored = json.loads((STORED / "format_2.json").read_text())
    case = stored_case()
    rows = [(key, name, value) for key, scope in case.rows.items() for name, value in scope.items()]
    case.instance = load(json.dumps(stored).encode(), rows, case.deployed, keys=case.keys.__next__, now=NOW)
    assert case.waits() == ["undo_a", "x"]
    case.do("undo_a").do("x")
    assert case.waits() == ["undo_b", "undo_c", "undo_x", "undo_x"]
    for name in ("undo_b", "undo_c", "undo_x", "undo_x"):
        case.do(name)
    assert case.instance.finished
    assert (case.open, case.incidents, case.rows) == ({}, {}, {})
