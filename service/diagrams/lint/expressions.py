"""Expressions: FEEL where FEEL is needed, and FEEL that parses."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from lxml import etree

from service import feel
from service.diagrams.diagram import ZEEBE, properties
from service.diagrams.elements.user_task import EXCLUDED_USERS
from service.diagrams.lint.rule import Finding, Sheet, rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Mode = Literal["feel", "either"]

#: attributes of the dialect that hold expressions; `either` is FEEL only with a leading =
ATTRIBUTES: Mapping[str, Mapping[str, Mode]] = {
    "taskDefinition": {"type": "either", "retries": "either"},
    "input": {"source": "either"},
    "output": {"source": "either"},
    "loopCharacteristics": {"inputCollection": "feel", "outputElement": "feel"},
    "calledElement": {"processId": "either"},
    "calledDecision": {"decisionId": "either"},
    "script": {"expression": "feel"},
    "subscription": {"correlationKey": "either"},
    "formDefinition": {"formId": "either", "externalReference": "either"},
    "assignmentDefinition": {"assignee": "either", "candidateGroups": "either", "candidateUsers": "either"},
    "taskSchedule": {"dueDate": "either", "followUpDate": "either"},
    "priorityDefinition": {"priority": "either"},
}
#: elements of BPMN whose text is an expression
TEXTS: Mapping[str, Mode] = {
    "conditionExpression": "feel",
    "completionCondition": "feel",
    "condition": "feel",
    "timeDate": "either",
    "timeDuration": "either",
    "timeCycle": "either",
}
#: attributes of what stands beside the processes
ROOTS = {"message": "name", "error": "errorCode", "escalation": "escalationCode"}


class Place(NamedTuple):
    """An expression as drawn: where, what it is called, its text and whether it must be FEEL."""

    element: "Element"
    name: str
    text: str
    mode: Mode


def dialect_elements(sheet: Sheet) -> Iterator["Element"]:
    """The elements of the dialect in executable processes and in messages."""
    for holder in (*sheet.all("extensionElements"), *sheet.roots("message")):
        yield from holder.iter(f"{{{ZEEBE}}}*")


def places(sheet: Sheet) -> Iterator[Place]:
    """Every expression that is not empty."""
    for element, name, text, mode in _written(sheet):
        if stripped := (text or "").strip():
            yield Place(element, name, stripped, mode)


def _written(sheet: Sheet) -> Iterator[tuple["Element", str, str | None, Mode]]:
    for element in dialect_elements(sheet):
        for name, mode in ATTRIBUTES.get(etree.QName(element).localname, {}).items():
            yield element, name, element.get(name), mode
    for name, mode in TEXTS.items():
        for element in sheet.all(name):
            yield element, name, element.text, mode
    for task in sheet.all("userTask"):
        yield task, EXCLUDED_USERS, properties(task).get(EXCLUDED_USERS), "either"
    for kind, name in ROOTS.items():
        for element in sheet.roots(kind):
            yield element, f"{name} of the {kind}", element.get(name), "either"


@rule("feel")
def parses(sheet: Sheet) -> Iterator[Finding]:
    """Every expression is FEEL that can be read."""
    for element, name, text, _ in places(sheet):
        if text.startswith("="):
            try:
                feel.compile(text[1:])
            except feel.ParseError as error:
                yield Finding(
                    element,
                    f"Expected {name} to be FEEL, but at line {error.line}, column {error.column} of the expression: "
                    f"{error.message}",
                    f"Correct the expression there: expected is {error.expected}.",
                )


@rule("feel-required")
def is_feel(sheet: Sheet) -> Iterator[Finding]:
    """Conditions, scripts and collections are expressions: fixed text makes no sense there."""
    for element, name, text, mode in places(sheet):
        if mode == "feel" and not text.startswith("="):
            yield Finding(
                element,
                f"Expected {name} to be a FEEL expression, but it is the fixed text {text}.",
                f"Write ={text}",
            )


@rule("feel-function")
def functions_known(sheet: Sheet) -> Iterator[Finding]:
    """Every function that is called is one of FEEL's."""
    for element, name, text, _ in places(sheet):
        for function in _unknown(text):
            yield Finding(
                element,
                f"Expected {name} to call functions of FEEL, but {function} is none.",
                "Correct the function's name: the result would always be null.",
            )


def _unknown(text: str) -> Sequence[str]:
    """Functions that are no built-in: variables are JSON, so that none of them is a function either."""
    try:
        return sorted(feel.compile(text[1:]).functions) if text.startswith("=") else ()
    except feel.ParseError:
        return ()  # told of already
