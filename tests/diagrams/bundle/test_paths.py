"""Every path of the sheet and its stages, walked: who is asked in which order, and where each case ends."""

import pytest

from tests.diagrams.bundle.answers import ANSWERS, APPROVE, FIRST_NEEDS, PLAN, RETURN, SCREENING
from tests.diagrams.bundle.walk import Bundle, Walk

WITHDRAW = {"decision": "WITHDRAW", "reason": "家庭計劃改變", "confirmed_on": "2026-11-23"}
PAPERS = [
    "potential_report",
    "client_profile",
    "needs_report",
    "prelim_plan",
    "plan_list",
    "plan_book",
    "plan_confirm",
    "quote",
    "quote_confirm",
    "risk_notice",
    "signed_papers",
    "comm_log",
    "client_file",
    "followup_plan",
    "approval_form",
    "confirm_letter",
    "process_archive",
]


@pytest.fixture(scope="module")
def bundle():
    return Bundle()


@pytest.fixture
def walk(bundle):
    return lambda **script: Walk(bundle, script)


def closing(walked):
    closed = walked.written["closing"]
    return closed["outcome"], closed["stage"], closed["reason"]


def test_all_well_from_lead_to_handover_with_seventeen_outputs(walk):
    walked = walk()
    assert walked.end == "handed_over"
    assert [each.removeprefix("issue_") for each in walked.path if each.startswith("issue_")] == PAPERS
    assert list(walked.written["documents"]) == PAPERS
    assert "closing" not in walked.written


def test_each_task_is_offered_to_the_role_of_its_lane(walk):
    assert walk().tasks == [
        ("collect_client_data", ("account_manager",)),
        ("capture_first_needs", ("presales_specialist",)),
        ("interview_needs", ("needs_analyst",)),
        ("assess_risk_profile", ("presales_consultant",)),
        ("propose_plan_outline", ("presales_consultant",)),
        ("review_needs", ("senior_presales_lead",)),
        ("confirm_needs", ("needs_analyst",)),
        ("design_plan", ("plan_designer",)),
        ("review_plan", ("senior_presales_lead",)),
        ("explain_plan", ("presales_specialist",)),
        ("set_quotation_terms", ("presales_specialist",)),
        ("verify_quotation", ("finance_support",)),
        ("explain_quotation", ("presales_specialist",)),
        ("explain_clauses", ("presales_consultant",)),
        ("take_application", ("presales_consultant",)),
        ("review_signed_papers", ("compliance_officer",)),
        ("answer_questions", ("account_manager",)),
        ("compile_file", ("presales_assistant",)),
        ("plan_followup", ("presales_assistant",)),
        ("review_file", ("account_manager",)),
        ("approve_case", ("presales_lead",)),
        ("confirm_with_client", ("account_manager",)),
    ]


# --- S3 ---------------------------------------------------------------------------------------------------


def test_l2_a_returned_plan_is_designed_again(walk):
    walked = walk(review_plan=[{"plan_review": RETURN}, {"plan_review": APPROVE}])
    assert walked.end == "handed_over"
    assert len(walked.steps("design_plan")) == 2
    assert walked.written["plan_reviews"] == [{"role": "senior_presales_lead", **APPROVE}]


def test_l2_at_the_limit_the_product_expert_rules(walk):
    walked = walk(review_plan=[{"plan_review": RETURN}])
    assert len(walked.steps("design_plan")) == 3
    assert ("arbitrate_plan", ("product_expert",)) in walked.tasks
    assert walked.end == "handed_over"


def test_the_expert_may_have_it_designed_again_or_decline(walk):
    walked = walk(
        review_plan=[{"plan_review": RETURN}],
        arbitrate_plan=[
            {"plan_arbitration": {"decision": "REDESIGN", "comment": "再簡化"}},
            {"plan_arbitration": {"decision": "DECLINE", "comment": "無法承作"}},
        ],
    )
    assert len(walked.steps("design_plan")) == 4
    assert (walked.end, closing(walked)) == ("declined", ("DECLINED", "S3", "無法承作"))


