"""Attributes with a fixed set of values."""

from collections.abc import Iterator, Mapping

from lxml import etree

from service.diagrams.diagram import attribute
from service.diagrams.lint.boundary_events import ACTIVITIES
from service.diagrams.lint.expressions import dialect_elements
from service.diagrams.lint.rule import Finding, Sheet, rule
from service.states import Binding

BOOLEANS: Mapping[str, str] = {
    "process": "isExecutable",
    "subProcess": "triggeredByEvent",
    "startEvent": "isInterrupting",
    "boundaryEvent": "cancelActivity",
    "multiInstanceLoopCharacteristics": "isSequential",
}
PROPAGATION = ("propagateAllChildVariables", "propagateAllParentVariables")
BOOLEAN = ("true", "false", "1", "0")


@rule("attribute-value")
def booleans(sheet: Sheet) -> Iterator[Finding]:
    """Attributes that say yes or no say one of them."""
    places = [(element, name) for kind, name in BOOLEANS.items() for element in sheet.all(kind)]
    places += [(element, "isForCompensation") for element in sheet.all(*sorted(ACTIVITIES))]
    places += [(element, name) for element in dialect_elements(sheet) for name in PROPAGATION]
    for element, name in places:
        value = element.get(name)
        if value is not None and value not in BOOLEAN:
            yield Finding(element, f"Expected {name} to be true or false, but it is {value}.", "Correct it.")


@rule("binding")
def bindings(sheet: Sheet) -> Iterator[Finding]:
    """A reference is bound to the latest version, to that of the same deployment, or to a version tag."""
    for element in dialect_elements(sheet):
        kind, binding = etree.QName(element).localname, attribute(element, "bindingType")
        version_tag = attribute(element, "versionTag")
        if binding is not None and binding not in tuple(Binding):
            yield Finding(
                element,
                f"Expected bindingType to be {', '.join(Binding)}, but it is {binding}.",
                "Choose the binding in the modeler.",
            )
        elif binding == Binding.VERSION_TAG and version_tag is None:
            yield Finding(
                element, f"Expected the version tag that zeebe:{kind} is bound to, but it is empty.", "Fill it in."
            )
        elif binding != Binding.VERSION_TAG and version_tag is not None:
            yield Finding(
                element,
                f"Expected a version tag only with the binding versionTag, but zeebe:{kind} is bound otherwise.",
                "Choose the binding versionTag, or remove the tag.",
            )
