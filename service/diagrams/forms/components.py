"""The components of form-js: which there are, and what each must have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.diagrams.vocabulary.disposition import Refusal

DOCUMENTS = Refusal("form-component", "Let the person name the document; files are stored with POST /v2/documents.")

#: hold a value under their key
FIELDS = frozenset(
    {"textfield", "textarea", "number", "checkbox", "checklist", "radio", "select", "taglist", "datetime", "expression"}
)
#: offer options
CHOICES = frozenset({"checklist", "radio", "select", "taglist"})
#: hold other components
CONTAINERS = frozenset({"default", "group", "dynamiclist"})
#: show something
SHOWN = frozenset({"text", "html", "image", "iframe", "table", "separator", "spacer", "button"})
REFUSED: Mapping[str, Refusal] = {"filepicker": DOCUMENTS, "documentPreview": DOCUMENTS}

#: properties that may hold FEEL with a leading =
EXPRESSIONS = (
    "valuesExpression",
    "expression",
    "readonly",
    "disabled",
    "source",
    "url",
    "dataSource",
    "columnsExpression",
    "hide",
    "required",
    "min",
    "max",
    "minLength",
    "maxLength",
)
#: properties that may hold {{ FEEL }}
TEMPLATES = ("text", "content", "label", "description", "alt", "prefixAdorner", "suffixAdorner")


@dataclass(frozen=True, slots=True)
class Component:
    """A component with the path of keys around it, as variables are named: `plan.riders`."""

    values: Mapping[str, Any]
    path: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its id, or else its key, for messages."""
        return str(self.values.get("id") or self.values.get("key") or self.values.get("type"))

    @property
    def type(self) -> str:
        """Its type, empty if it has none."""
        found = self.values.get("type")
        return found if isinstance(found, str) else ""

    @property
    def name(self) -> tuple[str, ...]:
        """The full path of its value."""
        key = self.values.get("key") or self.values.get("path") or ""
        return (*self.path, *str(key).split(".")) if key else self.path


def components(schema: Mapping[str, Any]) -> Iterator[Component]:
    """The components of a form in document order, outer before inner."""
    stack = [Component(schema, ())]
    while stack:
        current = stack.pop()
        if current.values is not schema:
            yield current
        inside = current.values.get("components")
        if isinstance(inside, list):
            path = current.name if current.type in ("group", "dynamiclist") else current.path
            stack += [Component(each, path) for each in reversed(inside) if isinstance(each, Mapping)]
