"""Script tasks: a FEEL expression, or a job."""

from typing import TYPE_CHECKING

from service.diagrams.diagram import attribute, extension
from service.diagrams.elements.job_tasks import job
from service.diagrams.elements.kind import Details, ElementKind
from service.diagrams.model import Script
from service.diagrams.vocabulary.disposition import Entry, Members, Refusal, members
from service.diagrams.vocabulary.shared import JOB, TASK
from service.states import ElementType

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from service.diagrams.build import Builder


def read(element: "Element", _builder: "Builder") -> Details:
    """The expression and its result variable, else the job."""
    script = extension(element, "script")
    if script is None:
        return {"job": job(element)}
    expression = attribute(script, "expression") or ""
    return {"script": Script(expression, attribute(script, "resultVariable") or "")}


FOREIGN = Refusal("script", "Write the script as a FEEL expression (zeebe:script), or name a job type.")
FOREIGN_SCRIPT: Members = {"@scriptFormat": FOREIGN, "script": FOREIGN}

KINDS = (
    ElementKind("scriptTask", ElementType.SCRIPT_TASK, Entry(members(TASK, FOREIGN_SCRIPT), JOB | {"script"}), read),
)
