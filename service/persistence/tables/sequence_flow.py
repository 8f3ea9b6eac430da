"""sequence_flow: how often an instance took a flow."""

from sqlalchemy import BigInteger, Column, Table, Text

from service.persistence.metadata import metadata, number, reference

sequence_flow = Table(
    "sequence_flow",
    metadata,
    Column("process_instance_key", BigInteger, primary_key=True, autoincrement=False),
    Column("flow_id", Text, primary_key=True),
    reference("root_process_instance_key"),
    reference("process_definition_key"),
    number("taken"),
)
