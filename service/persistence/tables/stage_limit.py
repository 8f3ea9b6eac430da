"""stage_limit: what is still to be told about a stage that takes too long. The row is deleted when it was told, or
when the stage has ended."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, text

from service.persistence.metadata import label, metadata, moment, number, reference

stage_limit = Table(
    "stage_limit",
    metadata,
    #: key of the stage's clock, and the limit's place in order of time
    Column("stage_key", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    reference("root_process_instance_key"),
    #: STAGE_WARNED, STAGE_OVERDUE, STAGE_ESCALATED (with its level and the role that is told)
    label("kind"),
    number("level", 0),
    label("role", nullable=True),
    #: null while the clock stands still
    moment("due_at", nullable=True),
    # the sweep finds what is due
    Index("ix_stage_limit_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
)
