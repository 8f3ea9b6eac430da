"""What fails becomes an incident at its phase; resolving it goes on there."""

import pytest

from service.changes import DecisionEvaluated, ElementEntered
from service.diagrams.model import FormReference, JobDefinition, UserTaskDefinition
from service.engine import DecisionOutcome, Limits
from service.errors import InvalidState
from service.states import IncidentType
from tests.engine_reference.drawing import Deployed, Sheet, Store, error, inner, line, loop, mappings, timer

FAILING = "=if ok then 1 else assert(1, false)"


def test_input_mapping(start):
    sheet = Sheet()
    sheet.user("a", inputs=mappings((FAILING, "x")))
    case = start(line("a", sheet=sheet), ok=False)
    element, kind, message = case.incident
    assert (element, kind) == ("a", "IO_MAPPING_ERROR")
    assert message.startswith("Expected")
    assert case.waits() == []
    case.resume()
    assert case.incident[1] == "IO_MAPPING_ERROR"
    assert case.set(ok=True).resume().waits() == ["a"]
    assert len([change for change in case.of(ElementEntered) if change.element_id == "a"]) == 1


def test_output_mapping_keeps_the_result(start):
    sheet = Sheet()
    sheet.user("a", outputs=mappings((FAILING, "x"), ("=r", "y")))
    case = start(line("a", sheet=sheet), ok=False).do("a", r=5)
    assert case.incident[:2] == ("a", "IO_MAPPING_ERROR")
    with pytest.raises(InvalidState):
        case.instance.complete(next(iter(case.incidents)), {})
    case.set(ok=True).resume()
    assert (case.instance.finished, case.root["x"], case.root["y"]) == (True, 1, 5)


def test_flow_condition_does_not_repeat_the_output_mapping(start):
    sheet = Sheet()
    sheet.start(), sheet.end()
    sheet.user("a", outputs=mappings(("=n + 1", "n")))
    sheet.flow("start", "a")
    sheet.flow("a", "end", "=go")
    case = start(sheet, n=1).do("a")
    assert case.incident[:2] == ("a", "EXTRACT_VALUE_ERROR")
    case.set(go=True).resume()
    assert case.instance.finished
    assert case.root["n"] == 2


@pytest.mark.parametrize("kind", ["exclusive", "inclusive"])
def test_no_flow_of_a_gateway(start, kind: str):
    sheet = Sheet()
    sheet.start(), sheet.end(), sheet.gateway("g", kind)
    sheet.flow("start", "g")
    sheet.flow("g", "end", "=n > 5")
    case = start(sheet, n=1)
    assert case.incident[:2] == ("g", "CONDITION_ERROR")
    case.resume()
    assert case.incident[:2] == ("g", "CONDITION_ERROR")
    assert case.set(n=6).resume().instance.finished


def test_a_condition_that_is_no_boolean(start):
    sheet = Sheet()
    sheet.start(), sheet.end(), sheet.gateway("g", "exclusive")
    sheet.flow("start", "g")
    sheet.flow("g", "end", "=missing")
    case = start(sheet)
    assert case.incident == (
        "g",
        "EXTRACT_VALUE_ERROR",
        "Expected the result of '=missing' to be a boolean, but it was null.",
    )


def test_job_type_and_retries(start):
    sheet = Sheet()
    sheet.job("a", JobDefinition("=kind", retries="=times"))
    case = start(line("a", sheet=sheet), times=2)
    assert case.incident[:2] == ("a", "EXTRACT_VALUE_ERROR")
    case.set(kind="send").resume()
    opened = case.open[case.key("a")]
    assert (opened.type, opened.retries) == ("send", 2)


def test_boundary_event_that_cannot_be_armed_opens_nothing(start):
    sheet = Sheet()
    sheet.user("a")
    sheet.boundary("good", "a", timer("PT1H")), sheet.boundary("bad", "a", timer("=wait"))
    sheet.end("late")
    sheet.chain("good", "late"), sheet.chain("bad", "late")
    case = start(line("a", sheet=sheet))
    assert case.incident[:2] == ("a", "EXTRACT_VALUE_ERROR")
    assert case.waits() == []
    assert case.set(wait="PT5M").resume().waits() == ["a", "bad", "good"]


