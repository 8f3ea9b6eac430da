"""What may be said once and is said twice: only one of them would count."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.diagrams.diagram import attribute, children, extensions, tag
from service.diagrams.lint.rule import Finding, Sheet, rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

#: extension elements that count once
SINGLE_EXTENSIONS = (
    "taskDefinition",
    "calledDecision",
    "script",
    "calledElement",
    "formDefinition",
    "assignmentDefinition",
    "taskSchedule",
    "priorityDefinition",
    "ioMapping",
    "taskHeaders",
    "loopCharacteristics",
    "subscription",
    "versionTag",
    "properties",
    "userTask",
)
#: elements of BPMN that count once below another
SINGLE_ELEMENTS = (
    "conditionExpression",
    "multiInstanceLoopCharacteristics",
    "completionCondition",
    "timeDate",
    "timeDuration",
    "timeCycle",
    "condition",
    "extensionElements",
)


@rule("duplicate-element")
def single_elements(sheet: Sheet) -> Iterator[Finding]:
    """Each of these elements occurs once below another."""
    for element in sheet.all(*SINGLE_ELEMENTS):
        parent = element.getparent()
        if parent is not None and next(children(parent, tag(element))) is not element:
            yield Finding(element, f"Expected {tag(element)} once, but this is another.", "Remove one of them.")


@rule("duplicate-extension")
def single(sheet: Sheet) -> Iterator[Finding]:
    """Each extension element occurs once on an element."""
    for holder in (*sheet.all("extensionElements"), *_extension_holders(sheet)):
        owner = holder.getparent()
        for name in SINGLE_EXTENSIONS:
            for again in list(extensions(owner, name) if owner is not None else ())[1:]:
                yield Finding(again, f"Expected zeebe:{name} once, but this is another.", "Remove one of them.")


def _extension_holders(sheet: Sheet) -> Iterator["Element"]:
    for message in sheet.roots("message"):
        yield from message.iterchildren("{*}extensionElements")


@rule("duplicate-task-headers")
def headers(sheet: Sheet) -> Iterator[Finding]:
    """Task headers have keys, and each once."""
    for holder in sheet.all("extensionElements"):
        seen: set[str] = set()
        for header in holder.iterfind("{*}taskHeaders/{*}header"):
            key = attribute(header, "key")
            if key is None or key in seen:
                found = "it has none" if key is None else f"{key} is there twice"
                yield Finding(
                    header, f"Expected a task header to have a key of its own, but {found}.", "Correct the key."
                )
            seen.add(key or "")


@rule("duplicate-property")
def properties_unique(sheet: Sheet) -> Iterator[Finding]:
    """Extension properties have names, and each once."""
    for holder in sheet.all("extensionElements"):
        seen: set[str] = set()
        for entry in holder.iterfind("{*}properties/{*}property"):
            name = attribute(entry, "name")
            if name is None or name in seen:
                found = "it has none" if name is None else f"{name} is there twice"
                yield Finding(
                    entry, f"Expected a property to have a name of its own, but {found}.", "Correct the name."
                )
            seen.add(name or "")
