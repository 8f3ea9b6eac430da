"""Risk tolerance: points of a questionnaire, overrides, contradictions, and how soon it may be answered again.

Questions, options, points and rules are the dated parameter set `risk_questionnaire`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from pydantic import BaseModel


class AnswersRefused(ValueError):
    """The answers cannot be scored; the message says why, in the procedure's language."""


class Attempt(BaseModel):
    """One assessment: when, what was answered, what came of it."""

    at: datetime
    answers: dict[str, str]
    client_class: str


class AnswerLine(BaseModel):
    """One question with what was answered and its points."""

    question: str
    text: str
    answer: str
    points: int


class RiskScore(BaseModel):
    """Points, the class they give, what lowered it, and the class that holds."""

    score: int
    class_by_points: str
    client_class: str
    overrides: list[str]
    lines: list[AnswerLine]


def score(answers: Mapping[str, str], age: int | None, questionnaire: Mapping[str, Any]) -> RiskScore:
    """The client's class. Raises AnswersRefused if an answer is missing, unknown, or contradicts another."""
    lines = [_line(question, answers) for question in questionnaire["question"]]
    for rule in questionnaire["contradiction"]:
        if _matches(rule["answers"], answers):
            raise AnswersRefused(rule["reason"])
    points = sum(line.points for line in lines)
    by_points = [band["client_class"] for band in questionnaire["bands"] if band["from"] <= points][-1]
    classes: Sequence[str] = questionnaire["classes"]
    lowered, applied = by_points, []
    for rule in questionnaire["override"]:
        if _applies(rule, answers, age) and classes.index(rule["max_class"]) < classes.index(lowered):
            lowered = rule["max_class"]
            applied.append(rule["reason"])
    return RiskScore(score=points, class_by_points=by_points, client_class=lowered, overrides=applied, lines=lines)


def _line(question: Mapping[str, Any], answers: Mapping[str, str]) -> AnswerLine:
    chosen = answers.get(question["code"])
    for option in question["options"]:
        if option["code"] == chosen:
            return AnswerLine(
                question=question["code"], text=question["text"], answer=option["text"], points=option["points"]
            )
    raise AnswersRefused(f"題目「{question['text']}」沒有有效的答案。")


def _matches(wanted: Mapping[str, Sequence[str]], answers: Mapping[str, str]) -> bool:
    return all(answers.get(question) in options for question, options in wanted.items())


def _applies(rule: Mapping[str, Any], answers: Mapping[str, str], age: int | None) -> bool:
    if "older_than" in rule:
        return age is not None and age > int(rule["older_than"])
    return _matches(rule["answers"], answers)


def check_retake(earlier: Sequence[Attempt], new: Attempt, zone: tzinfo, questionnaire: Mapping[str, Any]) -> None:
    """Refuse what looks like coaching: too many assessments on a day, or a class much better too soon after the last.

    Days are those of `zone`. Raises AnswersRefused with the rule and when it may be tried again."""
    day = new.at.astimezone(zone).date()
    limit = int(questionnaire["max_assessments_per_day"])
    if sum(each.at.astimezone(zone).date() == day for each in earlier) >= limit:
        raise AnswersRefused(f"同一日至多評估 {limit} 次,請於次日由客戶本人重新作答。")
    if not earlier:
        return
    classes: Sequence[str] = questionnaire["classes"]
    gained = classes.index(new.client_class) - classes.index(earlier[-1].client_class)
    allowed = earlier[-1].at + timedelta(hours=int(questionnaire["improvement_hours"]))
    if gained >= int(questionnaire["improvement_classes"]) and new.at < allowed:
        raise AnswersRefused(
            f"與上次評估相比提升 {gained} 級,須間隔 {questionnaire['improvement_hours']} 小時,"
            f"最早 {allowed.astimezone(zone):%Y-%m-%d %H:%M} 可再評估。"
        )
