"""exposure of cases"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # a migration that waits for a lock makes every query behind it wait as well: rather fail, and be run again
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "case_exposure",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("identity_type", sa.Text(), nullable=True),
        sa.Column("identity", sa.Text(), nullable=True),
        sa.Column("life_sum_insured", sa.Numeric(), nullable=True),
        sa.Column("annual_premium", sa.Numeric(), nullable=True),
        sa.Column("single_premium", sa.Numeric(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_case_exposure")),
    )
    op.create_index("ix_case_exposure_identity", "case_exposure", ["identity"], unique=False)
    op.create_index("ix_case_exposure_person", "case_exposure", ["person"], unique=False)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("case_exposure")
