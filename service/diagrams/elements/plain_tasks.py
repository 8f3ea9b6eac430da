"""Tasks that do nothing by themselves: done as soon as they are reached."""

from service.diagrams.elements.kind import ElementKind
from service.diagrams.vocabulary.disposition import Entry
from service.diagrams.vocabulary.shared import MAPPINGS, TASK
from service.states import ElementType

KINDS = (
    ElementKind("task", ElementType.TASK, Entry(TASK, MAPPINGS)),
    ElementKind("manualTask", ElementType.MANUAL_TASK, Entry(TASK, MAPPINGS)),
)