@pytest.mark.parametrize(
    ("sum_insured", "roles"),
    [
        (3_000_000, ["senior_presales_lead"]),
        (5_000_000, ["product_expert", "senior_presales_lead"]),
        (20_000_000, ["product_expert", "senior_presales_lead", "branch_manager"]),
    ],
)
def test_reviewers_follow_one_after_the_other_as_the_table_says(walk, sum_insured, roles):
    walked = walk(design_plan=[{"plan": {**PLAN, "sum_insured": sum_insured}}])
    assert [groups for task, groups in walked.tasks if task == "review_plan"] == [(role,) for role in roles]
    assert [each["role"] for each in walked.written["plan_reviews"]] == roles


def test_the_first_return_ends_the_round_of_reviews(walk):
    walked = walk(
        design_plan=[{"plan": {**PLAN, "sum_insured": 20_000_000}}],
        review_plan=[{"plan_review": RETURN}, {"plan_review": APPROVE}],
    )
    assert len(walked.steps("review_plan")) == 2 * 1 + 4  # bodies of two rounds; 1 and 3 reviewers
    assert walked.end == "handed_over"


def test_t06_an_unsuitable_product_must_be_designed_again(walk):
    risk = {"risk_profile": {"client_class": "C2", "assessed_on": "2026-11-23", "answered_in_person": True}}
    walked = walk(score_risk_profile=[risk], design_plan=[{"plan": {**PLAN, "product_class": "PAR"}}, {"plan": PLAN}])
    assert walked.steps("design_plan", "determine_plan_review") == [
        "design_plan",
        "design_plan",
        "determine_plan_review",
    ]
    assert walked.end == "handed_over"


def test_refused_risk_answers_are_given_again_and_the_reason_is_gone_once_they_hold(walk):
    error = {"error": "RISK_ANSWERS_REFUSED", "variables": {"risk_problem": "目標與反應矛盾"}}
    walked = walk(score_risk_profile=[error, {"risk_profile": {"client_class": "C2"}}])
    assert len(walked.steps("assess_risk_profile")) == 2
    assert walked.written["risk_problem"] is None
    assert walked.end == "handed_over"


def test_a_plan_without_a_price_goes_back_and_the_reason_is_gone_once_it_has_one(walk):
    error = {"error": "PLAN_NOT_PRICEABLE", "variables": {"plan_problem": "年齡超出費率表"}}
    walked = walk(illustrate_plan=[error, {"illustration": {"annual_premium": 3_550}}])
    assert len(walked.steps("design_plan")) == 2
    assert walked.written["plan_problem"] is None
    assert walked.end == "handed_over"


# --- S4, S5, S6 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("review", "variable", "again"),
    [
        ("verify_quotation", "quotation_check", "set_quotation_terms"),
        ("review_signed_papers", "signing_review", "explain_clauses"),
        ("review_file", "file_review", "compile_file"),
    ],
)
def test_a_review_returns_the_work_to_who_did_it(walk, review, variable, again):
    walked = walk(**{review: [{variable: RETURN}, {variable: APPROVE}]})
    assert walked.steps(again, review) == [again, review] * 2
    assert walked.end == "handed_over"


@pytest.mark.parametrize(
    ("task", "variable", "stage"),
    [
        ("confirm_needs", "needs_confirmation", "S2"),
        ("explain_plan", "plan_confirmation", "S3"),
        ("explain_quotation", "quotation_confirmation", "S4"),
        ("confirm_with_client", "final_confirmation", "S7"),
    ],
)
def test_the_client_may_withdraw_wherever_asked(walk, task, variable, stage):
    explained = {"explained_items": ["COVER"]} if task == "explain_plan" else {}
    walked = walk(**{task: [{variable: {**WITHDRAW, **explained}}]})
    assert (walked.end, closing(walked)) == ("withdrawn", ("WITHDRAWN", stage, "家庭計劃改變"))


def test_the_client_may_refuse_to_sign(walk):
    walked = walk(take_application=[{"application": {"decision": "WITHDRAW", "reason": "再考慮"}}])
    assert (walked.end, closing(walked)) == ("withdrawn", ("WITHDRAWN", "S5", "再考慮"))


