"""Points in time as the contract writes them: ISO 8601, UTC, milliseconds; read with any offset."""

from datetime import UTC, datetime


def write(at: datetime) -> str:
    """The text of a point in time; `at` carries an offset."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read(text: str) -> datetime:
    """The point in time that a text says. Raises ValueError without an offset or if it is none."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("no offset")
    return at.astimezone(UTC)


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970."""
    return int(at.timestamp() * 1000)


def from_milliseconds(count: int) -> datetime:
    """The point in time so many milliseconds after 1970. Raises ValueError or OverflowError out of range."""
    return datetime.fromtimestamp(count / 1000, UTC)
