"""Dated parameter sets, read from `parameters/<jurisdiction>.toml` beside the diagrams."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from handlers.pricing.mortality import MortalityTable
from handlers.pricing.tables import from_csv, from_xtbml


class ParameterFiles:
    """The parameter sets of every jurisdiction; satisfies `handlers.ports.Parameters`.

    A jurisdiction is added by adding a file. Mortality tables are the files of its folder `mortality`."""

    def __init__(self, folder: Path) -> None:
        self._tables = folder / "mortality"
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

    def mortality_table(self, table_id: str, *, age_basis: str, close: bool = False) -> MortalityTable:
        """The table in `mortality/<id>.xml` or `.csv`. Raises KeyError if there is no such file."""
        for suffix, read in ((".xml", from_xtbml), (".csv", from_csv)):
            file = self._tables / f"{Path(table_id).name}{suffix}"
            if file.is_file():
                return read(file.read_bytes(), table_id, age_basis=age_basis, close=close)
        raise KeyError(f"Expected the mortality table '{table_id}' among the parameters, but there is none.")
