"""Timers, messages, boundary events, event sub-processes, errors, terminate, signals, escalations, links."""

from datetime import UTC, datetime, timedelta

import pytest

from service.changes import ElementLeft, InstanceEnded, InstanceStarted, SignalThrown, WaitClosed
from service.diagrams.model import EventDefinition
from service.states import ElementType, InstanceState
from tests.engine_reference.drawing import NOW, Sheet, error, inner, line, loop, mappings, message, timer


def with_boundary(event: EventDefinition, *, interrupting: bool = True, sheet: Sheet | None = None) -> Sheet:
    """start → a → after → end, and an event at `a` that leads to `side`."""
    sheet = sheet or Sheet()
    if "a" not in sheet._nodes:
        sheet.job("a")
    sheet.boundary("b", "a", event, interrupting=interrupting)
    sheet.user("side"), sheet.end("side_end")
    sheet.chain("b", "side", "side_end")
    return line("a", "after", sheet=sheet)


def event_sub(event: EventDefinition, *, interrupting: bool = True, name: str = "esp") -> Sheet:
    handler = inner(f"{name}_task", prefix=name)
    handler._nodes[f"{name}_start"].update(event=event, interrupting=interrupting)
    sheet = Sheet()
    sheet.event_sub(name, handler)
    return sheet


