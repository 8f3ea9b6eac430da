"""element_instance: a token's stay in an element, from entering to leaving. History once it has ended."""

from sqlalchemy import Index, Table, text

from service.persistence.metadata import key, label, metadata, moment, reference

element_instance = Table(
    "element_instance",
    metadata,
    key(),
    reference("process_instance_key"),
    reference("root_process_instance_key"),
    reference("process_definition_key"),
    #: the element instance, or process instance, around it
    reference("scope_key"),
    label("element_id"),
    label("element_name", nullable=True),
    label("type"),
    label("state"),
    moment("started_at"),
    moment("ended_at", nullable=True),
    # history of an instance in order; children of a scope are found within their instance
    Index("ix_element_instance_process_instance", "process_instance_key", "key"),
    # statistics of a definition, and where its instances stand: the live ones only, so it stays small
    Index(
        "ix_element_instance_active",
        "process_definition_key",
        "element_id",
        postgresql_where=text("state = 'ACTIVE'"),
    ),
)
