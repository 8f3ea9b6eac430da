"""Timers: one of date, duration and cycle, and where each may stand."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.diagrams.diagram import child_text, flag, tag
from service.diagrams.lint.rule import Finding, Sheet, rule
from service.feel.temporal.text import parse_date_time, parse_duration

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DATE = "a date and time with offset such as 2026-01-31T09:00:00+08:00"
DURATION = "a duration such as P3D or PT15M"
CYCLE = "a cycle such as R3/PT10M or R/P1D"

_CYCLE = re.compile(r"R(-1|\d*)/((?P<start>[^/P][^/]*)/)?(?P<interval>P[^/]+)")
KINDS = ("timeDate", "timeDuration", "timeCycle")


def is_date(text: str) -> bool:
    """Whether a text is an ISO 8601 date-time with an offset or zone."""
    moment = parse_date_time(text)
    return moment is not None and not moment.is_local


def is_duration(text: str) -> bool:
    """Whether a text is an ISO 8601 duration."""
    return parse_duration(text) is not None


def is_cycle(text: str) -> bool:
    """Whether a text is a repeating interval of ISO 8601."""
    found = _CYCLE.fullmatch(text)
    return found is not None and is_duration(found["interval"]) and (found["start"] is None or is_date(found["start"]))


CHECKS = {"timeDate": (is_date, DATE), "timeDuration": (is_duration, DURATION), "timeCycle": (is_cycle, CYCLE)}


@rule("timer")
def timers(sheet: Sheet) -> Iterator[Finding]:
    """A timer has one text, of a form that can be read, and of a kind that its event allows."""
    for definition in sheet.all("timerEventDefinition"):
        texts = {name: text for name in KINDS if (text := child_text(definition, name)) is not None}
        if len(texts) != 1:
            yield Finding(
                definition,
                f"Expected one of {', '.join(KINDS)}, but found {', '.join(texts) or 'none'}.",
                "Choose the type of the timer in the modeler, and fill it in.",
            )
            continue
        ((name, text),) = texts.items()
        if name not in _allowed(definition):
            yield Finding(
                definition,
                f"Expected {' or '.join(_allowed(definition))} for this event, but found {name}.",
                "An event that happens once cannot repeat: use a date or a duration.",
            )
        check, expected = CHECKS[name]
        if not text.startswith("=") and not check(text):
            yield Finding(
                definition,
                f"Expected {name} to be {expected} or a FEEL expression, but it is {text}.",
                "Correct the text, or write an expression with a leading =.",
            )


def _allowed(definition: "Element") -> tuple[str, ...]:
    """Which kinds the event may have: what interrupts or is passed once does not repeat."""
    event = definition.getparent()
    if event is None:
        return KINDS
    interrupting = {"boundaryEvent": "cancelActivity", "startEvent": "isInterrupting"}.get(tag(event))
    once = tag(event) == "intermediateCatchEvent" or (
        interrupting is not None and flag(event, interrupting, default=True)
    )
    return ("timeDate", "timeDuration") if once else KINDS
