"""Tasks worked on by a handler or an external worker: service and send task."""

from typing import TYPE_CHECKING

from service.diagrams.diagram import ZEEBE, attribute, extension
from service.diagrams.elements.kind import Details, ElementKind
from service.diagrams.model import JobDefinition
from service.diagrams.vocabulary.disposition import Entry, members
from service.diagrams.vocabulary.shared import JOB, OPERATION_MEMBERS, TASK
from service.states import ElementType

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from service.diagrams.build import Builder


def headers(element: "Element") -> dict[str, str]:
    """The task headers of an element."""
    holder = extension(element, "taskHeaders")
    if holder is None:
        return {}
    return {entry.get("key", ""): entry.get("value", "") for entry in holder.iterchildren(f"{{{ZEEBE}}}header")}


def job(element: "Element") -> JobDefinition | None:
    """The job definition of an element, None if it has none."""
    definition = extension(element, "taskDefinition")
    if definition is None:
        return None
    return JobDefinition(
        type=attribute(definition, "type") or "",
        retries=attribute(definition, "retries") or "3",
        headers=headers(element),
    )


def read(element: "Element", _builder: "Builder") -> Details:
    """The job that the task creates."""
    return {"job": job(element)}


SERVICE = members(TASK, OPERATION_MEMBERS)

KINDS = (
    ElementKind("serviceTask", ElementType.SERVICE_TASK, Entry(SERVICE, JOB), read),
    ElementKind("sendTask", ElementType.SEND_TASK, Entry(members(SERVICE, annotation="@messageRef"), JOB), read),
)
