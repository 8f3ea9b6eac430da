"""message: a published message whose id must not be published again before it expires."""

from sqlalchemy import Index, Table, UniqueConstraint

from service.persistence.metadata import key, label, metadata, moment

message = Table(
    "message",
    metadata,
    key(),
    label("name"),
    label("correlation_key"),
    label("message_id"),
    moment("published_at"),
    moment("expires_at"),
    # refuses the same message id
    UniqueConstraint("name", "correlation_key", "message_id"),
    # housekeeping deletes what has expired
    Index("ix_message_expires_at", "expires_at"),
)
