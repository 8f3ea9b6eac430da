"""Plane geometry of diagrams: rectangles and polylines along the axes or oblique, in diagram units (pixels)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

EPSILON = 0.5


@dataclass(frozen=True, slots=True)
class Point:
    """A waypoint; y grows downwards."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Rectangle:
    """The bounds of a shape or a label."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """The middle."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def shrunk(self, by: float) -> "Rectangle":
        """The rectangle with each side moved inwards (outwards if `by` is negative)."""
        return Rectangle(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def overlaps(self, other: "Rectangle") -> bool:
        """Whether the insides meet; touching sides do not count."""
        return (
            self.x + EPSILON < other.right
            and other.x + EPSILON < self.right
            and self.y + EPSILON < other.bottom
            and other.y + EPSILON < self.bottom
        )

    def contains(self, other: "Rectangle") -> bool:
        """Whether the other lies inside, sides included."""
        return (
            self.x <= other.x + EPSILON
            and self.y <= other.y + EPSILON
            and other.right <= self.right + EPSILON
            and other.bottom <= self.bottom + EPSILON
        )

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside or on a side."""
        return self.contains(Rectangle(point.x, point.y, 0, 0))


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight piece of a line."""

    start: Point
    end: Point

    def enters(self, box: Rectangle) -> bool:
        """Whether a part of the segment lies inside the rectangle (Liang and Barsky's clipping)."""
        low, high = 0.0, 1.0
        dx, dy = self.end.x - self.start.x, self.end.y - self.start.y
        for step, distance in (
            (-dx, self.start.x - box.x),
            (dx, box.right - self.start.x),
            (-dy, self.start.y - box.y),
            (dy, box.bottom - self.start.y),
        ):
            if step == 0:
                if distance <= EPSILON:
                    return False
                continue
            at = distance / step
            low, high = (max(low, at), high) if step < 0 else (low, min(high, at))
        return (high - low) * max(abs(dx), abs(dy)) > EPSILON

    def crosses(self, other: "Segment") -> bool:
        """Whether the two cut each other inside both; touching ends and running along do not count."""
        return (
            _side(self, other.start) * _side(self, other.end) < 0
            and _side(other, self.start) * _side(other, self.end) < 0
        )

    def runs_along(self, other: "Segment") -> bool:
        """Whether the two lie on each other for some length."""
        if any(abs(_side(self, point)) > EPSILON for point in (other.start, other.end)):
            return False
        along_x = abs(self.end.x - self.start.x) >= abs(self.end.y - self.start.y)
        mine, theirs = (_extent(segment, along_x=along_x) for segment in (self, other))
        return min(mine[1], theirs[1]) - max(mine[0], theirs[0]) > EPSILON


def segments(points: Sequence[Point]) -> Iterator[Segment]:
    """The pieces of a polyline."""
    for start, end in pairwise(points):
        yield Segment(start, end)


def _extent(segment: Segment, *, along_x: bool) -> tuple[float, float]:
    values = (segment.start.x, segment.end.x) if along_x else (segment.start.y, segment.end.y)
    return min(values), max(values)


def _side(line: Segment, point: Point) -> float:
    """Distance of a point from the line through a segment; the sign says on which side."""
    dx, dy = line.end.x - line.start.x, line.end.y - line.start.y
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    distance = (dx * (point.y - line.start.y) - dy * (point.x - line.start.x)) / length
    return 0.0 if abs(distance) <= EPSILON else distance
