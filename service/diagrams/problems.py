"""How problems are made: always with file, place, rule, message and remedy."""

from typing import TYPE_CHECKING, Literal

from service.diagrams.model import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

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


def at(file: str, element: "Element", *, rule: str, message: str, remedy: str, severity: Severity = "error") -> Problem:
    """A problem of an element: its id or that of the nearest element around it, and its line."""
    owner: Element | None = element
    while owner is not None and not owner.get("id"):
        owner = owner.getparent()
    return problem(
        file,
        rule=rule,
        message=message,
        remedy=remedy,
        element_id=None if owner is None else owner.get("id"),
        line=line(element),
        severity=severity,
    )


def line(element: "Element") -> int:
    """The line of the file on which an element's start tag ends."""
    found = element.sourceline
    return found if isinstance(found, int) else 0


def by_line(found: Problem) -> tuple[int, str, str]:
    """The order in which problems of a file are told."""
    return (found.line or 0, found.element_id or "", found.rule)
