"""What is wrong with a DMN file, told so that its owner can mend it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding in a DMN file.

    `rule` is a stable identifier of the check, `line` counts from 1 in the uploaded file, `element_id` is
    the nearest enclosing element's id (None if it has none). An `error` makes the element evaluate to null
    and is meant to stop a deployment; a `warning` is worth knowing.
    """

    rule: str
    message: str
    remedy: str
    line: int
    element_id: str | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", element {self.element_id}" if self.element_id else "")
        return f"{self.severity}: {where}: {self.message} {self.remedy} [{self.rule}]"


class UnreadableFileError(ValueError):
    """The file is no DMN model at all, so that there is nothing to evaluate; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
