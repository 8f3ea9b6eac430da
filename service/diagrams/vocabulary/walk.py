"""Walk through a file and hold every element and attribute against the vocabulary."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.diagram import BPMN, ZEEBE, flag
from service.diagrams.elements.registry import kinds
from service.diagrams.model import Problem
from service.diagrams.problems import Severity, at
from service.diagrams.vocabulary import annotations, bpmn, zeebe
from service.diagrams.vocabulary.disposition import Disposition, Entry, Refusal
from service.diagrams.vocabulary.refused import REFUSED

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

#: namespaces whose elements and attributes are layout, colours, or notes of the modeler to itself
ANNOTATION_NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/BPMN/20100524/DI",
        "http://www.omg.org/spec/DD/20100524/DC",
        "http://www.omg.org/spec/DD/20100524/DI",
        "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
        "http://bpmn.io/schema/bpmn/biocolor/1.0",
        "http://camunda.org/schema/modeler/1.0",
        "http://www.w3.org/2001/XMLSchema-instance",
        "http://www.w3.org/XML/1998/namespace",
    }
)
CAMUNDA_7 = "http://camunda.org/schema/1.0/bpmn"
#: the web modeler's note to itself, which it writes into diagrams of Camunda 8 too
WEB_MODELER_NOTE = f"{{{CAMUNDA_7}}}diagramRelationId"


@cache
def entries() -> Mapping[str, Entry]:
    """Every BPMN element that may occur, by tag."""
    nodes = {tag: kind.entry for tag, kind in kinds().items()}
    return {**annotations.ANNOTATIONS, **bpmn.EXECUTED, **nodes}


@cache
def flow_elements() -> frozenset[str]:
    """What may stand in a process or sub-process."""
    return frozenset(kinds()) | {"sequenceFlow"} | annotations.IN_CONTAINERS


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk through one file."""

    file: str

    def problems(self, root: "Element") -> Iterator[Problem]:
        """What is unknown, misplaced or refused. Processes that are not meant to run are left out."""
        stack = [root]
        while stack:
            element = stack.pop()
            name = etree.QName(element)
            if name.localname == "process" and not flag(element, "isExecutable", default=False):
                continue
            entry = entries().get(name.localname, Entry({})) if name.namespace == BPMN else _dialect_entry(name)
            yield from self._attributes(element, entry)
            for child in element:
                problem = self._child(element, entry, child)
                if problem is not None:
                    yield problem
                elif etree.QName(child).namespace in (BPMN, ZEEBE):
                    stack.append(child)

    def _attributes(self, element: "Element", entry: Entry) -> Iterator[Problem]:
        for key, value in element.items():
            name = etree.QName(key)
            if name.namespace in ANNOTATION_NAMESPACES or key == WEB_MODELER_NOTE:
                continue
            what = f"attribute {name.localname} of {_shown(element)}"
            if name.namespace not in (None, ZEEBE):
                yield self._foreign(element, what, name.namespace)
                continue
            table = entry.members if name.namespace is None else zeebe.ATTRIBUTES
            disposition = table.get(f"@{name.localname}")
            if disposition is None:
                yield self._unknown(element, "unknown-attribute", what)
            elif isinstance(disposition, Refusal) and value not in disposition.unless:
                yield self._refused(element, disposition, f'{what} (here "{value!s}")')

    def _child(self, parent: "Element", entry: Entry, child: "Element") -> Problem | None:
        name = etree.QName(child)
        what = _shown(child)
        if name.namespace in ANNOTATION_NAMESPACES:
            return None
        if name.namespace == ZEEBE:
            return self._extension(parent, entry, child)
        if name.namespace != BPMN:
            return self._foreign(child, what, name.namespace)
        refusal = REFUSED.get(name.localname)
        disposition: Disposition | None = refusal or entry.members.get(name.localname)
        if disposition is None and entry.container and name.localname in flow_elements():
            return None
        if disposition is None:
            return self._unknown(child, "unknown-element", f"{what} in {_shown(parent)}")
        return self._refused(child, disposition, what) if isinstance(disposition, Refusal) else None

    def _extension(self, parent: "Element", entry: Entry, child: "Element") -> Problem | None:
        """An element of the dialect: in extensionElements the owner says what may stand there."""
        name = etree.QName(child).localname
        what = _shown(child)
        found = zeebe.ELEMENTS.get(name)
        if isinstance(found, Refusal):
            return self._refused(child, found, what)
        owner = parent.getparent()
        in_extensions = etree.QName(parent).localname == "extensionElements" and owner is not None
        if in_extensions and owner is not None:
            allowed = entries().get(etree.QName(owner).localname, Entry({})).extensions
        else:
            allowed = frozenset(entry.members)
        if found is None or name not in allowed:
            place = owner if in_extensions and owner is not None else parent
            return self._unknown(child, "unknown-element", f"{what} in {_shown(place)}")
        return None

    def _unknown(self, element: "Element", rule: str, what: str) -> Problem:
        return at(
            self.file,
            element,
            rule=rule,
            message=f"Expected what BPMN or the Camunda 8 dialect has there, but found {what}.",
            remedy="Remove it, or correct its name or place.",
        )

    def _refused(self, element: "Element", refusal: Refusal, what: str) -> Problem:
        message = f"Expected what this service executes, but found {what}."
        return at(self.file, element, rule=refusal.rule, message=message, remedy=refusal.remedy)

    def _foreign(self, element: "Element", what: str, namespace: str | None) -> Problem:
        seven = namespace == CAMUNDA_7
        severity: Severity = "error" if seven else "warning"
        remedy = (
            "Convert the diagram to Camunda 8." if seven else "Remove it if it was meant to change what is executed."
        )
        message = f"Expected the Camunda 8 dialect, but found {what} of {namespace}, which has no effect here."
        rule = "camunda-7" if seven else "foreign-extension"
        return at(self.file, element, rule=rule, message=message, remedy=remedy, severity=severity)


def _dialect_entry(name: etree.QName) -> Entry:
    found = zeebe.ELEMENTS.get(name.localname)
    return found if isinstance(found, Entry) else Entry({})


def _shown(element: "Element") -> str:
    name = etree.QName(element)
    return f"zeebe:{name.localname}" if name.namespace == ZEEBE else name.localname
