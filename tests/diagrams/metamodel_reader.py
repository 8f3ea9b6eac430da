"""Reads the metamodel: BPMN's elements, attributes and children from its schema, the dialect's from its descriptor."""

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

FOLDER = Path(__file__).parent / "metamodel"
XSD = "{http://www.w3.org/2001/XMLSchema}"


@dataclass
class Type:
    name: str
    base: str | None = None
    attributes: list[str] = field(default_factory=list)
    #: child element name -> its type, None for one that is declared globally, by `ref`
    children: dict[str, str | None] = field(default_factory=dict)


class Bpmn:
    """BPMN's semantic schema."""

    def __init__(self) -> None:
        roots = [etree.parse(FOLDER / name).getroot() for name in ("BPMN20.xsd", "Semantic.xsd")]
        types = [e for root in roots for e in root.findall(f"{XSD}complexType")]
        elements = [e for root in roots for e in root.findall(f"{XSD}element")]
        self.types = {e.get("name"): _type(e) for e in types}
        #: global elements -> type
        self.elements: dict[str, str] = {e.get("name"): e.get("type") for e in elements}
        self.heads: dict[str, str] = {
            e.get("name"): head for e in elements if (head := e.get("substitutionGroup")) is not None
        }
        self.abstract = {e.get("name") for e in types if e.get("abstract") == "true"}

    def lineage(self, type_name: str) -> list[Type]:
        """A type and those that it extends."""
        found = []
        current: str | None = type_name
        while current in self.types:
            found.append(self.types[current])
            current = self.types[current].base
        return found

    def substitutes(self, head: str) -> set[str]:
        """The elements that may stand for one, itself included if it is not abstract."""
        found = {deeper for name, over in self.heads.items() if over == head for deeper in self.substitutes(name)}
        return found if self.elements[head] in self.abstract else found | {head}

    def owners(self, type_name: str) -> list[str]:
        """The elements that have the attributes and children of a type."""
        of_expression = ("tFormalExpression", "tExpression")  # xsi:type makes the one the other
        return sorted(
            element
            for element, type_ in self.concrete.items()
            if type_name in [each.name for each in self.lineage(type_)] or (type_name, type_) == of_expression
        )

    @cached_property
    def concrete(self) -> dict[str, str]:
        """Elements that can occur in a file, with their type: global ones, and local ones by their parent's."""
        found = {name: type_ for name, type_ in self.elements.items() if type_ not in self.abstract}
        for type_ in self.types.values():
            found |= {
                name: local
                for name, local in type_.children.items()
                if local in self.types and local not in self.abstract
            }
        return found

    def below(self, element: str) -> Iterator[str]:
        """The elements that can stand right below an element."""
        for type_ in self.lineage(self.concrete[element]):
            for child, local in type_.children.items():
                yield from (
                    [child] if local is not None or child not in self.elements else sorted(self.substitutes(child))
                )

    def path_to(self, element: str, without: set[str]) -> list[str] | None:
        """The shortest way from `definitions` to an element that does not pass through some.

        Event definitions are sought in events, not beside the processes.
        """
        waiting = deque([["definitions"]])
        seen = {"definitions"}
        while waiting:
            path = waiting.popleft()
            if path[-1] == element:
                return path
            if path[-1] not in self.concrete or path[-1] in without:
                continue
            for child in self.below(path[-1]):
                beside = path[-1] == "definitions" and child.endswith("EventDefinition")
                if child not in seen and not beside:
                    seen.add(child)
                    waiting.append([*path, child])
        return None


def _type(element: Any) -> Type:
    extension = element.find(f"{XSD}complexContent/{XSD}extension")
    found = Type(element.get("name"), None if extension is None else extension.get("base"))
    for attribute in element.iter(f"{XSD}attribute"):
        found.attributes.append(attribute.get("name"))
    for child in element.iter(f"{XSD}element"):
        if child.get("ref"):
            found.children[child.get("ref").rpartition(":")[2]] = None
        else:
            found.children[child.get("name")] = child.get("type")
    return found


def descriptor(name: str) -> dict[str, Any]:
    """A moddle descriptor."""
    return json.loads((FOLDER / f"{name}.json").read_text())


def lower(name: str) -> str:
    """As XML writes the name of a type."""
    return name[0].lower() + name[1:]
