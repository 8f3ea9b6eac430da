"""Run all rules on a BPMN file."""

import importlib
import pkgutil
from collections.abc import Sequence
from functools import cache

from service.diagrams import lint
from service.diagrams.lint.rule import RULES, RegisteredRule, Sheet
from service.diagrams.model import Problem
from service.diagrams.problems import at


@cache
def rules() -> Sequence[RegisteredRule]:
    """Every rule of this package: each of its modules registers some."""
    for module in pkgutil.iter_modules(lint.__path__):
        importlib.import_module(f"{lint.__name__}.{module.name}")
    return tuple(RULES)


def check(sheet: Sheet) -> list[Problem]:
    """What is wrong with a file."""
    return [
        at(
            sheet.diagram.file,
            finding.element,
            rule=rule.name,
            message=finding.message,
            remedy=finding.remedy,
            severity=rule.severity,
        )
        for rule in rules()
        for finding in rule.check(sheet)
    ]
