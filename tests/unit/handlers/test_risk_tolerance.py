"""The risk questionnaire: points, contradictions, how often it may be answered; section 10 of the specification."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from handlers import REGISTRY
from handlers.needs.risk import AnswersRefused, score
from handlers.registry import BpmnError
from service.presales.parameters import ParameterFiles

BUNDLE = Path(__file__).parents[3] / "bpmn"
QUESTIONS = ParameterFiles(BUNDLE / "jurisdictions").at("risk_questionnaire", "CN", date(2026, 11, 23))
OPTION = {2: "A", 4: "B", 6: "C", 8: "D", 10: "E"}
MIDDLE = [6] * 12
CAREFUL = [2, 4, 4, 4, 4, 6, 4, 4, 6, 4, 4, 4]  # 50 points


def answered(points):
    return {f"q{number}": OPTION[each] for number, each in enumerate(points, 1)}


def but(points, **changes):
    given = dict(zip((f"q{number}" for number in range(1, 13)), points, strict=True)) | changes
    return list(given.values())


@pytest.mark.parametrize(
    ("points", "total"),
    [
        (MIDDLE, 72),
        ([10] * 12, 120),
        ([2, 4, 6, 8, 10, 2, 4, 6, 6, 6, 2, 6], 62),
        (CAREFUL, 50),
        (but(CAREFUL, q9=8), 52),
    ],
)
def test_each_answer_has_its_points(points, total):
    lines = score(answered(points), QUESTIONS)
    assert [line.points for line in lines] == points
    assert sum(line.points for line in lines) == total


def test_contradictions_and_gaps_are_refused():
    with pytest.raises(AnswersRefused, match="保本"):
        score(answered(but(MIDDLE, q10=2, q12=10)), QUESTIONS)
    with pytest.raises(AnswersRefused, match="年齡"):
        score({}, QUESTIONS)
    with pytest.raises(AnswersRefused, match="投資知識"):
        score(answered(but(MIDDLE, q9=4)), QUESTIONS)  # three items give no four points


def assess(case, context, points, last=None, **given):
    variables = {
        "case": case,
        "risk_answers": {"answers": answered(points), "answered_in_person": True} | given,
        "risk_profile": last,
    }
    return REGISTRY.get("presales.risk.assess")(variables, context)["risk_score"]


def refused(*arguments, **given):
    with pytest.raises(BpmnError) as error:
        assess(*arguments, **given)
    assert error.value.code == "RISK_ANSWERS_REFUSED"
    return error.value.variables["risk_problem"]


def held(scored, client_class="C3"):
    """The profile that the case has after an assessment."""
    return {"client_class": client_class, "attempts": scored["attempts"]}


def test_the_assessment_is_dated_and_scored(case, context):
    scored = assess(case, context, MIDDLE, seconds=120)
    assert (scored["score"], scored["version"], scored["assessed_on"]) == (72, "RT-2026-1", "2026-11-23")
    assert (scored["flags"], scored["previous_class"], scored["hours_since_previous"]) == ([], None, None)
    assert assess(case, context, MIDDLE, seconds=23)["flags"] == ["HASTY"]


def test_the_client_answers_in_person(case, context):
    assert "本人" in refused(case, context, MIDDLE, answered_in_person=False)


def test_at_most_two_assessments_a_day(case, context):
    first = assess(case, context, MIDDLE)
    second = assess(case, context, but(MIDDLE, q1=4), held(first))
    assert len(second["attempts"]) == 2
    assert "同一日" in refused(case, context, but(MIDDLE, q1=2), held(second))
    tomorrow = replace(context, now=context.now + timedelta(days=1))
    assert len(assess(case, tomorrow, but(MIDDLE, q1=2), held(second))["attempts"]) == 3


def test_the_same_answers_confirm_the_last_assessment(case, context):
    scored = assess(case, context, MIDDLE)
    for _ in range(3):
        scored = assess(case, context, MIDDLE, held(scored))
    assert len(scored["attempts"]) == 1


def test_d06_is_told_the_class_until_now_and_how_long_it_held(case, context):
    first = assess(case, context, CAREFUL)
    later = replace(context, now=context.now + timedelta(hours=23, minutes=30))
    scored = assess(case, later, MIDDLE, held(first, "C1"))
    assert (scored["previous_class"], scored["hours_since_previous"]) == ("C1", Decimal("23.5"))


def test_the_form_asks_what_the_questionnaire_scores():
    form = json.loads((BUNDLE / "forms/risk_profile.form").read_text("utf-8"))
    fields = [each for group in form["components"] for each in group.get("components", ()) if each["type"] == "select"]
    assert [
        (
            each["key"],
            each["label"].partition(" ")[2],
            [(option["value"], option["label"]) for option in each["values"]],
        )
        for each in fields
    ] == [
        (
            f"risk_answers.answers.{question['code']}",
            question["text"],
            [(option["code"], option["text"]) for option in question["options"]],
        )
        for question in QUESTIONS["question"]
    ]
