"""Mortality tables: yearly probabilities of death by integer age."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

LIMITING_AGE = 130


class InvalidTable(ValueError):
    """A mortality table is not one: rates outside 0..1, or it does not end with certain death."""


@dataclass(frozen=True, slots=True)
class MortalityTable:
    """q_x for x = first_age, first_age + 1, …; the last one is 1 (limiting age).

    `age_basis` says how an age is counted for it: ALB = age last birthday, ANB = age nearest birthday."""

    id: str
    version: str
    age_basis: str
    first_age: int
    rates: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.rates or self.rates[-1] != 1.0 or not all(0.0 <= rate <= 1.0 for rate in self.rates):
            raise InvalidTable(f"Expected rates of {self.id} between 0 and 1 that end with 1, but they do not.")

    @property
    def last_age(self) -> int:
        """The limiting age: nobody survives it."""
        return self.first_age + len(self.rates) - 1

    def rate(self, age: int) -> float:
        """q_x: probability that a life aged x dies within a year."""
        if not self.first_age <= age <= self.last_age:
            raise InvalidTable(f"Expected an age of {self.first_age}..{self.last_age} for {self.id}, but it is {age}.")
        return self.rates[age - self.first_age]

    def substandard(self, *, multiple: float = 1.0, flat_extra_per_mille: float = 0.0) -> "MortalityTable":
        """The table for a rated life: q_x × multiple + flat extra / 1000, capped at 1."""
        rates = tuple(min(1.0, rate * multiple + flat_extra_per_mille / 1000) for rate in self.rates)
        return replace(self, rates=rates, version=f"{self.version}×{multiple:g}+{flat_extra_per_mille:g}‰")


class MortalityTables(Protocol):
    """Tables that the insurer has loaded, by id."""

    def mortality_table(self, table_id: str, *, age_basis: str, close: bool = False) -> MortalityTable:
        """The table. Raises KeyError if there is none of that id, InvalidTable if its file is damaged."""


def makeham(parameters: Mapping[str, Any], *, table_id: str, version: str) -> MortalityTable:
    """A table from Makeham's law μ_x = A + B·c^x: q_x = 1 − exp(−A − B·c^x·(c − 1)/ln c).

    Source: Dickson, Hardy, Waters, Actuarial Mathematics for Life Contingent Risks; with A 0.00022, B 2.7e-6,
    c 1.124 it is the law behind the SOA Standard Ultimate Life Table."""
    a, b, c = (float(parameters[name]) for name in ("a", "b", "c"))
    ages = range(int(parameters["first_age"]), LIMITING_AGE)
    rates = [1 - math.exp(-a - b * c**age * (c - 1) / math.log(c)) for age in ages]
    return MortalityTable(table_id, version, str(parameters["age_basis"]), ages.start, (*rates, 1.0))
