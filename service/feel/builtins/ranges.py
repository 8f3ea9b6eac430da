"""Range functions, after Allen's relations (DMN 1.5, table 78)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from service.feel.builtins.registry import builtin
from service.feel.comparing import order
from service.feel.values import Range, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.feel.run import Run

#: a place on the line of values: which of the ends in sorted order, and its side of it
Place = tuple[int, int]


class Span(NamedTuple):
    """A range with its ends as places that compare; a point is the closed range of itself."""

    start: int
    start_included: bool
    end: int
    end_included: bool
    is_point: bool

    @property
    def opens(self) -> Place:
        """Orders starts: an included one comes first."""
        return self.start, 0 if self.start_included else 1

    @property
    def closes(self) -> Place:
        """Orders ends: an included one comes last."""
        return self.end, 1 if self.end_included else 0


def _spans(first: Any, second: Any) -> tuple[Span, Span] | None:
    """Both as spans on one line; None if an end is null or the kinds differ."""
    ranges = [
        value if type(value) is Range else Range(value, value, start_included=True, end_included=True)
        for value in (first, second)
    ]
    ends = [end for value in ranges for end in (value.start, value.end) if end is not None]
    if not ends or any(order(ends[0], end) is None for end in ends) or None in (first, second):
        return None
    if any(value.operator is None and None in value[:2] for value in ranges):
        return None
    left, right = (
        _span(value, ends, type(whole) is not Range) for value, whole in zip(ranges, (first, second), strict=True)
    )
    return left, right


def _span(value: Range, ends: list[Any], is_point: bool) -> Span:
    start = -1 if value.start is None else _rank(value.start, ends)
    end = len(ends) if value.end is None else _rank(value.end, ends)
    return Span(start, value.start_included, end, value.end_included, is_point)


def _rank(end: Any, ends: list[Any]) -> int:
    """How many ends lie below this one."""
    pairs = (order(other, end) for other in ends)
    return sum(1 for pair in pairs if pair and pair[0] < pair[1])


def _before(a: Span, b: Span) -> bool:
    return a.end < b.start or (a.end == b.start and not (a.end_included and b.start_included))


def _meets(a: Span, b: Span) -> bool:
    return a.end == b.start and a.end_included and b.start_included


def _overlaps(a: Span, b: Span) -> bool:
    return not _before(a, b) and not _before(b, a)


def _overlaps_before(a: Span, b: Span) -> bool:
    return a.opens < b.opens and not _before(a, b) and a.closes <= b.closes


def _finishes(a: Span, b: Span) -> bool:
    if a.is_point:
        return b.end_included and a.end == b.end
    return a.closes == b.closes and a.opens >= b.opens


def _includes(a: Span, b: Span) -> bool:
    return a.opens <= b.opens and a.closes >= b.closes


def _starts(a: Span, b: Span) -> bool:
    if a.is_point:
        return b.start_included and a.start == b.start
    return a.opens == b.opens and a.closes <= b.closes


def _coincides(a: Span, b: Span) -> bool:
    return a.opens == b.opens and a.closes == b.closes


def _swapped(relation: Callable[[Span, Span], bool]) -> Callable[[Span, Span], bool]:
    return lambda a, b: relation(b, a)


_POINT = "number|string|date|time|date and time|days and time duration|years and months duration"
_POINT_RANGE, _RANGE_POINT = f"point: {_POINT}, range: range", f"range: range, point: {_POINT}"
_POINTS, _RANGES = f"point1: {_POINT}, point2: {_POINT}", "range1: range, range2: range"
_ALL = (_POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES)


def _relation(name: str, holds: Callable[[Span, Span], bool], parameters: tuple[str, ...], example: str) -> None:
    """Register one function for each pair of kinds that it takes."""

    def body(run: Run, first: Any, second: Any) -> bool | None:
        spans = _spans(first, second)
        if spans is None:
            return run.null("type", "Cannot compare {} with {}.", kind_of(first), kind_of(second))
        return holds(*spans)

    for signature in parameters:
        builtin(f"{name}({signature})", example)(body)


_relation("before", _before, _ALL, "before([1..10], [15..20]) = true")
_relation("after", _swapped(_before), _ALL, "after(12, [1..10]) = true")
_relation("meets", _meets, (_RANGES,), "meets([1..5], [5..10]) = true")
_relation("met by", _swapped(_meets), (_RANGES,), "met by([5..10], [1..5]) = true")
_relation("overlaps", _overlaps, (_RANGES,), "overlaps([5..10], [1..6]) = true")
_relation("overlaps before", _overlaps_before, (_RANGES,), "overlaps before([1..5], [4..10]) = true")
_relation("overlaps after", _swapped(_overlaps_before), (_RANGES,), "overlaps after([4..10], [1..5]) = true")
_relation("finishes", _finishes, (_POINT_RANGE, _RANGES), "finishes(10, [1..10]) = true")
_relation("finished by", _swapped(_finishes), (_RANGE_POINT, _RANGES), "finished by([1..10], 10) = true")
_relation("includes", _includes, (_RANGE_POINT, _RANGES), "includes([5..10], 6) = true")
_relation("during", _swapped(_includes), (_POINT_RANGE, _RANGES), "during(5, [1..10]) = true")
_relation("starts", _starts, (_POINT_RANGE, _RANGES), "starts(1, [1..10]) = true")
_relation("started by", _swapped(_starts), (_RANGE_POINT, _RANGES), "started by([1..10], 1) = true")
_relation("coincides", _coincides, (_POINTS, _RANGES), "coincides([1..5], [1..5]) = true")
