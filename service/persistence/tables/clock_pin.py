"""clock_pin: the time that the clock is pinned to, in test mode. One row at most."""

from sqlalchemy import Boolean, CheckConstraint, Column, Table, text, true

from service.persistence.metadata import metadata, moment

clock_pin = Table(
    "clock_pin",
    metadata,
    Column("only", Boolean, CheckConstraint(text("only"), name="only"), primary_key=True, server_default=true()),
    moment("pinned_at"),
)
