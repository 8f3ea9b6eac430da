"""message_subscription: a token, boundary event or event sub-process that waits for a message."""

from sqlalchemy import Index, Table, text

from service.persistence.metadata import key, label, metadata, moment, reference

message_subscription = Table(
    "message_subscription",
    metadata,
    key(),
    reference("process_instance_key"),
    reference("root_process_instance_key"),
    reference("process_definition_key"),
    label("process_definition_id"),
    label("element_id"),
    label("message_name"),
    label("correlation_key"),
    label("state"),
    label("business_id", nullable=True),
    moment("updated_at"),
    # correlation: who waits for this message
    Index(
        "ix_message_subscription_waiting",
        "message_name",
        "correlation_key",
        postgresql_where=text("state = 'CREATED'"),
    ),
    Index("ix_message_subscription_process_instance", "process_instance_key"),
)
