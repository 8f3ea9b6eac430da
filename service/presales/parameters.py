"""Dated parameter sets, read from `parameters/<jurisdiction>.toml` beside the diagrams."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any


class ParameterFiles:
    """The parameter sets of every jurisdiction; satisfies `handlers.ports.Parameters`.

    A jurisdiction is added by adding a file."""

    def __init__(self, folder: Path) -> None:
        self._sets = {file.stem: self._read(file) for file in sorted(folder.glob("*.toml"))}

    @staticmethod
    def _read(file: Path) -> Mapping[str, list[Mapping[str, Any]]]:
        sets: dict[str, list[Mapping[str, Any]]] = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
        return {name: sorted(dated, key=lambda each: each["effective_from"]) for name, dated in sets.items()}

    def at(self, name: str, jurisdiction: str, on: date) -> Mapping[str, Any]:
        """The set of this name in force on that day. Raises KeyError that says which is missing."""
        in_force = [each for each in self._sets.get(jurisdiction, {}).get(name, ()) if each["effective_from"] <= on]
        if not in_force:
            raise KeyError(f"Expected a parameter set '{name}' of {jurisdiction} in force on {on}, but there is none.")
        return in_force[-1]
