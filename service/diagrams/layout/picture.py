"""A drawing as a self-contained SVG picture, as the modeler shows it: the same bytes for the same file."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from service.diagrams.layout import symbols
from service.diagrams.layout.drawing import Drawing, Edge, Shape, kind
from service.diagrams.layout.geometry import Point, Rectangle
from service.diagrams.layout.text import FONT_SIZE, LINE_HEIGHT, balanced, wrapped

MARGIN = 20.0
FONTS = "'Noto Sans TC','Noto Sans CJK TC','PingFang TC','Microsoft JhengHei',sans-serif"
INK = "#334155"
FLOW = "#64748b"
LABEL = "#475569"
LANES = ("#ffffff", "#f8fafc")
FILLS = {
    "userTask": "#e8f1fd",
    "serviceTask": "#edf7ee",
    "businessRuleTask": "#fff6e0",
    "scriptTask": "#fff6e0",
    "callActivity": "#f3eefc",
    "startEvent": "#e3f5e6",
    "endEvent": "#e2e8f0",
    "boundaryEvent": "#fff1e6",
}
STROKES = {"startEvent": "#2f855a", "boundaryEvent": "#b7671c"}
CORNER = 8.0
ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9"'
    f' markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1L10 5L0 9z" fill="{FLOW}"/></marker></defs>'
)


def picture(drawing: Drawing) -> str:
    """The SVG text."""
    frame = _frame(drawing).shrunk(-MARGIN)
    parts = [
        _opening(frame),
        ARROW,
        _box(frame, "#ffffff", "none", 0),
        *_containers(drawing),
        *(_edge(drawing, edge) for edge in drawing.edges.values()),
        *(_node(drawing, shape) for shape in drawing.shapes.values() if not shape.is_container),
        *_labels(drawing),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _opening(frame: Rectangle) -> str:
    view = f"{frame.x:g} {frame.y:g} {frame.width:g} {frame.height:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" width="{frame.width:g}"'
        f' height="{frame.height:g}" font-family="{FONTS}" font-size="{FONT_SIZE:g}">'
    )


def _named(drawing: Drawing) -> Iterator[Shape | Edge]:
    yield from drawing.shapes.values()
    yield from drawing.edges.values()


def _frame(drawing: Drawing) -> Rectangle:
    boxes = [shape.bounds for shape in drawing.shapes.values()]
    boxes += [element.label for element in _named(drawing) if element.label]
    boxes += [Rectangle(p.x, p.y, 0, 0) for edge in drawing.edges.values() for p in edge.points]
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Rectangle(x, y, max(box.right for box in boxes) - x, max(box.bottom for box in boxes) - y)


def _containers(drawing: Drawing) -> Iterator[str]:
    lanes = 0
    for shape in drawing.shapes.values():
        if not shape.is_container:
            continue
        box = shape.bounds
        if shape.kind == "lane":
            lanes += 1
        fill = LANES[lanes % 2] if shape.kind == "lane" else "#ffffff"
        yield _box(box, fill, "#94a3b8", 0 if shape.kind in ("participant", "lane") else CORNER)
        if shape.kind == "participant":
            yield _box(Rectangle(box.x, box.y, 30, box.height), "#e2e8f0", "#94a3b8", 0)
        at = Point(box.x + 15, box.centre.y)
        weight = "600" if shape.kind == "participant" else "400"
        yield (
            f'<text transform="translate({at.x:g} {at.y:g}) rotate(-90)" text-anchor="middle"'
            f' dominant-baseline="central" font-weight="{weight}" fill="{INK}">{escape(shape.name)}</text>'
        )


def _node(drawing: Drawing, shape: Shape) -> str:
    if shape.kind.endswith("Event"):
        return _event(drawing, shape)
    if shape.kind.endswith("Gateway"):
        return _gateway(shape)
    return _activity(drawing, shape)


def _activity(drawing: Drawing, shape: Shape) -> str:
    box, call = shape.bounds, shape.kind == "callActivity"
    width = 2.6 if call else 1.3
    parts = [_box(box, FILLS.get(shape.kind, "#ffffff"), INK, CORNER, width)]
    if shape.kind in symbols.TASKS:
        parts.append(symbols.placed(symbols.TASKS[shape.kind], box.x + 6, box.y + 6, INK))
    marker = symbols.CALL if call else _repetition(drawing, shape)
    if marker:
        parts.append(symbols.placed(marker, box.centre.x - 8, box.bottom - 20, INK))
    middle = Point(box.centre.x, box.centre.y + (4 if shape.kind in symbols.TASKS else 0) - (8 if marker else 0))
    parts.append(_text(balanced(shape.name, box.width - 10), middle, INK))
    return "".join(parts)


def _repetition(drawing: Drawing, shape: Shape) -> str | None:
    for child in drawing.elements[shape.id]:
        if kind(child) == "multiInstanceLoopCharacteristics":
            return symbols.SEQUENTIAL if child.get("isSequential") == "true" else symbols.PARALLEL
    return None


def _gateway(shape: Shape) -> str:
    box, middle = shape.bounds, shape.bounds.centre
    corners = f"{middle.x:g},{box.y:g} {box.right:g},{middle.y:g} {middle.x:g},{box.bottom:g} {box.x:g},{middle.y:g}"
    diamond = f'<polygon points="{corners}" fill="#ffffff" stroke="{INK}" stroke-width="1.3"/>'
    return diamond + symbols.placed(symbols.GATEWAYS.get(shape.kind, ""), middle.x - 8, middle.y - 8, INK)


def _event(drawing: Drawing, shape: Shape) -> str:
    middle, radius = shape.bounds.centre, shape.bounds.width / 2
    stroke, fill = STROKES.get(shape.kind, INK), FILLS.get(shape.kind, "#ffffff")
    width = 3 if shape.kind == "endEvent" else 1.6
    dashes = ' stroke-dasharray="4 3"' if drawing.elements[shape.id].get("cancelActivity") == "false" else ""
    circle = (
        f'<circle cx="{middle.x:g}" cy="{middle.y:g}" r="{{}}" fill="{fill}"'
        f' stroke="{stroke}" stroke-width="{width}"{dashes}/>'
    )
    parts = [circle.format(f"{radius:g}")]
    if shape.kind in ("boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"):
        parts.append(circle.format(f"{radius - 3:g}"))
    names = [kind(child) for child in drawing.elements[shape.id]]
    symbol = next((symbols.EVENTS[name] for name in names if name in symbols.EVENTS), None)
    if symbol:
        parts.append(symbols.placed(symbol, middle.x - 8, middle.y - 8, stroke))
    return "".join(parts)


def _edge(drawing: Drawing, edge: Edge) -> str:
    line = (
        f'<path d="{_rounded(edge.points)}" fill="none" stroke="{FLOW}" stroke-width="1.4" marker-end="url(#arrow)"/>'
    )
    source = drawing.elements.get(edge.source)
    if source is None or source.get("default") != edge.id:
        return line
    first, second = edge.points[:2]
    length = max(abs(second.x - first.x) + abs(second.y - first.y), 1.0)
    x, y = first.x + (second.x - first.x) / length * 9, first.y + (second.y - first.y) / length * 9
    return line + f'<path d="M{x - 4:g} {y + 5:g}L{x + 4:g} {y - 5:g}" stroke="{FLOW}" stroke-width="1.4"/>'


def _rounded(points: tuple[Point, ...]) -> str:
    """The path of a flow with small arcs at its corners."""
    path = f"M{points[0].x:g} {points[0].y:g}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        path += f"L{near.x:g} {near.y:g}Q{corner.x:g} {corner.y:g} {far.x:g} {far.y:g}"
    return path + f"L{points[-1].x:g} {points[-1].y:g}"


def _towards(corner: Point, other: Point) -> Point:
    length = ((other.x - corner.x) ** 2 + (other.y - corner.y) ** 2) ** 0.5 or 1.0
    share = min(6.0, length / 2) / length
    return Point(round(corner.x + (other.x - corner.x) * share, 2), round(corner.y + (other.y - corner.y) * share, 2))


def _labels(drawing: Drawing) -> Iterator[str]:
    for element in _named(drawing):
        if element.label and element.name:
            yield _text(wrapped(element.name, element.label.width + 1), element.label.centre, LABEL)


def _text(lines: list[str], middle: Point, ink: str) -> str:
    top = middle.y - (len(lines) - 1) * LINE_HEIGHT / 2
    spans = "".join(
        f'<tspan x="{middle.x:g}" y="{top + number * LINE_HEIGHT:g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text text-anchor="middle" dominant-baseline="central" fill="{ink}">{spans}</text>'


def _box(box: Rectangle, fill: str, stroke: str, corner: float, width: float = 1.0) -> str:
    return (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="{corner:g}"'
        f' fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"/>'
    )
