"""superseded papers and signatures"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # a migration that waits for a lock makes every query behind it wait as well: rather fail, and be run again
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("document", sa.Column("number", sa.Text(), nullable=True))
    op.add_column("document", sa.Column("state", sa.Text(), server_default="CURRENT", nullable=False))
    op.add_column("document", sa.Column("superseded_by", sa.Text(), nullable=True))
    op.add_column("document", sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE document SET number = metadata ->> 'number' WHERE metadata ? 'number'")
    op.create_index(
        "ix_document_number",
        "document",
        ["number", "key"],
        unique=False,
        postgresql_where=sa.text("number IS NOT NULL"),
    )
    op.create_table(
        "signature",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("signature_id", sa.Text(), nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("envelope_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(none_as_null=False, astext_type=sa.Text()), nullable=False),
        sa.Column("earlier", postgresql.JSONB(none_as_null=False, astext_type=sa.Text()), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), server_default="VALID", nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_signature")),
    )
    op.create_index("uq_signature_signature_id", "signature", ["signature_id"], unique=True)
    op.create_index("ix_signature_root", "signature", ["root_process_instance_key", "key"], unique=False)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("signature")
    op.drop_index("ix_document_number", table_name="document")
    for column in ("superseded_at", "superseded_by", "state", "number"):
        op.drop_column("document", column)
