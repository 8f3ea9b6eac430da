"""Lanes: the role of a lane is the default candidate group of the user tasks in it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.diagrams.diagram import attribute, children, properties

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ROLE = "role"


def roles(container: "Element") -> dict[str, str]:
    """The role of each flow node that lies in a lane of a process or sub-process; inner lanes win."""
    found: dict[str, str] = {}
    for lane in _lanes(container, "laneSet"):
        role = properties(lane).get(ROLE, "").strip() or attribute(lane, "name")
        if role is not None:
            found |= {(node.text or "").strip(): role for node in children(lane, "flowNodeRef")}
    return found


def _lanes(holder: "Element", lane_sets: str) -> Iterator["Element"]:
    """The lanes in a holder, outer before inner."""
    for lane_set in children(holder, lane_sets):
        for lane in children(lane_set, "lane"):
            yield lane
            yield from _lanes(lane, "childLaneSet")
