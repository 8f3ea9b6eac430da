"""Uploads the smallest file with some element, attribute or child in it, and tells what becomes of that."""

from service import diagrams

#: how the problems of the vocabulary begin, in contrast to those of other rules
MARKS = ("Expected what this service executes", "Expected what BPMN or the Camunda 8 dialect has there")
NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
)


def refusals(path: list[str], attribute: str = "", inside: str = "") -> set[str]:
    """The rules that refuse something in a file in which the elements of a path are nested.

    `attribute` is added to the innermost element, as `name="value"`; `inside` is put into it.
    """
    attributes = [{"definitions": NAMESPACES, "process": 'isExecutable="true"'}.get(name, "") for name in path]
    given = attribute.partition("=")[0]
    attributes[-1] = attribute if given and given in attributes[-1] else f"{attributes[-1]} {attribute}"
    starts = [f"<{name} {more}>" for name, more in zip(path, attributes, strict=True)]
    ends = [f"</{name.split()[0]}>" for name in reversed(path)]
    _, problems = diagrams.read({"probe.bpmn": "\n".join([*starts, inside, *ends]).encode()})
    return {problem.rule for problem in problems if problem.message.startswith(MARKS)}
