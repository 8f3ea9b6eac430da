"""How problems are made: always with file, place, rule, message and remedy."""

from typing import Literal

from service.diagrams.model import Problem

Severity = Literal["error", "warning"]


class UnreadableError(Exception):
    """A file cannot be read at all; `problem` says why."""

    def __init__(self, found: Problem) -> None:
        self.problem = found
        super().__init__(found.message)


def problem(
    file: str,
    *,
    rule: str,
    message: str,
    remedy: str,
    element_id: str | None = None,
    line: int | None = None,
    severity: Severity = "error",
) -> Problem:
    """A problem of a file; of an element of it, if `element_id` or `line` say so."""
    return Problem(
        file=file, element_id=element_id, line=line, rule=rule, message=message, remedy=remedy, severity=severity
    )
