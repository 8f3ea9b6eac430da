"""The time. In test mode it can be pinned, for all processes of the service at once: the pinned time is a row in
the database, which every transaction reads as it begins (`persistence.database`)."""

from datetime import UTC, datetime


class _Source:
    pinned: datetime | None = None


def now() -> datetime:
    """The time in UTC; the pinned time, which stands still, as long as there is one."""
    return _Source.pinned or datetime.now(UTC)


def pin(at: datetime | None) -> None:
    """Make `now` answer `at` in this process; with None it runs again. `at` must carry an offset."""
    _Source.pinned = at.astimezone(UTC) if at is not None else None
