"""Collects the problems found while a file is read and compiled."""

from service.dmn.document import Node, enclosing_id, line_of
from service.dmn.elements import Element
from service.dmn.problem import Problem, Severity


class Findings:
    """Problems in the order found; each says where, what and how to mend it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def error(self, rule: str, at: Node | Element, message: str, remedy: str) -> None:
        """Report what keeps an element from working."""
        self._add("error", rule, at, message, remedy)

    def warning(self, rule: str, at: Node | Element, message: str, remedy: str) -> None:
        """Report what is worth knowing."""
        self._add("warning", rule, at, message, remedy)

    def _add(self, severity: Severity, rule: str, at: Node | Element, message: str, remedy: str) -> None:
        if isinstance(at, Element):
            line, element_id = at.line, at.id
        else:
            line, element_id = line_of(at), enclosing_id(at)
        self.problems.append(
            Problem(
                rule=rule,
                message=message,
                remedy=remedy,
                line=line,
                element_id=element_id,
                severity=severity,
            )
        )
