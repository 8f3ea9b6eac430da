"""Business rule tasks: a decision of a DMN file, or a job."""

from typing import TYPE_CHECKING

from service.diagrams.binding import binding
from service.diagrams.diagram import attribute, extension
from service.diagrams.elements.job_tasks import job
from service.diagrams.elements.kind import Details, ElementKind
from service.diagrams.model import CalledDecision
from service.diagrams.vocabulary.disposition import Entry
from service.diagrams.vocabulary.shared import JOB, TASK
from service.states import ElementType

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from service.diagrams.build import Builder


def read(element: "Element", _builder: "Builder") -> Details:
    """The decision that is called, else the job."""
    called = extension(element, "calledDecision")
    if called is None:
        return {"job": job(element)}
    decision = CalledDecision(
        decision_id=attribute(called, "decisionId") or "",
        result_variable=attribute(called, "resultVariable") or "",
        binding=binding(called),
        version_tag=attribute(called, "versionTag"),
    )
    return {"called_decision": decision}


KINDS = (ElementKind("businessRuleTask", ElementType.BUSINESS_RULE_TASK, Entry(TASK, JOB | {"calledDecision"}), read),)
