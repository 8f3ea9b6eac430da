"""Ids: present, well formed, unique in the file."""

import re
from collections.abc import Iterator

from service.diagrams.diagram import BPMN, tag
from service.diagrams.lint.rule import Finding, Sheet, rule
from service.diagrams.vocabulary.walk import flow_elements

#: as the contract of the REST interface has it
ID = re.compile(r"[\w_][\w0-9_\-.]*")


@rule("id-required")
def ids_present(sheet: Sheet) -> Iterator[Finding]:
    """A process and everything in it that a token passes has an id."""
    for element in sheet.all("process", *sorted(flow_elements())):
        if not element.get("id"):
            yield Finding(element, f"Expected an id, but this {tag(element)} has none.", "Give it an id.")


@rule("id-syntax")
def ids_well_formed(sheet: Sheet) -> Iterator[Finding]:
    """Ids consist of letters, digits, `_`, `-` and `.`."""
    for element in sheet.all("process", *sorted(flow_elements())):
        name = element.get("id")
        if name and ID.fullmatch(name) is None:
            yield Finding(
                element,
                f"Expected an id of letters, digits, _, - and ., but it is {name}.",
                "Rename it.",
            )


@rule("duplicate-id")
def ids_unique(sheet: Sheet) -> Iterator[Finding]:
    """No two elements of a file have the same id."""
    for element in sheet.diagram.root.iter(f"{{{BPMN}}}*"):
        name = element.get("id")
        if name and (first := sheet.diagram.by_id[name]) is not element:
            yield Finding(
                element,
                f"Expected unique ids, but {name} is also that of the {tag(first)} in line {first.sourceline}.",
                "Rename one of them.",
            )
