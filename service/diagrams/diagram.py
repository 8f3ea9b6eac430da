"""A BPMN file as XML, with what is asked of it again and again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
_OURS = (f"{{{BPMN}", f"{{{ZEEBE}")


@dataclass(frozen=True, slots=True)
class Diagram:
    """One BPMN file."""

    file: str
    root: "Element"
    #: messages, errors and whatever else has an id, by id
    by_id: Mapping[str, "Element"]
    #: the ids that associations lead to, by the id at which they begin
    associated: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, file: str, root: "Element") -> "Diagram":
        """Index a file by id; of elements with the same id the first counts."""
        by_id: dict[str, Element] = {}
        for element in root.iter(f"{{{BPMN}}}*"):
            by_id.setdefault(element.get("id", ""), element)
        associated: dict[str, list[str]] = {}
        for association in root.iter(f"{{{BPMN}}}association"):
            source, target = (_local(association.get(end, "")) for end in ("sourceRef", "targetRef"))
            associated.setdefault(source, []).append(target)
        return cls(file, root, by_id, associated)

    def referenced(self, element: "Element", attribute: str) -> "Element | None":
        """The element whose id (as a qualified name) an attribute holds."""
        reference = element.get(attribute)
        return None if reference is None else self.by_id.get(_local(reference))


def _local(reference: str) -> str:
    """The id in a qualified name."""
    return reference.rpartition(":")[2]


def tag(element: "Element") -> str:
    """The name of an element of BPMN's or the dialect's namespace, else an empty text."""
    namespace, _, name = str(element.tag).rpartition("}")
    return name if namespace in _OURS else ""


def children(element: "Element", name: str) -> Iterator["Element"]:
    """The BPMN elements of a name right below an element."""
    return element.iterchildren(f"{{{BPMN}}}{name}")


def child(element: "Element", name: str) -> "Element | None":
    """The first BPMN element of a name right below an element."""
    return next(children(element, name), None)


def child_text(element: "Element", name: str) -> str | None:
    """The text of a BPMN element right below an element; None if it is missing or blank."""
    found = child(element, name)
    return None if found is None else (found.text or "").strip() or None


def extensions(element: "Element", name: str) -> Iterator["Element"]:
    """The elements of the dialect with a name in an element's extensionElements."""
    for holder in children(element, "extensionElements"):
        yield from holder.iterchildren(f"{{{ZEEBE}}}{name}")


def extension(element: "Element", name: str) -> "Element | None":
    """The first element of the dialect with a name in an element's extensionElements."""
    return next(extensions(element, name), None)


def attribute(element: "Element | None", name: str) -> str | None:
    """A trimmed attribute; None if it is missing or blank."""
    return None if element is None else (element.get(name) or "").strip() or None


def flag(element: "Element", name: str, *, default: bool) -> bool:
    """A boolean attribute."""
    value = attribute(element, name)
    return default if value is None else value in ("true", "1")


def properties(element: "Element") -> dict[str, str]:
    """The extension properties of an element."""
    holder = extension(element, "properties")
    if holder is None:
        return {}
    return {entry.get("name", ""): entry.get("value", "") for entry in holder.iterchildren(f"{{{ZEEBE}}}property")}
