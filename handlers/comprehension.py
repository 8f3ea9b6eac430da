"""理解測試: whether the client understood what was signed, by the parameter set `comprehension`."""

from pydantic import BaseModel

from handlers.ports import HandlerContext
from handlers.registry import handler
from handlers.topics import Case, today


class Answers(BaseModel):
    """The client's answers: option by question."""

    answers: dict[str, str]


class ScoreInputs(BaseModel):
    """What is scored."""

    case: Case
    comprehension: Answers


class Scored(BaseModel):
    """The answers, how many are right and which wrong, whether that passes, and the version of the questions."""

    answers: dict[str, str]
    correct_answers: int
    wrong: list[str]
    passed: bool
    version: str


class ScoreOutputs(BaseModel):
    """The check as scored."""

    comprehension: Scored


@handler("presales.comprehension.score")
def score_comprehension(inputs: ScoreInputs, context: HandlerContext) -> ScoreOutputs:
    """評定理解測試: how many answers are right; a question left open is wrong."""
    questions = context.parameters.at("comprehension", inputs.case.jurisdiction, today(context, inputs.case))
    given = inputs.comprehension.answers
    wrong = [each["code"] for each in questions["question"] if given.get(each["code"]) != each["right"]]
    correct = len(questions["question"]) - len(wrong)
    return ScoreOutputs(
        comprehension=Scored(
            answers=given,
            correct_answers=correct,
            wrong=wrong,
            passed=correct >= questions["pass_mark"],
            version=questions["version"],
        )
    )


HANDLERS = (score_comprehension,)
