"""snapshot: where the tokens of a running root instance stand. The row is locked while a command changes the
instance and deleted when the instance ends, so the table stays as small as what is running."""

from sqlalchemy import Boolean, Column, LargeBinary, Table, false

from service.persistence.metadata import metadata, reference

snapshot = Table(
    "snapshot",
    metadata,
    Column("root_process_instance_key", reference("").type, primary_key=True, autoincrement=False),
    reference("process_definition_key"),
    #: as `service.engine` wrote it, its format version within
    Column("content", LargeBinary, nullable=False),
    #: a request waits for the end of the instance: notify it
    Column("awaited", Boolean, nullable=False, server_default=false()),
    # updated in place at each step: half of each page is kept free, so that an update needs no new index entry
    postgresql_with={"fillfactor": 50},
)
