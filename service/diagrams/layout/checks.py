"""What makes a drawing hard to read, found from its geometry: each check yields problems with a remedy."""

from collections.abc import Iterator
from itertools import combinations

from service.diagrams.layout.drawing import CONNECTIONS, Drawing, Edge, Shape, kind
from service.diagrams.layout.geometry import Point, segments
from service.diagrams.layout.labels import labels, names_too_long
from service.diagrams.model import Problem

#: more crossings than this in one diagram are refused
MAX_CROSSINGS = 3
#: how far the end of a flow may lie from the outline of its shape, in pixels
DOCKING = 2.0
DRAWN = CONNECTIONS | {
    "participant",
    "lane",
    "callActivity",
    "subProcess",
    "adHocSubProcess",
    "transaction",
    "textAnnotation",
}


def check(drawing: Drawing) -> list[Problem]:
    """Every problem of a drawing, in the order of the checks."""
    return [
        *_undrawn(drawing),
        *_overlaps(drawing),
        *_outside_lane(drawing),
        *_loose_ends(drawing),
        *_through_shapes(drawing),
        *_shared_lines(drawing),
        *_crossings(drawing),
        *names_too_long(drawing),
        *labels(drawing),
    ]


def crossings(drawing: Drawing) -> list[tuple[Edge, Edge]]:
    """The pairs of flows that cut each other."""
    return [
        (one, other)
        for one, other in combinations(drawing.edges.values(), 2)
        if any(a.crosses(b) for a in segments(one.points) for b in segments(other.points))
    ]


def _undrawn(drawing: Drawing) -> Iterator[Problem]:
    for element_id, element in drawing.elements.items():
        name = kind(element)
        drawn = name in DRAWN or name.endswith(("Task", "Gateway", "Event")) or name == "task"
        if drawn and element_id not in drawing.shapes and element_id not in drawing.edges:
            message = f"Expected {name} {element_id} to be drawn, but the diagram has no shape for it."
            yield drawing.problem(element_id, "undrawn", message, "Place it on the canvas.")


def _overlaps(drawing: Drawing) -> Iterator[Problem]:
    solid = [shape for shape in drawing.shapes.values() if shape.kind not in ("participant", "lane")]
    for one, other in combinations(solid, 2):
        if _belong_together(drawing, one, other) or not one.bounds.overlaps(other.bounds):
            continue
        message = f"Expected room between shapes, but {one.id} and {other.id} overlap."
        yield drawing.problem(one.id, "overlap", message, "Move one of them.")


def _belong_together(drawing: Drawing, one: Shape, other: Shape) -> bool:
    """A boundary event sits on its activity; a sub-process surrounds what is in it."""
    if one.id == drawing.host(other.id) or other.id == drawing.host(one.id):
        return True
    return one.id in drawing.ancestors(other.id) or other.id in drawing.ancestors(one.id)


def _outside_lane(drawing: Drawing) -> Iterator[Problem]:
    for node, lane in drawing.lane_of.items():
        shapes = drawing.shapes.get(node), drawing.shapes.get(lane)
        if shapes[0] and shapes[1] and not shapes[1].bounds.contains(shapes[0].bounds):
            message = f"Expected {node} inside its lane {lane}, but it reaches out of it."
            yield drawing.problem(node, "lane", message, "Move it or enlarge the lane.")


def _loose_ends(drawing: Drawing) -> Iterator[Problem]:
    for edge in drawing.edges.values():
        for shape_id, points in ((edge.source, edge.points[:1]), (edge.target, edge.points[-1:])):
            shape = drawing.shapes.get(shape_id)
            if shape and not all(_on_outline(shape, point) for point in points):
                message = f"Expected {edge.id} to end at the outline of {shape_id}, but it ends elsewhere."
                yield drawing.problem(edge.id, "loose-end", message, "Dock the flow at the shape.")


def _on_outline(shape: Shape, point: Point) -> bool:
    """Within the docking distance; gateways and events may be docked anywhere on their slanted or round sides."""
    if not shape.bounds.shrunk(-DOCKING).holds(point):
        return False
    return not shape.named_inside or not shape.bounds.shrunk(DOCKING).holds(point)


def _through_shapes(drawing: Drawing) -> Iterator[Problem]:
    for edge in drawing.edges.values():
        for shape in drawing.shapes.values():
            if _may_be_touched(drawing, edge, shape):
                continue
            inside = shape.bounds.shrunk(DOCKING)
            if any(piece.enters(inside) for piece in segments(edge.points)):
                message = f"Expected {edge.id} to pass beside shapes, but it runs through {shape.id}."
                yield drawing.problem(edge.id, "through-shape", message, "Lead the flow round the shape.")


def _may_be_touched(drawing: Drawing, edge: Edge, shape: Shape) -> bool:
    if shape.kind in ("participant", "lane"):
        return True
    ends = {edge.source, edge.target}
    surroundings = {outer for end in ends for outer in drawing.ancestors(end)}
    return shape.id in surroundings


def _shared_lines(drawing: Drawing) -> Iterator[Problem]:
    """Flows may share a trunk where they leave one shape or enter one, never elsewhere."""
    for one, other in combinations(drawing.edges.values(), 2):
        if one.source == other.source or one.target == other.target:
            continue
        if any(a.runs_along(b) for a in segments(one.points) for b in segments(other.points)):
            message = f"Expected each flow on a line of its own, but {one.id} and {other.id} lie on each other."
            yield drawing.problem(one.id, "shared-line", message, "Move one of the lines.")


def _crossings(drawing: Drawing) -> Iterator[Problem]:
    found = crossings(drawing)
    if len(found) > MAX_CROSSINGS:
        pairs = ", ".join(f"{one.id} with {other.id}" for one, other in found)
        message = f"Expected at most {MAX_CROSSINGS} crossings, but there are {len(found)}: {pairs}."
        yield drawing.problem(found[0][0].id, "crossings", message, "Rearrange the shapes.")
