"""The snapshot: small, valid at any moment, readable for ever, refused when it is from the future."""

import json
from itertools import count
from pathlib import Path

import pytest

from service.engine import SnapshotError, create, load
from tests.engine_reference.drawing import NOW, Deployed, Sheet, Store, error, inner, line, loop, message, timer

STORED = Path(__file__).parent / "snapshots"


def everything() -> Sheet:
    """A process that waits in every way at once."""
    sheet = Sheet()
    handler = inner("handled", prefix="esp")
    handler._nodes["esp_start"].update(event=message("m"), interrupting=False)
    sheet.event_sub("esp", handler)
    sheet.start(), sheet.end(), sheet.gateway("fork", "parallel"), sheet.gateway("join", "parallel")
    sheet.user("task"), sheet.job("work"), sheet.call("call", "q"), sheet.catch("catch", timer("PT1H"))
    sheet.sub("box", inner("item"), multi_instance=loop("=xs", output_collection="all", output_element="=r"))
    sheet.boundary("late", "box", timer("R3/PT1H", "cycle"), interrupting=False), sheet.end("late_end")
    sheet.boundary("caught", "box", error("E1")), sheet.end("caught_end")
    sheet.user("quick"), sheet.user("held", inputs=()), sheet.script("fails", "=assert(1, false)", "x")
    sheet.chain("start", "fork")
    for name in ("task", "work", "call", "catch", "box", "quick", "fails"):
        sheet.chain("fork", name, "join")
    sheet.chain("join", "end"), sheet.chain("late", "late_end"), sheet.chain("caught", "caught_end")
    return sheet


def stored_case() -> Store:
    return Store(everything().process(), line("inside").process("q")).start({"xs": [1, 2]}).do("quick")


def finish(case: Store) -> None:
    (failed,) = case.incidents
    case.deployed.processes[0] = _mended()
    case.deployed.forget()
    case.restore()
    case.instance.resume(failed)
    case.settle()
    for name in ("task", "work", "inside"):
        case.do(name)
    case.fire("esp_start").do("handled").fire("catch").fire("late").do("item").do("item")


def _mended():
    sheet = everything()
    sheet._nodes["fails"]["script"] = type(sheet._nodes["fails"]["script"])("=1", "x")
    return sheet.process()


def test_a_case_that_waits_in_every_way_is_stored_and_goes_on():
    case = stored_case()
    case.restore()
    finish(case)
    assert case.instance.finished
    assert (case.open, case.incidents, case.rows) == ({}, {}, {})


def test_format_1_as_it_was_first_stored():
    stored = json.loads((STORED / "format_1.json").read_text())
    case = stored_case()
    rows = [(key, name, value) for key, scope in case.rows.items() for name, value in scope.items()]
    snapshot = json.dumps(stored).encode()
    case.instance = load(snapshot, rows, case.deployed, keys=case.keys.__next__, now=NOW)
    finish(case)
    assert case.instance.finished


@pytest.mark.parametrize("snapshot", [b"[3,1,100,[],[]]", b"[0,1,100,[],[]]", b"{}", b"", b"nonsense"])
def test_what_it_cannot_read_it_refuses(snapshot: bytes):
    deployed = Deployed(line("a").process())
    with pytest.raises(SnapshotError, match="Expected a snapshot"):
        load(snapshot, (), deployed, keys=count(1).__next__, now=NOW)


def test_it_holds_no_variables_and_no_history():
    case = Store(line(*(f"t{number}" for number in range(20))).process()).start({"secret": "value"})
    sizes = []
    for number in range(20):
        sizes.append(len(case.instance.dump()))
        assert b"value" not in case.instance.dump()
        case.do(f"t{number}")
    assert max(sizes) - min(sizes) <= 2  # the digits of the element's name


def test_an_instance_that_has_not_begun_may_be_stored():
    deployed = Deployed(line("a").process())
    keys = count(101).__next__
    instance = create(deployed, 1, instance_key=100, keys=keys, now=NOW)
    instance.start({"n": 1})
    again = load(instance.dump(), [(100, "n", 1)], deployed, keys=keys, now=NOW)
    again.settle()
    assert [type(change).__name__ for change in again.take_changes().items][-1] == "UserTaskOpened"
