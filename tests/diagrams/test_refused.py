"""Each problem is shown on a small diagram: refused.csv has element, line, rule, message and remedy of all of them."""

import csv
from functools import cache
from pathlib import Path

import pytest

from service import diagrams
from service.diagrams.lint.run import rules
from service.diagrams.model import Problem

FOLDER = Path(__file__).parent / "refused"
COLUMNS = ("file", "element_id", "line", "rule", "message", "remedy", "severity")
FILES = sorted(path.name for path in FOLDER.iterdir())


@cache
def expected() -> dict[str, list[dict[str, str]]]:
    with FOLDER.with_suffix(".csv").open(newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    return {name: [row for row in found if row["file"] == name] for name in FILES}


def shown(problem: Problem) -> dict[str, str]:
    return {name: "" if getattr(problem, name) is None else str(getattr(problem, name)) for name in COLUMNS}


@pytest.mark.parametrize("name", FILES)
def test_problems_of_a_diagram(name: str) -> None:
    _, problems = diagrams.read({name: (FOLDER / name).read_bytes()})

    assert [shown(problem) for problem in problems] == expected()[name]
    assert problems, "a diagram in this folder shows at least one problem"


def test_every_rule_is_shown() -> None:
    with (FOLDER.parent / "elements.csv").open(newline="") as file:
        refusing = {row["rule"] for row in csv.DictReader(file)} - {""}
    linting = {rule.name for rule in rules()}

    assert refusing | linting <= {row["rule"] for rows in expected().values() for row in rows}
