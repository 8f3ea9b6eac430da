"""What a file of this package declares: one kind of flow node, what may stand in it and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from service.diagrams import model
from service.diagrams.vocabulary.disposition import Entry
from service.states import ElementType

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from service.diagrams.build import Builder


class Details(TypedDict, total=False):
    """The fields of a node that only its kind knows."""

    type: ElementType
    event: model.EventDefinition
    attached_to: str | None
    interrupting: bool
    compensation_handler: str | None
    job: model.JobDefinition | None
    user_task: model.UserTaskDefinition
    called_element: model.CalledElement
    called_decision: model.CalledDecision
    script: model.Script
    scope: model.Scope


def no_details(_element: "Element", _builder: "Builder") -> Details:
    """Of elements that say nothing beyond their common parts."""
    return {}


@dataclass(frozen=True, slots=True)
class ElementKind:
    """A flow node of BPMN: its tag, the type as which element instances report it, its vocabulary."""

    tag: str
    type: ElementType
    entry: Entry
    read: Callable[["Element", "Builder"], Details] = no_details
