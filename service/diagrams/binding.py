"""zeebe:bindingType: which version a reference means."""

from typing import TYPE_CHECKING

from service.diagrams.diagram import attribute
from service.states import Binding

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def binding(definition: "Element") -> Binding:
    """The binding of a reference; an unknown one, which is refused by lint, reads as the default."""
    value = attribute(definition, "bindingType")
    return Binding(value) if value in tuple(Binding) else Binding.LATEST
