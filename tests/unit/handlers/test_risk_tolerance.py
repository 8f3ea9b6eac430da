"""Risk tolerance: points, overrides, contradictions, retaking; vectors of section 10 of the domain specification."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from handlers import REGISTRY
from handlers.needs.risk import AnswersRefused, score
from handlers.needs_analysis import months_later
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
    ("points", "score_", "client_class"),
    [
        (MIDDLE, 72, "C3"),
        ([10] * 12, 120, "C5"),
        ([2, 4, 6, 8, 10, 2, 4, 6, 6, 6, 6, 6], 66, "C3"),
        ([2, 4, 6, 8, 10, 2, 4, 6, 6, 6, 2, 6], 62, "C1_LOWEST"),
        (CAREFUL, 50, "C1"),
        (but(CAREFUL, q9=8), 52, "C2"),
        (but(MIDDLE, q1=10, q2=10), 80, "C3"),
        (but(MIDDLE, q1=10, q2=10, q3=8), 82, "C4"),
        (but([8] * 12, q1=6), 94, "C4"),
        ([8] * 12, 96, "C5"),
    ],
)
def test_points_bands_and_the_client_who_bears_no_loss(points, score_, client_class):
    result = score(answered(points), 40, QUESTIONS)
    assert (result.score, result.client_class) == (score_, client_class)
    assert sum(line.points for line in result.lines) == score_
    assert len(result.lines) == 12


@pytest.mark.parametrize(
    ("points", "age", "client_class", "reasons"),
    [
        ([10] * 12, 71, "C3", 1),
        ([10] * 12, 70, "C5", 0),
        (but([10] * 12, q3=2, q6=4), 40, "C2", 1),
        (but([10] * 12, q3=2, q6=6), 40, "C5", 0),
        (but([10] * 12, q3=2, q6=2), 80, "C2", 2),  # the lower of two
        (but([10] * 12, q3=2, q6=2, q11=2), 80, "C1_LOWEST", 1),
        (but([10] * 12, q9=6), None, "C5", 0),
    ],
)
def test_overrides_take_the_lower_class_and_say_why(points, age, client_class, reasons):
    result = score(answered(points), age, QUESTIONS)
    assert (result.client_class, len(result.overrides)) == (client_class, reasons)
    assert result.class_by_points == "C5"


def test_contradictions_and_gaps_are_refused():
    with pytest.raises(AnswersRefused, match="保本"):
        score(answered(but(MIDDLE, q10=2, q12=10)), 40, QUESTIONS)
    with pytest.raises(AnswersRefused, match="年齡"):
        score({}, 40, QUESTIONS)
    with pytest.raises(AnswersRefused, match="投資知識"):
        score(answered(but(MIDDLE, q9=4)), 40, QUESTIONS)  # three items give no four points


def assess(case, context, points, last=None, **given):
    variables = {
        "case": case,
        "applicant": {"name": "陳先生", "birth_date": "1988-03-15"},
        "risk_answers": {"answers": answered(points), "answered_in_person": True} | given,
        "risk_profile": last,
    }
    return REGISTRY.get("presales.risk.assess")(variables, context)["risk_profile"]


def refused(*arguments, **given):
    with pytest.raises(BpmnError) as error:
        assess(*arguments, **given)
    assert error.value.code == "RISK_ANSWERS_REFUSED"
    return error.value.variables["risk_problem"]


def test_the_assessment_is_dated_and_holds_for_a_year(case, context):
    profile = assess(case, context, MIDDLE, seconds=120)
    assert (profile["client_class"], profile["score"], profile["version"]) == ("C3", 72, "RT-2026-1")
    assert (profile["assessed_on"], profile["valid_until"]) == ("2026-11-23", "2027-11-23")
    assert profile["flags"] == []
    assert assess(case, context, MIDDLE, seconds=23)["flags"] == ["HASTY"]


def test_the_client_answers_in_person(case, context):
    assert "本人" in refused(case, context, MIDDLE, answered_in_person=False)


def test_at_most_two_assessments_a_day(case, context):
    first = assess(case, context, MIDDLE)
    second = assess(case, context, but(MIDDLE, q1=4), first)
    assert len(second["attempts"]) == 2
    assert "同一日" in refused(case, context, but(MIDDLE, q1=2), second)
    tomorrow = replace(context, now=context.now + timedelta(days=1))
    assert assess(case, tomorrow, but(MIDDLE, q1=2), second)["client_class"] == "C3"


def test_the_same_answers_confirm_the_last_assessment(case, context):
    profile = assess(case, context, MIDDLE)
    for _ in range(3):
        profile = assess(case, context, MIDDLE, profile)
    assert len(profile["attempts"]) == 1


def test_two_classes_better_only_after_24_hours(case, context):
    first = assess(case, context, CAREFUL)  # C1
    assert assess(case, context, but(CAREFUL, q9=8), first)["client_class"] == "C2"
    soon = replace(context, now=context.now + timedelta(hours=23, minutes=59))
    assert "2026-11-24 04:00" in refused(case, soon, MIDDLE, first)
    later = replace(context, now=context.now + timedelta(hours=24))
    assert assess(case, later, MIDDLE, first)["client_class"] == "C3"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_later(day, months, later):
    assert months_later(day, months) == later


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
