"""process instances and their tokens"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # a migration that waits for a lock makes every query behind it wait as well: rather fail, and be run again
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "element_instance",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("scope_key", sa.BigInteger(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("element_name", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_element_instance")),
    )
    op.create_index(
        "ix_element_instance_active",
        "element_instance",
        ["process_definition_key", "element_id"],
        unique=False,
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_index(
        "ix_element_instance_process_instance", "element_instance", ["process_instance_key", "key"], unique=False
    )
    op.create_table(
        "process_instance",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_id", sa.Text(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("parent_process_instance_key", sa.BigInteger(), nullable=True),
        sa.Column("parent_element_instance_key", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("business_id", sa.Text(), nullable=True),
        sa.Column("tags", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_process_instance")),
    )
    op.create_index(
        "ix_process_instance_active",
        "process_instance",
        ["process_definition_key", "key"],
        unique=False,
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_index(
        "ix_process_instance_business_id",
        "process_instance",
        ["business_id"],
        unique=False,
        postgresql_where=sa.text("business_id IS NOT NULL"),
    )
    op.create_index(
        "ix_process_instance_called",
        "process_instance",
        ["root_process_instance_key", "state"],
        unique=False,
        postgresql_where=sa.text("parent_process_instance_key IS NOT NULL"),
    )
    op.create_index(
        "ix_process_instance_definition", "process_instance", ["process_definition_key", "key"], unique=False
    )
    op.create_index(
        "ix_process_instance_parent",
        "process_instance",
        ["parent_process_instance_key"],
        unique=False,
        postgresql_where=sa.text("parent_process_instance_key IS NOT NULL"),
    )
    op.create_index(
        "uq_process_instance_business_id",
        "process_instance",
        ["process_definition_id", "business_id"],
        unique=True,
        postgresql_where=sa.text(
            "state = 'ACTIVE' AND business_id IS NOT NULL AND parent_process_instance_key IS NULL"
        ),
    )
    op.create_table(
        "sequence_flow",
        sa.Column("process_instance_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("flow_id", sa.Text(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("process_instance_key", "flow_id", name=op.f("pk_sequence_flow")),
    )
    op.create_table(
        "snapshot",
        sa.Column("root_process_instance_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("awaited", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("root_process_instance_key", name=op.f("pk_snapshot")),
        postgresql_with={"fillfactor": 50},
    )
    op.create_table(
        "variable",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("scope_key", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("open", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_variable")),
        sa.UniqueConstraint("scope_key", "name", name=op.f("uq_variable_scope_key")),
    )
    op.create_index(
        "ix_variable_open", "variable", ["root_process_instance_key"], unique=False, postgresql_where=sa.text("open")
    )
    op.create_index("ix_variable_process_instance", "variable", ["process_instance_key"], unique=False)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("variable")
    op.drop_table("snapshot")
    op.drop_table("sequence_flow")
    op.drop_table("process_instance")
    op.drop_table("element_instance")
