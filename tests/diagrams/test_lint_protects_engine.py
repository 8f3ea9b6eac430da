"""Whatever passes the lint, the engine builds and runs: executed diagrams, changed at random."""

import copy
import random
from functools import cache
from typing import Any

import pytest
from lxml import etree

from service import diagrams
from tests.diagrams.test_executed import FOLDER, run

VALUES = ("", "true", "false", "=x", "=null", "1", "=amount > 1", "PT1S")
REFERENCES = ("sourceRef", "targetRef", "attachedToRef")


@cache
def roots() -> tuple[Any, ...]:
    return tuple(etree.parse(path).getroot() for path in sorted(FOLDER.glob("*.bpmn")))


def ids(root: Any) -> list[str]:
    return [element.get("id") for element in root.iter("{*}*") if element.get("id")]


def changed(chance: random.Random) -> bytes:
    """An executed diagram with one to three changes."""
    root = copy.deepcopy(chance.choice(roots()))
    for number in range(chance.randint(1, 3)):
        element = chance.choice(list(root.iterdescendants("{*}*")))
        chance.choice((remove, set_attribute, drop_attribute, insert))(element, root, number, chance)
        if len(root) == 0:
            break
    return etree.tostring(root)


def remove(element: Any, _root: Any, _number: int, _chance: random.Random) -> None:
    element.getparent().remove(element)


def set_attribute(element: Any, root: Any, _number: int, chance: random.Random) -> None:
    if element.attrib:
        element.set(chance.choice(list(element.attrib)), chance.choice([*ids(root), *VALUES]))


def drop_attribute(element: Any, _root: Any, _number: int, chance: random.Random) -> None:
    if element.attrib:
        del element.attrib[chance.choice(list(element.attrib))]


def insert(element: Any, root: Any, number: int, chance: random.Random) -> None:
    """Something of another diagram, with ids of its own, connected to what is here."""
    new = copy.deepcopy(chance.choice(list(chance.choice(roots()).iterdescendants("{*}*"))))
    for part in new.iter("{*}*"):
        if part.get("id"):
            part.set("id", f"n{number}_{part.get('id')}")
        for name in REFERENCES:
            if part.get(name):
                part.set(name, chance.choice(ids(root)))
    element.getparent().append(new)


@pytest.mark.parametrize("seed", range(8))
def test_changed_diagrams(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    passed = 0
    for _ in range(60):
        model, problems = diagrams.read({"changed.bpmn": changed(chance)})
        if not any(problem.severity == "error" for problem in problems):
            passed += 1
            for process in model.processes:
                run(process)

    assert passed
