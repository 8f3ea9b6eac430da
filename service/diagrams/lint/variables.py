"""Variables: mappings, and names that expressions can read."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from service.diagrams.diagram import attribute, extension, tag
from service.diagrams.elements.event_definitions import definitions
from service.diagrams.lint.expressions import dialect_elements
from service.diagrams.lint.rule import Finding, Sheet, rule
from service.feel.names import KEYWORDS

NAME = r"[A-Za-z_][A-Za-z0-9_]*"
#: attributes that name variables, and whether a path into one will do
NAMING: Mapping[str, Mapping[str, bool]] = {
    "input": {"target": True},
    "output": {"target": True},
    "loopCharacteristics": {"inputElement": False, "outputCollection": False},
    "script": {"resultVariable": True},
    "calledDecision": {"resultVariable": True},
}
CATCHING = ("startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask")


@rule("variable-name")
def names(sheet: Sheet) -> Iterator[Finding]:
    """Variables have names that FEEL reads as one word."""
    for element in dialect_elements(sheet):
        for name, path in NAMING.get(etree.QName(element).localname, {}).items():
            value = attribute(element, name)
            if value is not None and not _is_name(value, path=path):
                yield Finding(
                    element,
                    f"Expected {name} to be a variable's name, but it is {value}.",
                    "Use Latin letters, digits and _, no digit first, no word of FEEL.",
                )


def _is_name(value: str, *, path: bool) -> bool:
    parts = value.split(".") if path else [value]
    return all(re.fullmatch(NAME, part) is not None and part not in KEYWORDS for part in parts)


@rule("io-mapping")
def mappings(sheet: Sheet) -> Iterator[Finding]:
    """Mappings have a target, output mappings a source; what catches an event has no input mappings."""
    for element in dialect_elements(sheet):
        kind = etree.QName(element).localname
        if kind in ("input", "output") and attribute(element, "target") is None:
            yield Finding(element, f"Expected a target of the {kind} mapping, but it has none.", "Name a variable.")
        if kind == "output" and attribute(element, "source") is None:
            yield Finding(element, "Expected a source of the output mapping, but it has none.", "Write an expression.")
    for event in sheet.all(*CATCHING):
        mapping = extension(event, "ioMapping")
        if tag(event) != "receiveTask" and mapping is not None and mapping.find("{*}input") is not None:
            yield Finding(
                event,
                f"Expected only output mappings on a {tag(event)}, but it has input mappings.",
                "Map the values where they are needed.",
            )


@rule("io-mapping-unused")
def mappings_of_throwing_events(sheet: Sheet) -> Iterator[Finding]:
    """An event that throws no message has no input mappings: nothing would read them."""
    for event in sheet.all("intermediateThrowEvent", "endEvent"):
        sends = any(tag(found) == "messageEventDefinition" for found in definitions(event))
        mapping = extension(event, "ioMapping")
        if not sends and mapping is not None and mapping.find("{*}input") is not None:
            yield Finding(
                event,
                f"Expected input mappings only where a job reads them, but this {tag(event)} has no job.",
                "Remove the input mappings.",
            )
