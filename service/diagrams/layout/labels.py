"""Whether names can be read: they fit their shape, and labels beside shapes hide nothing."""

from collections.abc import Iterator
from itertools import combinations

from service.diagrams.layout.drawing import Drawing, Edge, Shape
from service.diagrams.layout.geometry import Rectangle, segments
from service.diagrams.layout.text import LINE_HEIGHT, width, wrapped
from service.diagrams.model import Problem

#: room between a shape's outline and the name inside it, in pixels
PADDING = 4.0
#: how much of a label's bounds may be empty margin that others may touch
MARGIN = 1.0


def names_too_long(drawing: Drawing) -> Iterator[Problem]:
    """Names written inside tasks, calls, lanes and pools that do not fit."""
    for shape in drawing.shapes.values():
        if not _fits_inside(shape):
            message = f"Expected the name of {shape.id} to fit its shape, but {shape.name!r} is too long."
            yield drawing.problem(shape.id, "name-too-long", message, "Shorten the name or enlarge the shape.")


def labels(drawing: Drawing) -> Iterator[Problem]:
    """Labels of events, gateways and flows: present, large enough, inside the pool, and over nothing else."""
    placed = [(element, element.label) for element in _labelled(drawing) if element.label]
    for element in _labelled(drawing):
        if element.label is None:
            message = f"Expected a place for the label of {element.id}, but its bounds are missing."
            yield drawing.problem(element.id, "label", message, "Move the label once in the modeler.")
    for element, bounds in placed:
        if not _holds(bounds, element.name):
            message = f"Expected the label of {element.id} to fit its bounds, but {element.name!r} is larger."
            yield drawing.problem(element.id, "label", message, "Enlarge the label in the modeler.")
        for covered in _covered(drawing, bounds):
            message = f"Expected the label of {element.id} on free ground, but it covers {covered}."
            yield drawing.problem(element.id, "label", message, "Move the label.")
    for (one, its_bounds), (other, other_bounds) in combinations(placed, 2):
        if its_bounds.overlaps(other_bounds):
            message = f"Expected labels side by side, but those of {one.id} and {other.id} overlap."
            yield drawing.problem(one.id, "label", message, "Move one of the labels.")


def _fits_inside(shape: Shape) -> bool:
    if shape.kind in ("participant", "lane"):
        return width(shape.name) <= shape.bounds.height - 2 * PADDING
    if not shape.named_inside or shape.expanded:
        return True
    return _holds(shape.bounds.shrunk(PADDING), shape.name)


def _holds(bounds: Rectangle, name: str) -> bool:
    lines = wrapped(name, bounds.width)
    return len(lines) * LINE_HEIGHT <= bounds.height + MARGIN and all(
        width(line) <= bounds.width + MARGIN for line in lines
    )


def _labelled(drawing: Drawing) -> Iterator[Shape | Edge]:
    for shape in drawing.shapes.values():
        if shape.name and shape.kind.endswith(("Event", "Gateway")):
            yield shape
    yield from (edge for edge in drawing.edges.values() if edge.name)


def _covered(drawing: Drawing, label: Rectangle) -> Iterator[str]:
    """Ids of the shapes and flows below a label, and of the pool it leaves."""
    inner = label.shrunk(MARGIN)
    for shape in drawing.shapes.values():
        if shape.kind == "participant" and shape.bounds.overlaps(label) and not shape.bounds.contains(label):
            yield f"the border of {shape.id}"
        if not shape.is_container and shape.bounds.overlaps(inner):
            yield shape.id
    for edge in drawing.edges.values():
        if any(piece.enters(inner) for piece in segments(edge.points)):
            yield edge.id
