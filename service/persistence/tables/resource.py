"""resource: a file as it was uploaded, byte for byte."""

from sqlalchemy import Column, Index, LargeBinary, Table

from service.persistence.metadata import key, label, metadata, reference

resource = Table(
    "resource",
    metadata,
    key(),
    reference("deployment_key"),
    label("name"),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    # what was last deployed under this name: the bundled deployment asks it of every file at start
    Index("ix_resource_name", "name", "key"),
)
