"""What an expression sees: variables along a chain of scopes, inner ones first."""

from collections.abc import Mapping
from typing import Any


class View:
    """Layers of variables; the first layer that has a name wins. Layers are read, never copied."""

    __slots__ = ("_layers",)

    def __init__(self, *layers: Mapping[str, Any]) -> None:
        self._layers = layers

    def get(self, name: str, default: Any = None) -> Any:
        """The value of the innermost variable with this name."""
        for layer in self._layers:
            if name in layer:
                return layer[name]
        return default

    def __contains__(self, name: object) -> bool:
        return any(name in layer for layer in self._layers)

    def over(self, layer: Mapping[str, Any]) -> "View":
        """The same with one more layer in front."""
        return View(layer, *self._layers)

    def visible(self) -> dict[str, Any]:
        """All variables with the values that are seen."""
        found: dict[str, Any] = {}
        for layer in reversed(self._layers):
            found.update(layer)
        return found
