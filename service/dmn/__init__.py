"""DMN 1.1 to 1.5: reads decision models, says what is wrong with them, evaluates them. See README.md."""

from service.dmn.evaluation import (
    DecisionEvaluation,
    Evaluation,
    EvaluationWarning,
    Failure,
    InputValue,
    MatchedRule,
    OutputValue,
)
from service.dmn.load import Resolver, resolver_of
from service.dmn.model import Model
from service.dmn.problem import Problem, UnreadableFileError
from service.dmn.reading import read

__all__ = [
    "DecisionEvaluation",
    "Evaluation",
    "EvaluationWarning",
    "Failure",
    "InputValue",
    "MatchedRule",
    "Model",
    "OutputValue",
    "Problem",
    "Resolver",
    "UnreadableFileError",
    "read",
    "resolver_of",
]
