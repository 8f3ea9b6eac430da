"""Dated parameter sets, read from `parameters.toml` and `texts.toml` in `jurisdictions/<code>/` beside the diagrams."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from handlers.ports import Parameters
from handlers.pricing.mortality import MortalityTable
from handlers.pricing.tables import from_csv, from_xtbml

#: figures, and what the papers say
FILES = ("parameters.toml", "texts.toml")


class ParameterFiles:
    """The parameter sets of every jurisdiction; satisfies `handlers.ports.Parameters`.

    A jurisdiction is added by adding a folder. Mortality tables are the files of its folder `mortality`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sets = {file.parent.name: self._read(file.parent) for file in sorted(folder.glob("*/parameters.toml"))}

    @staticmethod
    def _read(jurisdiction: Path) -> Mapping[str, list[Mapping[str, Any]]]:
        files = [file for file in (jurisdiction / name for name in FILES) if file.exists()]
        sets: dict[str, list[Mapping[str, Any]]] = {}
        for file in files:
            sets |= tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
        return {name: sorted(dated, key=lambda each: each["effective_from"]) for name, dated in sets.items()}

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The codes of all that there are."""
        return tuple(self._sets)

    def at(self, name: str, jurisdiction: str, on: date) -> Mapping[str, Any]:
        """The set of this name in force on that day. Raises KeyError that says which is missing."""
        in_force = [each for each in self._sets.get(jurisdiction, {}).get(name, ()) if each["effective_from"] <= on]
        if not in_force:
            raise KeyError(f"Expected a parameter set '{name}' of {jurisdiction} in force on {on}, but there is none.")
        return in_force[-1]

    def next_change(self, name: str, jurisdiction: str, on: date) -> date | None:
        """The first day after that one from which another set of this name is in force; None if none is known."""
        later = (each["effective_from"] for each in self._sets.get(jurisdiction, {}).get(name, ()))
        return next((day for day in later if day > on), None)

    def mortality_table(self, table_id: str, *, age_basis: str, close: bool = False) -> MortalityTable:
        """The table in a jurisdiction's `mortality/<id>.xml` or `.csv`.

        Raises KeyError if there is no such file, or more than one: it could be another jurisdiction's."""
        name = Path(table_id).name
        readers = {".xml": from_xtbml, ".csv": from_csv}
        found = [each for each in sorted(self._folder.glob("*/mortality/*")) if each.stem == name]
        found = [each for each in found if each.suffix in readers]
        if len(found) != 1:
            places = ", ".join(str(each.relative_to(self._folder)) for each in found) or "none"
            raise KeyError(f"Expected one file of the mortality table '{table_id}', but found {places}.")
        [file] = found
        return readers[file.suffix](file.read_bytes(), table_id, age_basis=age_basis, close=close)


def today(parameters: Parameters, jurisdiction: str, now: datetime) -> date:
    """The day it is in a jurisdiction. Raises KeyError for one without a calendar."""
    calendar = parameters.at("calendar", jurisdiction, now.date())
    return now.astimezone(ZoneInfo(calendar["time_zone"])).date()
