"""One evaluation of a model: FEEL's limits and warnings, and the record of what happened."""

import time
from collections.abc import Callable
from typing import Any

from service import feel
from service.dmn import elements as e
from service.dmn.evaluation import DecisionEvaluation, EvaluationWarning, Failure, InputValue, MatchedRule

_LIMITS = feel.Limits()


#: rules that a decision records of tables inside its logic, which may run in a loop
MAX_RECORDED = 1_000


#: warnings of one evaluation; beyond these the first ones tell enough
MAX_WARNINGS = 1_000


class TableRecord:
    """What the tables of one decision saw and matched."""

    __slots__ = ("inputs", "logic", "name", "rules")

    def __init__(self, name: str, logic: e.ExpressionElement | None) -> None:
        self.name = name
        self.logic = logic
        self.inputs: list[InputValue] = []
        self.rules: list[MatchedRule] = []

    def wants(self, table: e.DecisionTable) -> bool:
        """Whether a table counts: the decision's own, else any inside its logic or the functions it calls."""
        if isinstance(self.logic, e.DecisionTable):
            return self.logic is table
        return self.logic is not None and len(self.rules) < MAX_RECORDED


class Session(feel.Run):
    """Shared by all decisions and functions of one evaluation."""

    __slots__ = ("decisions", "diagnostics", "failure", "inputs", "messages", "record", "strict")

    def __init__(
        self,
        limits: feel.Limits | None = None,
        clock: Callable[[], int] = time.time_ns,
        *,
        strict: bool = False,
    ) -> None:
        self.diagnostics: list[feel.Diagnostic] = []
        super().__init__(self.diagnostics, limits or _LIMITS, clock)
        self.messages: list[EvaluationWarning] = []
        self.inputs: list[InputValue] = []
        self.decisions: list[DecisionEvaluation] = []
        self.record = TableRecord("", None)
        self.failure: Failure | None = None
        self.strict = strict

    def warn(self, kind: str, element: e.Element, message: str) -> None:
        """Note what only the model can say."""
        if len(self.messages) < MAX_WARNINGS:
            self.messages.append(EvaluationWarning(kind, message, element.id, element.line))

    def fail(self, kind: str, element: e.Element, message: str) -> None:
        """Note why the evaluation cannot be trusted; the first reason counts."""
        self.warn(kind, element, message)
        if self.failure is None:
            self.failure = Failure(message, element.id, element.line)

    def place(self, element: e.Element) -> None:
        """Give the diagnostics that FEEL has added their place in the model."""
        for diagnostic in self.diagnostics:
            line = element.line + diagnostic.line - 1
            if len(self.messages) < MAX_WARNINGS:
                self.messages.append(EvaluationWarning(diagnostic.kind, diagnostic.message, element.id, line))
            if diagnostic.fatal and self.failure is None:
                self.failure = Failure(diagnostic.message, element.id, line)
        self.diagnostics.clear()

    def stop_at(self, stopped: feel.Stopped, element: e.Element) -> None:
        """Note where the whole evaluation ends; the innermost place counts."""
        self.place(element)
        if self.failure is None:
            diagnostic = stopped.diagnostic
            self.fail(diagnostic.kind, element, diagnostic.message)


Scope = dict[str, Any]
