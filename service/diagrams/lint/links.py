"""Links: a jump within one process or sub-process."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.diagrams.diagram import attribute, tag
from service.diagrams.lint.rule import Finding, Sheet, rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CATCH = "intermediateCatchEvent"


@rule("link-event")
def links(sheet: Sheet) -> Iterator[Finding]:
    """A link has a name, one catching event, and at least one throwing event in the same scope."""
    ends = list(_ends(sheet))
    known = Counter((tag(event), event.getparent(), attribute(definition, "name")) for event, definition in ends)
    for event, definition in ends:
        name = attribute(definition, "name")
        if name is None:
            yield Finding(event, "Expected the link to have a name, but it has none.", "Give it a name.")
        elif tag(event) == CATCH and known[CATCH, event.getparent(), name] > 1:
            yield Finding(
                event, f"Expected one catch event for the link {name}, but there are more.", "Rename one of them."
            )
        elif not known[_other(event), event.getparent(), name]:
            yield Finding(
                event,
                f"Expected the other end of the link {name} in the same scope, but there is none.",
                "Draw it, with the same name.",
            )


def _ends(sheet: Sheet) -> Iterator[tuple["Element", "Element"]]:
    for definition in sheet.all("linkEventDefinition"):
        event = definition.getparent()
        if event is not None:
            yield event, definition


def _other(event: "Element") -> str:
    return "intermediateThrowEvent" if tag(event) == CATCH else CATCH
