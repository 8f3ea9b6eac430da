"""deployment: one upload of files, taken in all or not at all."""

from sqlalchemy import Boolean, Column, Table, false

from service.persistence.metadata import key, label, metadata, moment

deployment = Table(
    "deployment",
    metadata,
    key(),
    moment("deployed_at"),
    label("deployed_by"),
    #: the files that the service itself ships (decision 16), not an owner's upload
    Column("bundled", Boolean, nullable=False, server_default=false()),
)
