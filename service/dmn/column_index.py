"""Which rules of a decision table an input value can match, without testing them one by one.

A column whose cells are constants cuts the values of a kind (numbers, strings, dates …) into points and the
gaps between them; for each of these slots a bit set says which rules accept it. A lookup is one bisection.
Cells that are no constants stay unsure: they are tested when all other columns of their rule match.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from service.dmn.constant_tests import ConstantCell, Interval

Bits = int


class Axis:
    """The slots of one kind of values: even ones are gaps, odd ones points; a mask of rules for each."""

    __slots__ = ("masks", "points")

    def __init__(self, kind: type, cells: Sequence[tuple[Bits, ConstantCell]]) -> None:
        ends = {
            end
            for _, cell in cells
            for interval in cell.intervals.get(kind, ())
            for end in (interval.low, interval.high)
            if end is not None
        }
        self.points: list[Any] = sorted(ends)
        toggles = [0] * (2 * len(self.points) + 2)
        for bit, cell in cells:
            intervals = cell.intervals.get(kind)
            if intervals is None:
                continue
            for first, after in _merged([self._slots(each) for each in intervals]):
                toggles[first] ^= bit
                toggles[after] ^= bit
            if cell.negated:
                toggles[0] ^= bit
        self.masks: list[Bits] = []
        current = 0
        for toggle in toggles[:-1]:
            current ^= toggle
            self.masks.append(current)

    def _slots(self, interval: Interval) -> tuple[int, int]:
        """The first slot of an interval and the one after its last."""
        first, after = 0, 2 * len(self.points) + 1
        if interval.low is not None:
            first = 2 * bisect_left(self.points, interval.low) + (1 if interval.low_included else 2)
        if interval.high is not None:
            after = 2 * bisect_left(self.points, interval.high) + (2 if interval.high_included else 1)
        return first, after


def _merged(slots: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, after in sorted(each for each in slots if each[0] < each[1]):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(after, merged[-1][1]))
        else:
            merged.append((first, after))
    return merged


#: the rules that a value may match, and those of them that still have to be tested
Candidates = tuple[Bits, Bits]


class ColumnIndex:
    """The index of one input column; rule n of the table is bit n."""

    __slots__ = ("_axes", "_every_cell")

    def __init__(self, cells: Sequence[ConstantCell | None], always: Sequence[bool]) -> None:
        """Takes per rule its constants (None if it has others) and whether it accepts everything."""
        constants = [(1 << at, cell) for at, cell in enumerate(cells) if cell is not None and not always[at]]
        accepting = sum(1 << at for at, each in enumerate(always) if each)
        tested = ((1 << len(cells)) - 1) & ~accepting
        unsure = tested & ~sum(bit for bit, _ in constants)
        kinds = {kind for _, cell in constants for kind in cell.intervals}
        # what a boolean cell says of a value that is no boolean depends on more than the value
        booleans = sum(bit for bit, cell in constants if bool in cell.intervals)
        self._axes = {kind: (Axis(kind, constants), unsure if kind is bool else unsure | booleans) for kind in kinds}
        for axis, maybe in self._axes.values():
            axis.masks = [each | accepting | maybe for each in axis.masks]
        self._every_cell = (accepting | tested, tested)

    def candidates(self, value: Any) -> Candidates:
        """The rules that a value may match."""
        found = self._axes.get(type(value))
        if found is None:
            return self._every_cell
        axis, unsure = found
        points = axis.points
        at = bisect_left(points, value)
        return axis.masks[2 * at + 1 if at < len(points) and points[at] == value else 2 * at], unsure
