"""Each problem is shown on a small diagram: refused.csv has element, line, rule, message and remedy of all of them."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from service import diagrams
from service.diagrams.lint.run import rules
from service.diagrams.model import Problem

FOLDER = Path(__file__).parent / "refused"
COLUMNS = ("file", "element_id", "line", "rule", "message", "remedy", "severity")
PLACE = re.compile(r"line \d+, column \d+")
FILES = sorted(path.name for path in FOLDER.iterdir())


@cache
def expected() -> dict[str, list[dict[str, str]]]:
    with FOLDER.with_suffix(".csv").open(newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    return {name: [row for row in found if row["file"] == name] for name in FILES}


def shown(problem: Problem) -> dict[str, str]:
    return {name: "" if getattr(problem, name) is None else str(getattr(problem, name)) for name in COLUMNS}


def told(row: dict[str, str]) -> dict[str, str]:
    """Of what FEEL's parser says only the place: its words have tests of their own."""
    if row["rule"] != "feel":
        return row
    return row | {"message": " ".join(PLACE.findall(row["message"])), "remedy": ""}


@pytest.mark.parametrize("name", FILES)
def test_problems_of_a_diagram(name: str) -> None:
    _, problems = diagrams.read({name: (FOLDER / name).read_bytes()})

    assert [told(shown(problem)) for problem in problems] == [told(row) for row in expected()[name]]
    assert problems, "a diagram in this folder shows at least one problem"


def test_every_rule_is_shown() -> None:
    with (FOLDER.parent / "elements.csv").open(newline="") as file:
        refusing = {row["rule"] for row in csv.DictReader(file)} - {""}
    linting = {rule.name for rule in rules()}

    assert refusing | linting <= {row["rule"] for rows in expected().values() for row in rows}
