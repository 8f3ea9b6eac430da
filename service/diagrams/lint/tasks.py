"""What does the work of a task: a job, a decision, a script, another process."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from service.diagrams.diagram import attribute, extension, tag
from service.diagrams.elements.event_definitions import definitions
from service.diagrams.lint.expressions import dialect_elements
from service.diagrams.lint.rule import Finding, Sheet, rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

#: which of these does the work, and the attributes that it needs
IMPLEMENTATIONS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "serviceTask": {"taskDefinition": ("type",)},
    "sendTask": {"taskDefinition": ("type",)},
    "businessRuleTask": {"calledDecision": ("decisionId", "resultVariable"), "taskDefinition": ("type",)},
    "scriptTask": {"script": ("expression", "resultVariable"), "taskDefinition": ("type",)},
    "callActivity": {"calledElement": ("processId",)},
}
MESSAGE_JOB = {"taskDefinition": ("type",)}


@rule("implementation")
def implementation(sheet: Sheet) -> Iterator[Finding]:
    """A task says by exactly one extension element what does its work."""
    for name, choices in IMPLEMENTATIONS.items():
        for task in sheet.all(name):
            yield from _implemented(task, choices)
    for event in sheet.all("intermediateThrowEvent", "endEvent"):
        if any(tag(found) == "messageEventDefinition" for found in definitions(event)):
            yield from _implemented(event, MESSAGE_JOB)
        elif extension(event, "taskDefinition") is not None:
            yield Finding(
                event,
                f"Expected a job only for a message, but this {tag(event)} throws none.",
                "Remove the task definition, or give the event a message definition.",
            )


def _implemented(task: "Element", choices: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    found = [name for name in choices if extension(task, name) is not None]
    named = " or ".join(f"zeebe:{name}" for name in choices)
    if not found:
        yield Finding(
            task,
            f"Expected {named} to say what does the work, but this {tag(task)} has none.",
            "Choose the implementation in the properties panel of the modeler.",
        )
    elif len(found) > 1:
        yield Finding(task, f"Expected either {named}, but this {tag(task)} has both.", "Choose one implementation.")
    for name in found:
        for wanted in choices[name]:
            element = extension(task, name)
            if element is not None and attribute(element, wanted) is None:
                yield Finding(element, f"Expected {wanted} of zeebe:{name}, but it is empty.", "Fill it in.")


@rule("job-retries")
def retries(sheet: Sheet) -> Iterator[Finding]:
    """The number of retries is a number, if it is no expression."""
    for element in dialect_elements(sheet):
        value = attribute(element, "retries")
        if value is not None and not value.startswith("=") and re.fullmatch(r"\d{1,9}", value) is None:
            yield Finding(
                element,
                f"Expected retries to be a number or a FEEL expression, but it is {value}.",
                "Write a number such as 3.",
            )
