"""A scenario: who takes part in a case, and what each of them answers at each step."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


class ScenarioIncomplete(LookupError):
    """The case came to a step for which the scenario has no answer or nobody with the role."""


@dataclass(frozen=True, slots=True)
class Person:
    """One user of the demonstration."""

    user: str
    name: str
    role: str
    #: practising certificate and grade; whoever sells needs them
    certificate_no: str | None = None
    grade: int | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """Read from a TOML file beside this module. `answers` has, by element id, the answers of each visit.

    A text that begins with "=" is a FEEL expression, evaluated where the task is; what is null is left out.
    A file with `base = "T01"` has only what is different: users and the opening are added to those of the base, each
    answer to the base's last answer of that step; lists take the place of lists."""

    id: str
    title: str
    expected_end: str
    opening: Mapping[str, Any]
    people: tuple[Person, ...]
    answers: Mapping[str, tuple[Mapping[str, Any], ...]]

    def answer(self, element_id: str, visit: int) -> Mapping[str, Any]:
        """What is answered at a step at this visit (from 1); the last answer is used again."""
        answers = self.answers.get(element_id)
        if not answers:
            raise ScenarioIncomplete(f"Expected an answer for step '{element_id}' in scenario {self.id}, found none.")
        return answers[min(visit, len(answers)) - 1]

    def performer(self, groups: list[str]) -> Person:
        """Who takes a task that is offered to these candidate groups."""
        for person in self.people:
            if person.role in groups:
                return person
        raise ScenarioIncomplete(f"Expected somebody with a role of {groups} in scenario {self.id}, found none.")

    def opener(self) -> Person:
        """Who opens the case: the first of the people."""
        return self.people[0]


def load_scenario(name: str) -> Scenario:
    """The scenario of this name, such as "T01", or of a TOML file. Raises ScenarioIncomplete if there is none."""
    data = _read(name)
    return Scenario(
        id=data["id"],
        title=data["title"],
        expected_end=data["expected_end"],
        opening=data["opening"],
        people=tuple(Person(user=user, **each) for user, each in data["users"].items()),
        answers={element: tuple(answers) for element, answers in data["answers"].items()},
    )


def scenarios() -> tuple[Scenario, ...]:
    """All of them, by id."""
    return tuple(load_scenario(file.stem) for file in sorted(FOLDER.glob("*.toml")))


def _read(name: str) -> dict[str, Any]:
    file = Path(name) if name.endswith(".toml") else FOLDER / f"{name.lower()}.toml"
    if not file.is_file():
        known = ", ".join(sorted(each.stem.upper() for each in FOLDER.glob("*.toml")))
        raise ScenarioIncomplete(f"Expected a scenario out of {known}, or a TOML file, but it is '{name}'.")
    data: dict[str, Any] = _plain(tomllib.loads(file.read_text("utf-8")))
    if "base" not in data:
        return data
    base = _read(data.pop("base"))
    last = {element: given[-1] for element, given in base["answers"].items()}
    answers = base["answers"] | {
        element: [_merged(last.get(element, {}), answer) for answer in given]
        for element, given in data.pop("answers", {}).items()
    }
    return {**_merged(base, data), "answers": answers}


def _merged(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in change.items():
        known = merged.get(key)
        merged[key] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def _plain(value: Any) -> Any:
    """TOML as JSON: days become ISO 8601."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
