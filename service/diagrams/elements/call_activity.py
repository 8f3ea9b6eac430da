"""Call activities: another process, run as a child."""

from typing import TYPE_CHECKING

from service.diagrams.binding import binding
from service.diagrams.diagram import attribute, extension, flag
from service.diagrams.elements.kind import Details, ElementKind
from service.diagrams.model import CalledElement
from service.diagrams.vocabulary.disposition import Entry, Members, Refusal, members
from service.diagrams.vocabulary.shared import ACTIVITY, MAPPINGS
from service.states import ElementType

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from service.diagrams.build import Builder


def read(element: "Element", _builder: "Builder") -> Details:
    """The process that is called and which variables go in and come out."""
    called = extension(element, "calledElement")
    if called is None:
        return {}
    details = CalledElement(
        process_id=attribute(called, "processId") or "",
        propagate_all_child_variables=flag(called, "propagateAllChildVariables", default=True),
        propagate_all_parent_variables=flag(called, "propagateAllParentVariables", default=True),
        binding=binding(called),
        version_tag=attribute(called, "versionTag"),
    )
    return {"called_element": details}


PLAIN: Members = {"@calledElement": Refusal("called-element", "Name the process in zeebe:calledElement (processId).")}

KINDS = (
    ElementKind(
        "callActivity",
        ElementType.CALL_ACTIVITY,
        Entry(members(ACTIVITY, PLAIN), MAPPINGS | {"calledElement"}),
        read,
    ),
)
