"""Tasks that do nothing by themselves: done as soon as they are reached."""

from service.diagrams.elements.kind import ElementKind
from service.states import ElementType

KINDS = (
    ElementKind("task", ElementType.TASK),
    ElementKind("manualTask", ElementType.MANUAL_TASK),
)
