"""process_instance: a run of a process, a root or one called by a call activity."""

from sqlalchemy import Index, Table, text

from service.persistence.metadata import key, label, labels, metadata, moment, reference

process_instance = Table(
    "process_instance",
    metadata,
    key(),
    reference("process_definition_key"),
    #: kept here as well, since a business id is unique among the running instances of a process, all versions
    label("process_definition_id"),
    #: its own key if it is a root
    reference("root_process_instance_key"),
    reference("parent_process_instance_key", nullable=True),
    reference("parent_element_instance_key", nullable=True),
    label("state"),
    label("business_id", nullable=True),
    labels("tags"),
    moment("started_at"),
    moment("ended_at", nullable=True),
    # refuses the second running instance with the same business id
    Index(
        "uq_process_instance_business_id",
        "process_definition_id",
        "business_id",
        unique=True,
        postgresql_where=text("state = 'ACTIVE' AND business_id IS NOT NULL AND parent_process_instance_key IS NULL"),
    ),
    # finds a case by the number that its owners know
    Index("ix_process_instance_business_id", "business_id", postgresql_where=text("business_id IS NOT NULL")),
    # the instances of a definition; the running ones are few, the ended ones are history
    Index("ix_process_instance_definition", "process_definition_key", "key"),
    Index("ix_process_instance_active", "process_definition_key", "key", postgresql_where=text("state = 'ACTIVE'")),
    # call hierarchy; and what a root instance has called and is still running, which every command loads
    Index(
        "ix_process_instance_parent",
        "parent_process_instance_key",
        postgresql_where=text("parent_process_instance_key IS NOT NULL"),
    ),
    Index(
        "ix_process_instance_called",
        "root_process_instance_key",
        "state",
        postgresql_where=text("parent_process_instance_key IS NOT NULL"),
    ),
)