@pytest.mark.parametrize(
    ("expression", "kind", "due"),
    [
        ("PT90S", "duration", NOW + timedelta(seconds=90)),
        ('=duration("P1DT1H")', "duration", NOW + timedelta(days=1, hours=1)),
        ("P1M", "duration", datetime(2026, 4, 1, 8, tzinfo=UTC)),
        ("=wait", "duration", NOW + timedelta(minutes=5)),
        ("-PT5S", "duration", NOW - timedelta(seconds=5)),
        ("2026-05-01T10:00:00+08:00", "date", datetime(2026, 5, 1, 2, tzinfo=UTC)),
        ('=date and time("2026-05-01T10:00:00Z")', "date", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("R3/PT10S", "cycle", NOW + timedelta(seconds=10)),
        ("R3/2026-05-01T10:00:00Z/P1D", "cycle", datetime(2026, 5, 1, 10, tzinfo=UTC)),
    ],
)
def test_when_a_timer_is_due(start, expression: str, kind: str, due: datetime):
    interrupting = kind != "cycle"
    case = start(with_boundary(timer(expression, kind), interrupting=interrupting), wait="PT5M")
    assert case.open[case.key("b")].due == due


@pytest.mark.parametrize(("expression", "kind"), [("soon", "duration"), ("2026-05-01", "date"), ("R3", "cycle")])
def test_what_is_no_time_is_an_incident(start, expression: str, kind: str):
    case = start(with_boundary(timer(expression, kind)))
    assert case.incident[:2] == ("a", "EXTRACT_VALUE_ERROR")


def test_a_cycle_fires_as_often_as_it_says(start):
    case = start(with_boundary(timer("R3/PT10S", "cycle"), interrupting=False))
    for number, left in enumerate((2, 1, 0), 1):
        opened = case.open[case.key("b")]
        assert (opened.due, opened.repetitions) == (NOW + timedelta(seconds=10 * number), left)
        case.fire("b")
    assert case.waits() == ["a", "side", "side", "side"]


def test_an_overdue_cycle_starts_again_from_now(start):
    case = start(with_boundary(timer("R/PT10S", "cycle"), interrupting=False))
    case.now = NOW + timedelta(minutes=1)
    case.instance._execution.now = case.now
    case.fire("b")
    assert case.open[case.key("b")].due == case.now + timedelta(seconds=10)
    assert case.open[case.key("b")].repetitions is None


def test_an_interrupting_boundary_ends_its_host(start):
    case = start(with_boundary(timer("PT1H")))
    job = case.key("a")
    case.fire("b")
    assert case.waits() == ["side"]
    assert WaitClosed(job, completed=False) in case.changes
    assert ElementLeft(job, InstanceState.TERMINATED) in case.changes
    assert case.do("side").instance.finished


def test_a_host_that_completes_takes_its_boundary_along(start):
    case = start(with_boundary(timer("PT1H"))).do("a")
    assert case.waits() == ["after"]
    assert case.do("after").instance.finished


def test_a_boundary_that_does_not_interrupt_fires_again_for_messages(start):
    case = start(with_boundary(message("m"), interrupting=False))
    case.fire("b", got=1).fire("b", got=2)
    assert case.waits() == ["a", "b", "side", "side"]
    assert case.root == {"got": 2}
    assert case.do("a").waits() == ["after", "side", "side"]


def test_where_names_and_correlation_keys_of_a_boundary_are_evaluated(start):
    sheet = Sheet()
    sheet.job("a", inputs=mappings(('="inner"', "x")))
    event = EventDefinition("message", name="=x", correlation_key="=x")
    case = start(with_boundary(event, sheet=sheet), x="outer")
    opened = case.open[case.key("b")]
    assert (opened.message_name, opened.correlation_key) == ("inner", "outer")


@pytest.mark.parametrize(("key", "expected"), [("=n", "12"), ('="text"', "text"), ("=n / 8", "1")])
def test_correlation_keys(start, key: str, expected: str):
    sheet = Sheet()
    sheet.catch("c", message("m", key))
    case = start(line("c", sheet=sheet), n=12)
    assert case.open[case.key("c")].correlation_key == expected
    assert case.fire("c", paid=True).root == {"n": 12, "paid": True}


def test_a_correlation_key_too_large_to_be_written_is_an_incident(start):
    sheet = Sheet()
    sheet.catch("c", message("m", "=10 ** 6000"))
    assert start(line("c", sheet=sheet)).incident[:2] == ("c", "EXTRACT_VALUE_ERROR")


def test_a_correlation_key_of_null_is_an_incident(start):
    sheet = Sheet()
    sheet.catch("c", message("m", "=missing"))
    assert start(line("c", sheet=sheet)).incident[:2] == ("c", "EXTRACT_VALUE_ERROR")


def test_a_receive_task_waits_for_its_message(start):
    sheet = Sheet()
    sheet.add("r", ElementType.RECEIVE_TASK, event=message("m"), outputs=mappings(("=got", "kept")))
    case = start(line("r", "z", sheet=sheet)).fire("r", got=1, dropped=2)
    assert case.root == {"kept": 1}


def test_a_boundary_at_a_multi_instance_ends_all_items(start):
    sheet = Sheet()
    sheet.sub("a", inner("u"), multi_instance=loop("=xs", output_collection="all", output_element="=r"))
    case = start(with_boundary(timer("PT1H"), sheet=sheet), xs=[1, 2])
    assert case.do("u", r=1).waits() == ["b", "u"]
    assert case.fire("b").waits() == ["side"]
    assert case.root == {"xs": [1, 2]}  # the collection is discarded
    assert list(case.rows) == [100]


def test_the_first_event_behind_a_gateway_wins(start):
    sheet = Sheet()
    sheet.start(), sheet.gateway("g", "event_based"), sheet.user("paid"), sheet.user("late")
    sheet.catch("m", message("m"), outputs=mappings(("=got", "kept"))), sheet.catch("t", timer("=wait"))
    sheet.chain("start", "g", "m", "paid"), sheet.chain("g", "t", "late")
    case = start(sheet)
    assert case.incident[:2] == ("g", "EXTRACT_VALUE_ERROR")
    assert case.set(wait="PT1H").resume().waits() == ["m", "t"]
    case.fire("m", got=1)
    assert (case.waits(), case.root) == (["paid"], {"wait": "PT1H", "kept": 1})
    assert case.do("paid").instance.finished


# --- errors --------------------------------------------------------------------------------------------------


def test_a_thrown_error_leaves_variables_only_by_mapping(start):
    case = start(with_boundary(error("E1")))
    assert case.error("a", "E1", why=1)
    assert (case.waits(), case.root) == (["side"], {})
    sheet = with_boundary(error("E1"))
    sheet._nodes["b"]["outputs"] = mappings(("=why", "reason"))
    case = start(sheet)
    assert case.error("a", "E1", why=1)
    assert case.root == {"reason": 1}


def test_an_exact_code_comes_before_one_that_catches_all(start):
    sheet = with_boundary(error(None))
    sheet.boundary("exact", "a", error("E1")), sheet.user("exactly"), sheet.chain("exact", "exactly")
    case = start(sheet)
    assert case.error("a", "E1")
    assert case.waits() == ["exactly"]
    case = start(sheet)
    assert case.error("a", "E2")
    assert case.waits() == ["side"]


def test_the_code_of_a_thrown_error_may_be_an_expression(start):
    sheet = Sheet()
    sheet.sub("a", inner("u", end=error("=code")))
    case = start(with_boundary(error("E7"), sheet=sheet), code="E7").do("u")
    assert case.waits() == ["side"]


def test_the_inner_catcher_comes_before_the_outer_one(start):
    case = start(_box_with_both("E1"))
    assert case.error("work", "E1")
    assert case.waits() == ["inside_task"]
    case = start(_box_with_both("E2"))
    assert case.error("work", "E1")
    assert case.waits() == ["outside"]


def _box_with_both(inner_code: str) -> Sheet:
    box = event_sub(error(inner_code), name="inside")
    box.start("s2"), box.end("e2"), box.job("work")
    box.chain("s2", "work", "e2")
    sheet = Sheet()
    sheet.sub("box", box)
    sheet.boundary("b", "box", error("E1")), sheet.user("outside"), sheet.chain("b", "outside")
    return line("box", sheet=sheet)


def test_an_error_interrupts_only_the_scopes_around_it(start):
    sheet = Sheet()
    sheet.start(), sheet.gateway("fork", "parallel"), sheet.flow("start", "fork")
    for name in ("x", "y"):
        sheet.sub(name, inner(f"{name}_task", end=error("E1"), prefix=name))
        sheet.boundary(f"{name}_b", name, error("E1")), sheet.user(f"{name}_side")
        sheet.flow("fork", name), sheet.flow(f"{name}_b", f"{name}_side")
    case = start(sheet).do("x_task")
    assert case.waits() == ["x_side", "y_task"]
    assert case.do("y_task").waits() == ["x_side", "y_side"]


def test_an_error_climbs_out_of_a_called_process(start):
    sheet = Sheet()
    sheet.call("call", "q"), sheet.boundary("b", "call", error("E1")), sheet.user("side")
    sheet.chain("b", "side")
    case = start(line("call", sheet=sheet), inner("t", end=error("E1")).process("q"))
    child = case.of(InstanceStarted)[1]
    assert (child.parent_instance_key, child.root_key, child.process_definition_key) == (100, 100, 2)
    assert case.do("t").waits() == ["side"]
    assert case.of(InstanceEnded) == [InstanceEnded(child.key, InstanceState.TERMINATED)]


def test_an_error_out_of_an_event_sub_process_reaches_the_boundary_around(start):
    box = event_sub(message("m"))
    box._nodes["esp"]["scope"] = _erring_handler().scope()
    box.start("s2"), box.end("e2"), box.job("work"), box.chain("s2", "work", "e2")
    sheet = Sheet()
    sheet.sub("box", box)
    sheet.boundary("b", "box", error("E1")), sheet.user("outside"), sheet.chain("b", "outside")
    case = start(line("box", sheet=sheet)).fire("esp_start").do("esp_task")
    assert case.waits() == ["outside"]


def _erring_handler() -> Sheet:
    handler = inner("esp_task", end=error("E1"), prefix="esp")
    handler._nodes["esp_start"].update(event=message("m"))
    return handler


# --- event sub-processes ----------------------------------------------------------------------------------------


def test_an_interrupting_event_sub_process_ends_everything_else(start):
    case = start(line("a", "z", sheet=event_sub(message("m")))).fire("esp_start", got=1)
    assert (case.waits(), case.root) == (["esp_task"], {"got": 1})
    assert case.do("esp_task").instance.finished


def test_one_that_does_not_interrupt_runs_in_copies_and_is_waited_for(start):
    case = start(line("a", sheet=event_sub(message("m"), interrupting=False)))
    case.fire("esp_start").fire("esp_start").do("a").do("esp_task")
    assert case.waits() == ["esp_start", "esp_task"]
    assert case.do("esp_task").instance.finished
    assert case.open == {}


def test_a_payload_stays_with_the_start_event_if_it_maps_outputs(start):
    sheet = Sheet()
    handler = inner("h", prefix="esp")
    handler._nodes["esp_start"].update(event=message("m"), outputs=mappings(("=got", "kept")))
    sheet.event_sub("esp", handler)
    case = start(line("a", sheet=sheet)).fire("esp_start", got=1, dropped=2)
    assert case.root == {"kept": 1}


# --- ends, signals, escalations, links --------------------------------------------------------------------------------


def test_terminate_ends_only_its_scope_which_then_completes(start):
    box = Sheet()
    box.start("s2"), box.end("e2"), box.end("stop", EventDefinition("terminate"))
    box.user("u"), box.user("v"), box.chain("s2", "u", "stop"), box.chain("s2", "v", "e2")
    sheet = Sheet()
    sheet.sub("box", box)
    case = start(line("box", "z", sheet=sheet)).do("u")
    assert case.waits() == ["z"]
    assert case.do("z").of(InstanceEnded) == [InstanceEnded(100, InstanceState.COMPLETED)]


def test_a_signal_reaches_this_instance_at_once_and_others_through_the_caller(start):
    sheet = Sheet()
    sheet.start(), sheet.user("a"), sheet.user("z"), sheet.end("e", EventDefinition("signal", name="sig"))
    sheet._nodes["e"]["inputs"] = mappings(("=n", "payload"))
    sheet.catch("c", EventDefinition("signal", name="sig"))
    sheet.chain("start", "a", "e"), sheet.chain("start", "c", "z")
    case = start(sheet, n=1).do("a")
    assert case.waits() == ["z"]
    assert case.of(SignalThrown) == [SignalThrown("sig", {"payload": 1})]
    assert case.root == {"n": 1, "payload": 1}


@pytest.mark.parametrize("interrupting", [True, False])
def test_escalation(start, interrupting: bool):
    box = Sheet()
    box.start("s2"), box.end("e2"), box.user("u")
    box.add("t", ElementType.INTERMEDIATE_THROW_EVENT, event=EventDefinition("escalation", name="X"))
    box.chain("s2", "t", "u", "e2")
    sheet = Sheet()
    sheet.sub("a", box)
    case = start(with_boundary(EventDefinition("escalation", name="X"), interrupting=interrupting, sheet=sheet))
    assert case.waits() == (["side"] if interrupting else ["side", "u"])


def test_an_escalation_that_nothing_catches_goes_on(start):
    sheet = Sheet()
    sheet.add("t", ElementType.INTERMEDIATE_THROW_EVENT, event=EventDefinition("escalation", name="X"))
    assert start(line("t", "z", sheet=sheet)).waits() == ["z"]


def test_a_link_is_a_flow(start):
    sheet = Sheet()
    sheet.start(), sheet.end(), sheet.user("z")
    link = EventDefinition("link", name="L")
    sheet.add("throw", ElementType.INTERMEDIATE_THROW_EVENT, event=link), sheet.catch("catch", link)
    sheet.chain("start", "throw"), sheet.chain("catch", "z", "end")
    assert start(sheet).do("z").instance.finished


def test_cancel_ends_everything(start):
    sheet = Sheet()
    sheet.call("call", "q"), sheet.boundary("b", "call", timer("PT1H"))
    case = start(line("call", sheet=sheet), line("t").process("q"))
    case.instance.cancel()
    case.keep()
    assert (case.open, case.rows, case.instance.finished) == ({}, {}, True)
    assert [change.state for change in case.of(InstanceEnded)] == [InstanceState.TERMINATED] * 2


def test_start_at_other_elements(start):
    sheet = line("a", "box", "z", sheet=_boxed())
    case = start(line("a"))  # the fixture's way of reloading
    case.deployed.processes[0] = sheet.process()
    case.deployed.forget()
    case.instance = case._create()
    case.open.clear()
    case.instance.start({}, ["v", "z"])
    case.settle()
    assert case.waits() == ["v", "z"]
    assert case.do("v").do("z").do("z").instance.finished


def _boxed() -> Sheet:
    sheet = Sheet()
    sheet.sub("box", inner("u", "v"))
    return sheet
