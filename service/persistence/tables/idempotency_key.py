"""idempotency_key: the answer that was given to a request with an Idempotency-Key."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text

from service.persistence.metadata import document, metadata, moment

idempotency_key = Table(
    "idempotency_key",
    metadata,
    #: keys are the client's: two users may choose the same
    Column("actor", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    #: SHA-256 of method, path and body
    Column("request", LargeBinary, nullable=False),
    Column("status", Integer, nullable=True),
    document("headers", nullable=True),
    Column("body", LargeBinary, nullable=True),
    moment("created_at"),
    # housekeeping deletes the old ones
    Index("ix_idempotency_key_created_at", "created_at"),
)
