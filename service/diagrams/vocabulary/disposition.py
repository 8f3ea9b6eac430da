"""What becomes of an element or attribute of an uploaded file: nothing is ignored in silence.

Names of attributes are written `@name`, those of child elements `name`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Refusal:
    """Not supported: the lint rule that says so, what to do instead, and values that do no harm."""

    rule: str
    remedy: str
    unless: tuple[str, ...] = ()


#: executed: the engine acts on it; annotation: kept in the file, for people and tools
Disposition = Literal["executed", "annotation"] | Refusal
Members = Mapping[str, Disposition]


@dataclass(frozen=True, slots=True)
class Entry:
    """An element that may occur: what becomes of its attributes and children."""

    members: Members
    #: elements of the dialect that may stand in its extensionElements
    extensions: frozenset[str] = frozenset()
    #: whether flow elements may stand in it
    container: bool = False


def members(*bases: Members, executed: str = "", annotation: str = "") -> dict[str, Disposition]:
    """A table of members out of others and of names separated by blanks."""
    table: dict[str, Disposition] = {}
    for base in bases:
        table |= base
    table |= dict.fromkeys(executed.split(), "executed")
    table |= dict.fromkeys(annotation.split(), "annotation")
    return table
