"""timer: what is to fire at a time. The row is deleted when it has fired or is withdrawn."""

from sqlalchemy import Column, Index, Integer, Table, text

from service.persistence.metadata import key, label, metadata, moment, reference

timer = Table(
    "timer",
    metadata,
    key(),
    reference("process_instance_key"),
    reference("root_process_instance_key"),
    reference("process_definition_key"),
    label("element_id"),
    moment("due"),
    #: of a cycle: how often after this one (null = for ever) and the interval as ISO 8601
    Column("repetitions", Integer, nullable=True, server_default=text("0")),
    label("interval", nullable=True),
    #: when it was handed to procrastinate; far ones are not yet
    moment("dispatched_at", nullable=True),
    # sweep: what is due soon
    Index("ix_timer_due", "due"),
    Index("ix_timer_process_instance", "process_instance_key"),
)
