"""S2 客戶需求深入分析: the need for cover, the points of the risk questionnaire."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field

from handlers.needs.calculation import Needs, NeedsAnalysis, calculate
from handlers.needs.risk import AnswerLine, AnswersRefused, Attempt, check_attempts, score
from handlers.ports import HandlerContext
from handlers.registry import BpmnError, handler
from handlers.topics import Applicant, Case, local, today


class RiskAnswers(BaseModel):
    """The questionnaire as the client answered it: option codes by question code, seconds for all of them."""

    answers: dict[str, str]
    answered_in_person: bool
    seconds: int | None = Field(default=None, ge=0)
    remarks: str | None = None


class RiskProfile(BaseModel):
    """What is known of the last assessment."""

    client_class: str
    attempts: list[Attempt] = []


class RiskScore(BaseModel):
    """The questionnaire scored, for D06: the points, and the class held until now with the hours since then."""

    answered_in_person: bool
    assessed_on: date
    version: str
    score: int
    flags: list[str]
    lines: list[AnswerLine]
    attempts: list[Attempt]
    remarks: str | None = None
    previous_class: str | None = None
    hours_since_previous: Decimal | None = None


class CalculateInputs(BaseModel):
    """What the need is calculated from."""

    case: Case
    applicant: Applicant
    needs: Needs


class CalculateOutputs(BaseModel):
    """The calculated need."""

    needs_analysis: NeedsAnalysis


class AssessRiskInputs(BaseModel):
    """What is scored; `risk_profile` is that of the last assessment."""

    case: Case
    risk_answers: RiskAnswers
    risk_profile: RiskProfile | None = None


class AssessRiskOutputs(BaseModel):
    """The points."""

    risk_score: RiskScore


@handler("presales.needs.calculate")
def calculate_needs(inputs: CalculateInputs, context: HandlerContext) -> CalculateOutputs:
    """Need for cover by DIME, double ten and the other methods the data allow; what premium the household can bear."""
    on = today(context, inputs.case)
    parameters = context.parameters.at("needs", inputs.case.jurisdiction, on)
    return CalculateOutputs(needs_analysis=calculate(inputs.applicant, inputs.needs, parameters, on))


@handler("presales.risk.assess")
def assess_risk(inputs: AssessRiskInputs, context: HandlerContext) -> AssessRiskOutputs:
    """Points of the client's own answers to the risk questionnaire; the class follows from D06.

    Ends with RISK_ANSWERS_REFUSED where somebody else answered, answers contradict each other, or there were too many
    assessments today. The same answers as last time confirm the last assessment and do not count as another."""
    on = today(context, inputs.case)
    questionnaire = context.parameters.at("risk_questionnaire", inputs.case.jurisdiction, on)
    given, last = inputs.risk_answers, inputs.risk_profile
    try:
        lines, attempts = _scored(inputs, context, questionnaire)
    except AnswersRefused as reason:
        raise BpmnError("RISK_ANSWERS_REFUSED", str(reason), {"risk_problem": str(reason)}) from reason
    hasty = len(lines) * int(questionnaire["hasty_seconds_per_question"])
    return AssessRiskOutputs(
        risk_score=RiskScore(
            answered_in_person=True,
            assessed_on=on,
            version=questionnaire["version"],
            score=sum(line.points for line in lines),
            flags=["HASTY"] if given.seconds is not None and given.seconds < hasty else [],
            lines=lines,
            attempts=attempts,
            remarks=given.remarks,
            previous_class=last.client_class if last else None,
            hours_since_previous=_hours(last.attempts[-1].at, context.now) if last and last.attempts else None,
        )
    )


def _scored(
    inputs: AssessRiskInputs, context: HandlerContext, questionnaire: Mapping[str, Any]
) -> tuple[list[AnswerLine], list[Attempt]]:
    given = inputs.risk_answers
    if not given.answered_in_person:
        raise AnswersRefused("問卷須由客戶本人作答。")
    earlier = inputs.risk_profile.attempts if inputs.risk_profile else []
    lines = score(given.answers, questionnaire)
    if earlier and earlier[-1].answers == given.answers:
        return lines, earlier
    check_attempts(earlier, context.now, local(context.now, context, inputs.case).tzinfo or UTC, questionnaire)
    return lines, [*earlier, Attempt(at=context.now, answers=given.answers)]


def _hours(start: datetime, end: datetime) -> Decimal:
    return Decimal(int((end - start).total_seconds())) / 3600


HANDLERS = (calculate_needs, assess_risk)
