"""What operators watch, read off the tables."""

from datetime import datetime

from sqlalchemy import Connection, text

_FIGURES = text("""
    SELECT (SELECT count(*) FROM incident WHERE state = 'ACTIVE') AS presales_incidents_open,
           (SELECT count(*) FROM job WHERE ended_at IS NULL) AS presales_jobs_open,
           greatest(extract(epoch FROM :now - (SELECT min(due) FROM timer)), 0) AS presales_timer_lag_seconds
""")


def operating_figures(connection: Connection, now: datetime) -> dict[str, float]:
    """The gauges of `metrics` that come from tables, by name."""
    row = connection.execute(_FIGURES, {"now": now}).mappings().one()
    return {name: float(value or 0) for name, value in row.items()}
