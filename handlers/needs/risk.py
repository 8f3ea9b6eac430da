"""Risk tolerance: points of a questionnaire, contradictions, and how often a day it may be answered.

Questions, options and points are the dated parameter set `risk_questionnaire`; the class by points, what lowers it and
the limit on gaining classes are the decision D06."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from pydantic import BaseModel


class AnswersRefused(ValueError):
    """The answers cannot be scored; the message says why, in the procedure's language."""


class Attempt(BaseModel):
    """One assessment: when, and what was answered."""

    at: datetime
    answers: dict[str, str]


class AnswerLine(BaseModel):
    """One question with what was answered and its points."""

    question: str
    text: str
    answer: str
    points: int


def score(answers: Mapping[str, str], questionnaire: Mapping[str, Any]) -> list[AnswerLine]:
    """The points of each answer. Raises AnswersRefused if an answer is missing, unknown, or contradicts another."""
    lines = [_line(question, answers) for question in questionnaire["question"]]
    for rule in questionnaire["contradiction"]:
        if all(answers.get(question) in options for question, options in rule["answers"].items()):
            raise AnswersRefused(rule["reason"])
    return lines


def _line(question: Mapping[str, Any], answers: Mapping[str, str]) -> AnswerLine:
    chosen = answers.get(question["code"])
    for option in question["options"]:
        if option["code"] == chosen:
            return AnswerLine(
                question=question["code"], text=question["text"], answer=option["text"], points=option["points"]
            )
    raise AnswersRefused(f"題目「{question['text']}」沒有有效的答案。")


def check_attempts(earlier: Sequence[Attempt], at: datetime, zone: tzinfo, questionnaire: Mapping[str, Any]) -> None:
    """Refuse what looks like coaching: too many assessments on a day, as `zone` has it. Raises AnswersRefused."""
    day = at.astimezone(zone).date()
    limit = int(questionnaire["max_assessments_per_day"])
    if sum(each.at.astimezone(zone).date() == day for each in earlier) >= limit:
        raise AnswersRefused(f"同一日至多評估 {limit} 次，請於次日由客戶本人重新作答。")
