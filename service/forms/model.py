"""A form-js form as what validates a submission: input fields with their paths, and lists of such."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from service import exact_json

#: components that take a value
INPUTS = frozenset(
    {
        "textfield",
        "textarea",
        "number",
        "checkbox",
        "checklist",
        "radio",
        "select",
        "taglist",
        "datetime",
        "filepicker",
        "expression",
    }
)
#: datetime fields have a label for each part
_LABELS = ("label", "dateLabel", "timeLabel")


@dataclass(frozen=True, slots=True)
class Field:
    """An input field. `hidden_by`: the conditions (FEEL) of itself and of what it is in."""

    path: tuple[str, ...]
    type: str
    component: Mapping[str, Any]
    hidden_by: tuple[str, ...]

    @property
    def label(self) -> str:
        """What people call it; its path if nothing else."""
        return next((self.component[name] for name in _LABELS if self.component.get(name)), ".".join(self.path))


@dataclass(frozen=True, slots=True)
class FieldList:
    """A dynamic list: the fields of each of its items."""

    path: tuple[str, ...]
    component: Mapping[str, Any]
    hidden_by: tuple[str, ...]
    fields: tuple["Field | FieldList", ...]

    @property
    def label(self) -> str:
        """What people call it; its path if nothing else."""
        return self.component.get("label") or ".".join(self.path)


@lru_cache(maxsize=512)
def read(schema: str) -> tuple[Field | FieldList, ...]:
    """The fields of a form, by the text of its schema."""
    return tuple(_fields(exact_json.decode(schema).get("components", ()), (), ()))


def _fields(components: Any, path: tuple[str, ...], hidden_by: tuple[str, ...]) -> Iterator[Field | FieldList]:
    for component in components:
        hide = (component.get("conditional") or {}).get("hide")
        conditions = (*hidden_by, hide) if hide else hidden_by
        match component["type"]:
            case "group":
                inner = (*path, *_path(component.get("path")))
                yield from _fields(component.get("components", ()), inner, conditions)
            case "dynamiclist":
                fields = tuple(_fields(component.get("components", ()), (), ()))
                yield FieldList((*path, *_path(component["path"])), component, conditions, fields)
            case kind if kind in INPUTS and component.get("key"):
                yield Field((*path, *_path(component["key"])), kind, component, conditions)


def _path(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(".")) if text else ()