def test_event_sub_process_that_cannot_be_armed(start):
    handler = inner("h", prefix="handler")
    handler._nodes["handler_start"]["event"] = timer("=wait")
    sheet = Sheet()
    sheet.event_sub("esp", handler)
    case = start(line("a", sheet=sheet))
    assert case.incident[:2] == ("p", "EXTRACT_VALUE_ERROR")
    assert case.set(wait="PT5M").resume().waits() == ["a", "handler_start"]


def test_called_process_that_is_missing(start):
    sheet = Sheet()
    sheet.call("call", "q")
    deployed = Deployed(line("call", sheet=sheet).process())
    case = start(deployed=deployed)
    assert case.incident[:2] == ("call", "CALLED_ELEMENT_ERROR")
    deployed.processes.append(line("inside").process("q"))
    assert case.resume().waits() == ["inside"]


def test_calls_within_calls_are_limited(start):
    sheet = Sheet()
    sheet.call("call", "p")
    case = start(line("call", sheet=sheet), limits=Limits(call_depth=5))
    assert case.incident[:2] == ("call", "CALLED_ELEMENT_ERROR")


def test_calls_deeper_than_pythons_stack_can_be_stored_and_cancelled():
    sheet = Sheet()
    box = Sheet()
    box.start("s2"), box.end("e2"), box.call("call", "p", details={"multi_instance": loop("=[1]")})
    box.chain("s2", "call", "e2")
    sheet.sub("box", box)
    case = Store(line("box", sheet=sheet).process(), limits=Limits(call_depth=600, steps=20_000)).start()
    assert case.incident[:2] == ("call", "CALLED_ELEMENT_ERROR")
    case.restore()
    case.instance.cancel()
    case.keep()
    assert (case.instance.finished, case.rows, case.incidents) == (True, {}, {})


def test_form_that_is_missing(start):
    sheet = Sheet()
    sheet.user("a", UserTaskDefinition(form=FormReference("the_form")))
    deployed = Deployed(line("a", sheet=sheet).process())
    case = start(deployed=deployed)
    assert case.incident[:2] == ("a", "FORM_NOT_FOUND")
    deployed.forms["the_form"] = 77
    case.resume()
    assert case.open[case.key("a")].form_key == 77


def test_decision_that_is_missing_or_fails(start):
    sheet = Sheet()
    sheet.decision("rule", "d", "answer")
    deployed = Deployed(line("rule", "z", sheet=sheet).process())
    case = start(deployed=deployed, n=4)
    assert case.incident[:2] == ("rule", "CALLED_DECISION_ERROR")
    deployed.decisions["d"] = lambda _: DecisionOutcome(9, failure="two rules matched.", evaluation="record")
    case.resume()
    assert case.incident[1:] == (
        "DECISION_EVALUATION_ERROR",
        "Expected to evaluate decision 'd', but: two rules matched.",
    )
    deployed.decisions["d"] = lambda seen: DecisionOutcome(9, result=seen["n"] + 1, evaluation="good")
    case.resume()
    assert case.root == {"n": 4, "answer": 5}
    assert [record.evaluation for record in case.of(DecisionEvaluated)] == ["record", "good"]


def test_multi_instance_collection(start):
    sheet = Sheet()
    sheet.user("a", multi_instance=loop("=xs"))
    case = start(line("a", sheet=sheet), limits=Limits(collection=2))
    assert case.incident[:2] == ("a", "EXTRACT_VALUE_ERROR")
    case.set(xs=[1, 2, 3]).resume()
    assert "at most 2 items" in case.incident[2]
    assert case.set(xs=[1, 2]).resume().waits() == ["a", "a"]


@pytest.mark.parametrize("sequential", [True, False])
def test_completion_condition_is_tried_again_at_the_item_that_finished(start, sequential: bool):
    sheet = Sheet()
    repeated = loop(
        "=xs",
        sequential=sequential,
        completion_condition="=numberOfCompletedInstances >= enough",
        output_collection="all",
        output_element="=r",
    )
    sheet.user("a", multi_instance=repeated)
    case = start(line("a", "z", sheet=sheet), xs=[1, 2, 3]).do("a", r=7)
    assert case.incident[:2] == ("a", "EXTRACT_VALUE_ERROR")
    case.set(enough=2).resume()
    assert case.do("a", r=8).waits() == ["z"]
    assert case.root["all"] == [7, 8, None]