# --- S7 ---------------------------------------------------------------------------------------------------

STAGES = {
    "S2": "interview_needs",
    "S3": "design_plan",
    "S4": "set_quotation_terms",
    "S5": "explain_clauses",
    "S6": "answer_questions",
}


def returned(stage):
    return {"approval": {"decision": "RETURN", "return_to": stage, "comment": "請修正"}}


@pytest.mark.parametrize("stage", STAGES)
def test_l4_an_approval_returns_to_the_stage_it_names_and_all_after_it_run_again(walk, stage):
    walked = walk(approve_case=[returned(stage), {"approval": APPROVE}])
    twice = [each for each in STAGES.values() if len(walked.steps(each)) == 2]
    assert twice == list(STAGES.values())[list(STAGES).index(stage) :]
    assert walked.written["return_notice"] == {"return_to": stage, "comment": "請修正"}
    assert walked.written["loops"] == {"L4": 1}
    assert walked.end == "handed_over"


@pytest.mark.parametrize(
    ("ruling", "times", "end"),
    [
        ({"decision": "APPROVE", "comment": "核准"}, 3, "handed_over"),
        ({"decision": "DECLINE", "comment": "風險過高"}, 3, "declined"),
        ({"decision": "RETURN", "return_to": "S6", "comment": "補件"}, 4, "handed_over"),
    ],
)
def test_l4_at_the_limit_the_branch_manager_rules(walk, ruling, times, end):
    final = [{"approval": APPROVE}] if ruling["decision"] == "RETURN" else []
    walked = walk(approve_case=[*[returned("S6")] * 3, *final], arbitrate_approval=[{"approval_arbitration": ruling}])
    assert ("arbitrate_approval", ("branch_manager",)) in walked.tasks
    assert len(walked.steps("answer_questions")) == times
    assert walked.end == end


def test_t19_two_million_are_approved_on_two_levels(walk):
    walked = walk(design_plan=[{"plan": {**PLAN, "sum_insured": 2_000_000}}])
    assert [each["role"] for each in walked.written["approvals"]] == ["presales_lead", "compliance_officer"]


# --- an owner changes the bundle ----------------------------------------------------------------------------


def test_another_reviewer_is_one_row_of_a_table():
    roles = {'["senior_presales_lead"]': '["senior_presales_lead", "compliance_officer"]'}
    walked = Walk(Bundle({"plan_review.dmn": roles}))
    assert [groups for task, groups in walked.tasks if task == "review_plan"] == [
        ("senior_presales_lead",),
        ("compliance_officer",),
    ]
    assert walked.end == "handed_over"


#: an open complaint and doubtful data bring T01 from 88 to 63
DOUBTS = {"first_needs": FIRST_NEEDS, "screening": {**SCREENING, "data_doubtful": True, "open_complaint": True}}
LOWER = {"&gt;= 75": "&gt;= 63", "[55..75[": "[55..63["}


@pytest.mark.parametrize(("edit", "tier"), [({}, "B"), (LOWER, "A")])
def test_a_cut_off_is_a_cell_of_a_table(edit, tier):
    walked = Walk(Bundle({"potential.dmn": edit}), {"capture_first_needs": [DOUBTS]})
    assert (walked.written["potential"]["score"], walked.written["potential"]["tier"]) == (63, tier)


def test_rows_that_overlap_are_an_incident_and_no_guess():
    overlapping = Bundle({"potential.dmn": {"&gt;= 75": "&gt;= 63"}})
    with pytest.raises(AssertionError, match="at most one rule to match under hit policy UNIQUE, but rules 1, 2 do"):
        Walk(overlapping, {"capture_first_needs": [DOUBTS]})


def test_a_new_question_reaches_the_case_under_its_topic():
    question = '"key": "needs.remarks"'
    asked = Bundle({"needs_interview.form": {question: '"key": "needs.pets"'}})
    needs = {**ANSWERS["interview_needs"][0]["needs"], "pets": "一隻狗"}
    assert Walk(asked, {"interview_needs": [{"needs": needs}]}).written["needs"]["pets"] == "一隻狗"
