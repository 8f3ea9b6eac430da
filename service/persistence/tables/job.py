"""job: work for a handler or an external worker. Its key is that of its element instance."""

from sqlalchemy import Boolean, Column, Index, Table, false, text

from service.persistence.metadata import document, key, label, metadata, moment, number, reference

#: a job that somebody may work on (one whose retries are used up waits for its incident to be resolved, even when
#: its retries were raised); queries say it in the same words, so that the partial indexes serve them
AVAILABLE = "(state = 'CREATED' OR state = 'FAILED' AND has_failed_with_retries_left) AND retries > 0"

job = Table(
    "job",
    metadata,
    key(),
    reference("process_instance_key"),
    reference("root_process_instance_key"),
    reference("process_definition_key"),
    label("element_id"),
    label("type"),
    label("state"),
    number("retries"),
    number("priority", 0),
    document("custom_headers"),
    #: queue of the slow handler that is registered for the type; without one it waits for an external worker
    label("queue", nullable=True),
    label("worker", nullable=True),
    #: an activated job is nobody else's until then
    moment("deadline", nullable=True),
    #: back-off: not to be activated before
    moment("not_before", nullable=True),
    #: when it was last handed to procrastinate; the sweep hands it over again if nothing came of it
    moment("dispatched_at", nullable=True),
    label("error_code", nullable=True),
    label("error_message", nullable=True),
    Column("has_failed_with_retries_left", Boolean, nullable=False, server_default=false()),
    moment("created_at"),
    moment("updated_at"),
    moment("ended_at", nullable=True),
    # activation by external workers: the jobs of a type that wait, by priority, then in order
    Index(
        "ix_job_activatable",
        "type",
        text("priority DESC"),
        "created_at",
        "key",
        postgresql_where=text(f"{AVAILABLE} AND queue IS NULL"),
    ),
    # sweep: jobs of our own handlers that are due
    Index(
        "ix_job_dispatch",
        "dispatched_at",
        postgresql_where=text(f"{AVAILABLE} AND queue IS NOT NULL"),
    ),
    Index("ix_job_process_instance", "process_instance_key"),
)
