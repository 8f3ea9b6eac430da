"""A BPMN file as it is drawn: shapes and edges with their bounds, waypoints and labels, read from its DI part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.diagram import BPMN
from service.diagrams.layout.geometry import Point, Rectangle
from service.diagrams.model import Problem
from service.diagrams.safe_xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
CONTAINERS = frozenset({"participant", "lane"})
CONNECTIONS = frozenset({"sequenceFlow", "messageFlow", "association"})


@dataclass(frozen=True, slots=True)
class Shape:
    """Something with bounds: a flow node, lane, pool, annotation or data object."""

    id: str
    kind: str
    name: str
    bounds: Rectangle
    label: Rectangle | None
    expanded: bool

    @property
    def is_container(self) -> bool:
        """Whether other shapes are drawn inside it."""
        return self.kind in CONTAINERS or self.expanded

    @property
    def named_inside(self) -> bool:
        """Whether its name is written inside: tasks, calls and sub-processes; events and gateways have labels."""
        return self.kind.lower().endswith(("task", "activity", "subprocess", "transaction"))


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow or an association."""

    id: str
    kind: str
    name: str
    source: str
    target: str
    points: tuple[Point, ...]
    label: Rectangle | None


@dataclass(frozen=True)
class Drawing:
    """All that one file draws. `elements` are the semantic elements by id."""

    file: str
    shapes: Mapping[str, Shape]
    edges: Mapping[str, Edge]
    elements: Mapping[str, "Element"]

    def ancestors(self, element_id: str) -> Iterator[str]:
        """Ids of what contains an element, from the inside outwards."""
        element = self.elements.get(element_id)
        while element is not None and (element := element.getparent()) is not None:
            yield element.get("id", "")

    def host(self, element_id: str) -> str | None:
        """The activity that a boundary event sits on."""
        return self.elements[element_id].get("attachedToRef") if element_id in self.elements else None

    def problem(self, element_id: str, rule: str, message: str, remedy: str) -> Problem:
        """A layout problem of an element."""
        line = self.elements[element_id].sourceline
        return Problem(
            self.file, element_id, line if isinstance(line, int) else None, f"layout-{rule}", message, remedy
        )

    @cached_property
    def lane_of(self) -> Mapping[str, str]:
        """The innermost lane of each flow node that has one."""
        lanes: dict[str, str] = {}
        for lane in self.elements.values():
            if lane.tag == f"{{{BPMN}}}lane":
                lanes |= {(ref.text or "").strip(): lane.get("id", "") for ref in _children(lane, "flowNodeRef")}
        return lanes


def read(file: str, data: bytes) -> Drawing:
    """The drawing of a BPMN file. Raises `UnreadableError` if it is no well-formed, harmless XML."""
    root = parse(file, data)
    elements = {element.get("id", ""): element for element in root.iter(f"{{{BPMN}}}*") if element.get("id")}
    shapes = [_shape(di, elements) for di in root.iter(f"{{{BPMNDI}}}BPMNShape")]
    edges = [_edge(di, elements) for di in root.iter(f"{{{BPMNDI}}}BPMNEdge")]
    return Drawing(
        file,
        {shape.id: shape for shape in shapes if shape},
        {edge.id: edge for edge in edges if edge},
        elements,
    )


def kind(element: "Element") -> str:
    """The BPMN name of an element."""
    return etree.QName(element).localname


def _shape(di: "Element", elements: Mapping[str, "Element"]) -> Shape | None:
    element = elements.get(di.get("bpmnElement", ""))
    bounds = di.find(f"{{{DC}}}Bounds")
    if element is None or bounds is None:
        return None
    return Shape(
        element.get("id", ""),
        kind(element),
        element.get("name") or element.findtext(f"{{{BPMN}}}text") or "",
        _rectangle(bounds),
        _label(di),
        expanded=di.get("isExpanded") == "true",
    )


def _edge(di: "Element", elements: Mapping[str, "Element"]) -> Edge | None:
    element = elements.get(di.get("bpmnElement", ""))
    if element is None:
        return None
    return Edge(
        element.get("id", ""),
        kind(element),
        element.get("name", ""),
        element.get("sourceRef", ""),
        element.get("targetRef", ""),
        tuple(Point(float(p.get("x", 0)), float(p.get("y", 0))) for p in di.iter(f"{{{DI}}}waypoint")),
        _label(di),
    )


def _label(di: "Element") -> Rectangle | None:
    bounds = di.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds")
    return None if bounds is None else _rectangle(bounds)


def _rectangle(bounds: "Element") -> Rectangle:
    x, y, width, height = (float(bounds.get(name, 0)) for name in ("x", "y", "width", "height"))
    return Rectangle(x, y, width, height)


def _children(element: "Element", name: str) -> Iterator["Element"]:
    return element.iterchildren(f"{{{BPMN}}}{name}")
