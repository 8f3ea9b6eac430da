"""audit_event: what somebody did, in the past tense (`user_task_completed`). No values of variables but what a review
concluded."""

from sqlalchemy import Index, Table, text

from service.persistence.metadata import document, key, label, metadata, moment, reference

audit_event = Table(
    "audit_event",
    metadata,
    key(),
    label("type"),
    label("entity_type"),
    reference("entity_key"),
    reference("process_instance_key", nullable=True),
    reference("root_process_instance_key", nullable=True),
    reference("process_definition_key", nullable=True),
    label("actor"),
    label("request_id", nullable=True),
    moment("at"),
    document("details"),
    # the timeline of a case
    Index(
        "ix_audit_event_root",
        "root_process_instance_key",
        "key",
        postgresql_where=text("root_process_instance_key IS NOT NULL"),
    ),
    # the history of one user task, incident, …
    Index("ix_audit_event_entity", "entity_key"),
)
