"""incident: why an element cannot go on."""

from sqlalchemy import Column, Index, Integer, Table, text

from service.persistence.metadata import key, label, metadata, moment, reference

incident = Table(
    "incident",
    metadata,
    key(),
    reference("process_instance_key"),
    reference("root_process_instance_key"),
    reference("process_definition_key"),
    reference("element_instance_key"),
    reference("job_key", nullable=True),
    label("element_id"),
    label("type"),
    label("state"),
    label("message"),
    #: CRC-32 of the message, by which incidents alike are grouped
    Column("error_hash", Integer, nullable=False),
    moment("created_at"),
    moment("resolved_at", nullable=True),
    # found by its element when it is cleared
    Index("ix_incident_open_element", "element_instance_key", postgresql_where=text("state = 'ACTIVE'")),
    # the flag `hasIncident`, and the list of what ops must look at
    Index("ix_incident_open", "process_instance_key", postgresql_where=text("state = 'ACTIVE'")),
    Index("ix_incident_open_root", "root_process_instance_key", postgresql_where=text("state = 'ACTIVE'")),
    Index("ix_incident_process_instance", "process_instance_key"),
)
