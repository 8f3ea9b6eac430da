"""Lanes: each node in one, since its role is the default candidate group of user tasks."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.diagrams.diagram import children, tag
from service.diagrams.elements.registry import kinds
from service.diagrams.lint.rule import Finding, Sheet, rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@rule("lane-reference")
def lane_contents(sheet: Sheet) -> Iterator[Finding]:
    """What a lane contains are flow nodes of its process, each in one lane of a lane set."""
    for lane_set in sheet.all("laneSet", "childLaneSet"):
        seen: dict[str, Element] = {}
        for lane in children(lane_set, "lane"):
            for reference in children(lane, "flowNodeRef"):
                name = (reference.text or "").strip()
                node = sheet.diagram.by_id.get(name)
                other = seen.setdefault(name, lane)
                if node is None or tag(node) not in kinds():
                    yield Finding(
                        reference, f"Expected a lane to contain flow nodes, but {name} is none.", "Remove the entry."
                    )
                elif other is not lane:
                    yield Finding(
                        reference,
                        f"Expected {name} in one lane, but it is in {other.get('id')} as well.",
                        "Move it into one of them.",
                    )
