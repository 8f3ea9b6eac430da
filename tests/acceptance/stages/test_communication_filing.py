"""S6 through the front door, alone: comprehension with L6, the completeness gate D19, follow-up, review."""

import pytest

from tests.acceptance.late_stages import (
    APPROVE,
    MONDAY,
    compile_file,
    issued,
    understand,
)


@pytest.fixture
def filing(work, signed):
    """Starts S6 on a Monday; changes replace whole topics."""

    def start(**changes):
        work.go(MONDAY)
        return work.start("communication_filing", signed | changes)

    return start


def test_a_complete_file_is_reviewed_and_issued(filing):
    stage = compile_file(understand(filing()))
    assert "performed one of the reviewed tasks" in stage.refused("review_file", "pat", file_review=APPROVE)
    stage.do("review_file", "amy", file_review=APPROVE)
    assert stage.end() == "file_complete"
    assert stage.own("filing_result")["decision"] == "COMPLETE"
    assert stage.own("file_completeness")["missing"] == []
    assert {"comm_log", "client_file", "followup_plan"} <= set(stage.own("documents"))
    due = {each["task"]: each["due"] for each in stage.own("followup")["tasks"]}
    assert due == {"ISSUE": "2026-11-30", "DELIVERY": "2026-12-07", "CALLBACK": "2026-12-14", "RENEWAL": "2027-10-24"}


def test_a_returned_file_is_compiled_again_and_keeps_its_plan(filing):
    stage = compile_file(understand(filing()))
    stage.do("review_file", "amy", file_review={"decision": "RETURN", "comment": "期限太晚"})
    planned = stage.own("followup")
    stage.do("compile_file", "pat", file_checklist={"present": ["quote"]}).task("plan_followup")
    assert stage.own("followup") == planned


def test_four_of_five_right_answers_pass(filing):
    stage = understand(filing(), c1="B")
    stage.task("compile_file")
    assert (stage.own("comprehension")["correct_answers"], stage.own("comprehension")["passed"]) == (4, True)


def test_l6_with_three_it_is_explained_again(filing):
    stage = understand(filing(), c1="B", c2="A")
    assert stage.end() == "file_explain_again"
    result = stage.own("filing_result")
    assert (result["decision"], result["return_to"], stage.own("loops")["L6"]) == ("EXPLAIN_AGAIN", "S5", 1)


@pytest.mark.parametrize("times", [0, 1])
def test_l6_goes_on_to_its_limit(filing, times):
    assert understand(filing(loops={"L6": times}), c1="B", c2="A").end() == "file_explain_again"


def test_l6_beyond_it_the_client_is_advised_to_stop(filing):
    stage = understand(filing(loops={"L6": 2}), c1="B", c2="A")
    stage.do("advise_not_understood", "amy", stop_decision=advised("END"))
    assert stage.end() == "client_not_understanding"
    closing = stage.own("closing")
    assert (closing["outcome"], closing["stage"], closing["reason_code"]) == ("UNSUITABLE", "S6", "NOT_UNDERSTOOD")
    assert stage.own("documents")["stop_advice"]["number"].startswith("F22-")


def test_l6_or_changes_to_a_simpler_plan(filing):
    stage = understand(filing(loops={"L6": 2}), c1="B", c2="A")
    stage.do("advise_not_understood", "amy", stop_decision=advised("CHANGE"))
    assert stage.end() == "comprehension_plan_change"
    assert stage.own("loops")["L6"] == 0  # another plan is explained afresh
    assert stage.own("filing_result") == {"decision": "RETURN", "return_to": "S3", "comment": "想要簡單的"}


def test_nobody_insists_without_understanding(filing):
    stage = understand(filing(loops={"L6": 2}), c1="B", c2="A")
    stage.refused("advise_not_understood", "amy", stop_decision=advised("INSIST"))


def advised(decision):
    return {"decision": decision, "advised_on": "2026-11-23", "statement": "想要簡單的"}


def test_d19_a_paper_that_is_not_signed_goes_back_to_its_stage(filing, signed):
    signatures = {kind: given for kind, given in signed["signatures"].items() if kind != "risk_ack"}
    stage = understand(filing(signatures=signatures))
    stage.task("resolve_file_gap")
    completeness = stage.own("file_completeness")
    assert (completeness["missing"], completeness["return_to"]) == (["risk_ack"], "S5")
    stage.do("resolve_file_gap", "pat", file_gap={"decision": "RETURN", "return_to": "S5", "comment": "未簽風險確認書"})
    assert stage.end() == "file_gap"
    assert stage.own("filing_result") == {"decision": "RETURN", "return_to": "S5", "comment": "未簽風險確認書"}


def test_d19_a_gap_stays_until_it_is_mended(filing, signed):
    documents = {kind: paper for kind, paper in signed["documents"].items() if kind != "prelim_plan"}
    stage = understand(filing(documents=documents))
    stage.do("resolve_file_gap", "pat", file_gap={"decision": "RECHECK", "comment": "已補"}).task("resolve_file_gap")
    assert stage.own("file_completeness")["missing"] == ["prelim_plan"]
    assert stage.own("file_completeness")["return_to"] == "S2"


def test_t30_a_quotation_edited_after_it_was_confirmed_leaves_gaps(filing, signed):
    stage = understand(filing(documents=signed["documents"] | {"quote": issued("quote", 2)}))
    stage.task("resolve_file_gap")
    missing = {"quote_confirm", "application", "payment_authorisation", "agent_report"}
    assert set(stage.own("file_completeness")["missing"]) == missing
    assert stage.own("file_completeness")["return_to"] == "S4"


@pytest.mark.parametrize(("result", "gap"), [("PASSED", []), ("FAILED", ["recording"])])
def test_d19_a_recording_that_is_asked_for_must_have_passed(filing, result, gap):
    stage = understand(filing(recording_mode={"mode": "DUAL"}, recording={"result": result}))
    stage.task("resolve_file_gap" if gap else "compile_file")
    assert stage.own("file_completeness")["missing"] == gap
