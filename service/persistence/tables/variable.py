"""variable: the value of a name in a scope. `open` as long as the scope lives; afterwards it is history."""

from sqlalchemy import Boolean, Column, Index, Table, UniqueConstraint, text, true

from service.persistence.metadata import document, key, label, metadata, reference

variable = Table(
    "variable",
    metadata,
    key(),
    reference("process_instance_key"),
    reference("root_process_instance_key"),
    reference("scope_key"),
    label("name"),
    document("value"),
    Column("open", Boolean, nullable=False, server_default=true()),
    # a name once in a scope; writing again overwrites
    UniqueConstraint("scope_key", "name"),
    # every command loads the open variables of its root instance: an index of the live ones alone
    Index("ix_variable_open", "root_process_instance_key", postgresql_where=text("open")),
    # variables of an instance, live or ended
    Index("ix_variable_process_instance", "process_instance_key"),
)
