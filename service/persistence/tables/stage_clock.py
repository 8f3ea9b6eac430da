"""stage_clock: how long a case has been in a stage, on the business calendar. Its key is that of the stage's call
activity on the sheet. Rows of ended stages stay: they are what is reported of cycle and waiting times."""

from sqlalchemy import BigInteger, Column, Index, Table, text

from service.persistence.metadata import document, key, label, metadata, moment, reference

stage_clock = Table(
    "stage_clock",
    metadata,
    key(),
    reference("root_process_instance_key"),
    #: S1 to S7
    label("stage"),
    #: id of the call activity
    label("element_id"),
    #: the answer of decision D22 when the stage began
    document("limits"),
    label("jurisdiction"),
    #: CLIENT or THIRD_PARTY while the stage waits for nobody else: the clock stands still
    label("awaits", nullable=True),
    #: when it was last started or stopped
    moment("since"),
    #: microseconds of working time, and of waiting for the client or a third party, before `since`
    Column("worked", BigInteger, nullable=False),
    Column("waited", BigInteger, nullable=False),
    #: while it runs
    moment("due_at", nullable=True),
    #: ON_TIME, WARNED, OVERDUE, ESCALATED
    label("sla"),
    moment("started_at"),
    moment("ended_at", nullable=True),
    # every command loads the clocks of its case that are not over
    Index("ix_stage_clock_open", "root_process_instance_key", postgresql_where=text("ended_at IS NULL")),
    # how long a case has waited in all
    Index("ix_stage_clock_root", "root_process_instance_key"),
)