def test_sequential_multi_instance_whose_collection_shrinks(start):
    sheet = Sheet()
    sheet.user("a", multi_instance=loop("=xs", sequential=True))
    case = start(line("a", sheet=sheet), xs=[1, 2])
    case.set(xs=[1])
    case.do("a")
    assert case.incident[:2] == ("a", "EXTRACT_VALUE_ERROR")
    assert case.set(xs=[1, 5]).resume().do("a").instance.finished


def test_error_end_that_nothing_catches(start):
    sheet = Sheet()
    sheet.start(), sheet.end("bad", error("E1"))
    sheet.chain("start", "bad")
    case = start(sheet)
    assert case.incident[:2] == ("bad", "UNHANDLED_ERROR_EVENT")
    assert "'E1'" in case.incident[2]
    assert case.resume().incident[:2] == ("bad", "UNHANDLED_ERROR_EVENT")


def test_error_of_a_job_that_nothing_catches(start):
    sheet = Sheet()
    sheet.job("a")
    case = start(line("a", sheet=sheet))
    assert case.error("a", "E1") is False
    assert case.incident[:2] == ("a", "UNHANDLED_ERROR_EVENT")
    assert case.resume().waits() == ["a"]
    assert case.incidents == {}
    assert case.do("a").instance.finished


def test_incident_of_a_job_from_outside(start):
    sheet = Sheet()
    sheet.job("a")
    case = start(line("a", sheet=sheet))
    case.instance.raise_incident(case.key("a"), IncidentType.JOB_NO_RETRIES, "Expected …, but …")
    assert case.settle().incident == ("a", "JOB_NO_RETRIES", "Expected …, but …")
    case.instance.clear_incident(case.key("a"))
    assert case.settle().incidents == {}
    assert case.do("a").instance.finished


def test_loop_without_wait(start):
    sheet = Sheet()
    sheet.start(), sheet.end(), sheet.script("s", "=n + 1", "n")
    sheet.gateway("g", "exclusive", default="out")
    sheet.chain("start", "s", "g")
    sheet.flow("g", "s", "=n < 1000000")
    sheet.flow("g", "end", flow_id="out")
    case = start(sheet, limits=Limits(steps=50), n=0)
    assert case.incident[1] == "UNKNOWN"
    assert "50 steps" in case.incident[2]
    assert case.set(n=999_999).resume().instance.finished


def test_join_that_can_never_fire(start):
    sheet = Sheet()
    sheet.start(), sheet.end(), sheet.user("a"), sheet.user("b")
    sheet.gateway("g", "exclusive", default="gb"), sheet.gateway("j", "parallel")
    sheet.flow("start", "g")
    sheet.flow("g", "a", "=n > 5"), sheet.flow("g", "b", flow_id="gb")
    sheet.chain("a", "j", "end"), sheet.chain("b", "j")
    case = start(sheet, n=1).do("b")
    assert case.instance.stuck() == [(100, "j")]
    assert case.incident[:2] == ("j", "UNKNOWN")
    assert case.settle().incident[0] == "j"  # said once
    case.instance.cancel()
    case.keep()
    assert (case.incidents, case.instance.finished) == ({}, True)


def test_an_incident_ends_with_its_element(start):
    sheet = Sheet()
    box = Sheet()
    box.start("s2"), box.end("e2"), box.user("u"), box.script("s", FAILING, "x")
    box.chain("s2", "u", "e2"), box.chain("s2", "s", "e2")
    sheet.sub("box", box)
    sheet.boundary("late", "box", timer("PT1H"))
    sheet.end("e3")
    sheet.chain("late", "e3")
    case = start(line("box", sheet=sheet), ok=False)
    assert case.incident[0] == "s"
    case.fire("late")
    assert (case.incidents, case.open, case.instance.finished) == ({}, {}, True)
