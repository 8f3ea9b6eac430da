"""signal_subscription: a token, boundary event or event sub-process that waits for a signal."""

from sqlalchemy import Index, Table

from service.persistence.metadata import key, label, metadata, reference

signal_subscription = Table(
    "signal_subscription",
    metadata,
    key(),
    reference("process_instance_key"),
    reference("root_process_instance_key"),
    reference("process_definition_key"),
    label("element_id"),
    label("signal_name"),
    # broadcast: who waits for this signal
    Index("ix_signal_subscription_name", "signal_name"),
)
