"""S2 客戶需求深入分析: the need for cover, the needs report, the preliminary plan proposal."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field

from handlers.needs.calculation import Needs, NeedsAnalysis, calculate
from handlers.needs.risk import AnswerLine, AnswersRefused, Attempt, RiskScore, check_retake, score
from handlers.ports import HandlerContext
from handlers.registry import BpmnError, handler
from handlers.topics import Applicant, Case, age_last_birthday, local, today

NOTHING = Decimal(0)


class RiskAnswers(BaseModel):
    """The questionnaire as the client answered it: option codes by question code, seconds for all of them."""

    answers: dict[str, str]
    answered_in_person: bool
    seconds: int | None = Field(default=None, ge=0)
    remarks: str | None = None


class RiskProfile(BaseModel):
    """The client's risk class, answered in person, and how it came about."""

    client_class: str
    answered_in_person: bool
    assessed_on: date | None = None
    valid_until: date | None = None
    version: str | None = None
    score: int | None = None
    overrides: list[str] = []
    flags: list[str] = []
    lines: list[AnswerLine] = []
    attempts: list[Attempt] = []
    remarks: str | None = None


class CalculateInputs(BaseModel):
    """What the need is calculated from."""

    case: Case
    applicant: Applicant
    needs: Needs


class CalculateOutputs(BaseModel):
    """The calculated need."""

    needs_analysis: NeedsAnalysis


class AssessRiskInputs(BaseModel):
    """What the risk class is assessed from; `risk_profile` is that of the last assessment."""

    case: Case
    applicant: Applicant
    risk_answers: RiskAnswers
    risk_profile: RiskProfile | None = None


class AssessRiskOutputs(BaseModel):
    """The assessed risk class."""

    risk_profile: RiskProfile


@handler("presales.needs.calculate")
def calculate_needs(inputs: CalculateInputs, context: HandlerContext) -> CalculateOutputs:
    """Need for cover by DIME, double ten and the other methods the data allow; what premium the household can bear."""
    on = today(context, inputs.case)
    parameters = context.parameters.at("needs", inputs.case.jurisdiction, on)
    return CalculateOutputs(needs_analysis=calculate(inputs.applicant, inputs.needs, parameters, on))


@handler("presales.risk.assess")
def assess_risk(inputs: AssessRiskInputs, context: HandlerContext) -> AssessRiskOutputs:
    """Class of risk tolerance (C1 to C5) from the client's own answers, with overrides and limits on retaking.

    Ends with RISK_ANSWERS_REFUSED where somebody else answered, answers contradict each other, or it is too soon.
    The same answers as last time confirm the last assessment and do not count as another."""
    on = today(context, inputs.case)
    questionnaire = context.parameters.at("risk_questionnaire", inputs.case.jurisdiction, on)
    try:
        result, attempts = _assessed(inputs, context, on, questionnaire)
    except AnswersRefused as reason:
        raise BpmnError("RISK_ANSWERS_REFUSED", str(reason), {"risk_problem": str(reason)}) from reason
    seconds, hasty = inputs.risk_answers.seconds, len(result.lines) * int(questionnaire["hasty_seconds_per_question"])
    return AssessRiskOutputs(
        risk_profile=RiskProfile(
            client_class=result.client_class,
            answered_in_person=True,
            assessed_on=on,
            valid_until=months_later(on, int(questionnaire["valid_months"])),
            version=questionnaire["version"],
            score=result.score,
            overrides=result.overrides,
            flags=["HASTY"] if seconds is not None and seconds < hasty else [],
            lines=result.lines,
            attempts=attempts,
            remarks=inputs.risk_answers.remarks,
        )
    )


def _assessed(
    inputs: AssessRiskInputs, context: HandlerContext, on: date, questionnaire: Mapping[str, Any]
) -> tuple[RiskScore, list[Attempt]]:
    given, birth = inputs.risk_answers, inputs.applicant.birth_date
    if not given.answered_in_person:
        raise AnswersRefused("問卷須由客戶本人作答。")
    earlier = inputs.risk_profile.attempts if inputs.risk_profile else []
    result = score(given.answers, age_last_birthday(birth, on) if birth else None, questionnaire)
    if earlier and earlier[-1].answers == given.answers:
        return result, earlier
    attempt = Attempt(at=context.now, answers=given.answers, client_class=result.client_class)
    zone = local(context.now, context, inputs.case).tzinfo or UTC
    check_retake(earlier, attempt, zone, questionnaire)
    return result, [*earlier, attempt]


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


HANDLERS = (calculate_needs, assess_risk)
