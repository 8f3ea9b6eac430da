"""Time zones by their IANA names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from service.feel.temporal.civil import DAY_SECONDS, NANOS

#: a zoned time has no date of its own; its offset is taken at this moment
_REFERENCE = datetime(2000, 1, 1, 12)  # noqa: DTZ001 - a wall clock, which each zone reads as its own
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - likewise
_EPOCH_SECONDS = 946_684_800
_ERA_SECONDS = 146_097 * DAY_SECONDS  # 400 years, after which calendar and weekdays repeat
_MAX_NAME = 64


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, a path outside the zone files, a folder
        return None


def exists(name: str) -> bool:
    """Whether an IANA zone of that name is known."""
    return 0 < len(name) <= _MAX_NAME and name[0].isalpha() and _zone(name) is not None


def reference_offset(name: str) -> int:
    """A zone's offset in seconds, for times without a date."""
    return _seconds(_REFERENCE.replace(tzinfo=_zone(name)).utcoffset())


def offset_at(name: str, local_nanos: int) -> int:
    """A zone's offset in seconds when its clocks show this; the earlier of two in an overlap."""
    return _offset_at(name, local_nanos // NANOS)


def offset_of_instant(name: str, nanos: int) -> int:
    """A zone's offset in seconds at an instant, given in nanoseconds since 1970 UTC."""
    moment = _within_python(nanos // NANOS).replace(tzinfo=UTC).astimezone(_zone(name))
    return _seconds(moment.utcoffset())


@lru_cache(maxsize=4096)
def _offset_at(name: str, seconds: int) -> int:
    return _seconds(_within_python(seconds).replace(tzinfo=_zone(name)).utcoffset())


def _within_python(seconds: int) -> datetime:
    """The moment itself, or for years that Python does not have the same one of another era."""
    distance = seconds - _EPOCH_SECONDS
    if not -1900 * 31_556_952 < distance < 7900 * 31_556_952:
        distance %= _ERA_SECONDS
    return _EPOCH + timedelta(seconds=distance)


def _seconds(offset: timedelta | None) -> int:
    return round(offset.total_seconds()) if offset else 0
