"""process_definition: a version of an executable process."""

from sqlalchemy import Boolean, Column, Index, LargeBinary, Table, UniqueConstraint

from service.persistence.metadata import document, key, label, metadata, moment, number, reference

process_definition = Table(
    "process_definition",
    metadata,
    key(),
    label("process_definition_id"),
    label("name", nullable=True),
    number("version"),
    label("version_tag", nullable=True),
    label("state"),
    reference("deployment_key"),
    reference("resource_key"),
    label("resource_name"),
    Column("sha256", LargeBinary, nullable=False),
    Column("has_start_form", Boolean, nullable=False),
    reference("start_form_key", nullable=True),
    #: what references with binding `deployment` mean: {"form": {id: key}, "decision": {…}, "process": {…}}
    document("bindings"),
    moment("deployed_at"),
    # latest version of an id: read backwards at every start by id
    UniqueConstraint("process_definition_id", "version"),
    # by tag, the newest first
    Index("ix_process_definition_tag", "process_definition_id", "version_tag", "version"),
    Index("ix_process_definition_resource", "resource_key"),
)
