"""what instances wait for"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_AVAILABLE_JOB = "(state = 'CREATED' OR state = 'FAILED' AND has_failed_with_retries_left) AND retries > 0"


def upgrade() -> None:
    # a migration that waits for a lock makes every query behind it wait as well: rather fail, and be run again
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "incident",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("element_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("job_key", sa.BigInteger(), nullable=True),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("error_hash", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_incident")),
    )
    op.create_index(
        "ix_incident_open",
        "incident",
        ["process_instance_key"],
        unique=False,
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_index(
        "ix_incident_open_root",
        "incident",
        ["root_process_instance_key"],
        unique=False,
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_index("ix_incident_process_instance", "incident", ["process_instance_key"], unique=False)
    op.create_index(
        "ix_incident_open_element",
        "incident",
        ["element_instance_key"],
        unique=False,
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_table(
        "job",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("custom_headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("queue", sa.Text(), nullable=True),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("has_failed_with_retries_left", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_job")),
    )
    op.create_index(
        "ix_job_activatable",
        "job",
        ["type", sa.literal_column("priority DESC"), "created_at", "key"],
        unique=False,
        postgresql_where=sa.text(f"{_AVAILABLE_JOB} AND queue IS NULL"),
    )
    op.create_index(
        "ix_job_dispatch",
        "job",
        ["dispatched_at"],
        unique=False,
        postgresql_where=sa.text(f"{_AVAILABLE_JOB} AND queue IS NOT NULL"),
    )
    op.create_index("ix_job_process_instance", "job", ["process_instance_key"], unique=False)
    op.create_table(
        "message",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("correlation_key", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_message")),
        sa.UniqueConstraint("name", "correlation_key", "message_id", name=op.f("uq_message_name")),
    )
    op.create_index("ix_message_expires_at", "message", ["expires_at"], unique=False)
    op.create_table(
        "message_subscription",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_id", sa.Text(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("message_name", sa.Text(), nullable=False),
        sa.Column("correlation_key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("business_id", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_message_subscription")),
    )
    op.create_index(
        "ix_message_subscription_process_instance", "message_subscription", ["process_instance_key"], unique=False
    )
    op.create_index(
        "ix_message_subscription_waiting",
        "message_subscription",
        ["message_name", "correlation_key"],
        unique=False,
        postgresql_where=sa.text("state = 'CREATED'"),
    )
    op.create_table(
        "signal_subscription",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("signal_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_signal_subscription")),
    )
    op.create_index("ix_signal_subscription_name", "signal_subscription", ["signal_name"], unique=False)
    op.create_table(
        "timer",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("repetitions", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("interval", sa.Text(), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_timer")),
    )
    op.create_index("ix_timer_due", "timer", ["due"], unique=False)
    op.create_index("ix_timer_process_instance", "timer", ["process_instance_key"], unique=False)
    op.create_table(
        "user_task",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("candidate_groups", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("candidate_users", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("due_date", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follow_up_date", sa.DateTime(timezone=True), nullable=True),
        sa.Column("priority", sa.Integer(), server_default=sa.text("50"), nullable=False),
        sa.Column("form_key", sa.BigInteger(), nullable=True),
        sa.Column("external_form_reference", sa.Text(), nullable=True),
        sa.Column("custom_headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("review_of", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_user_task")),
    )
    op.create_index(
        "ix_user_task_assignee",
        "user_task",
        ["assignee", "key"],
        unique=False,
        postgresql_where=sa.text("state = 'CREATED'"),
    )
    op.create_index(
        "ix_user_task_open",
        "user_task",
        ["created_at", "key"],
        unique=False,
        postgresql_where=sa.text("state = 'CREATED'"),
    )
    op.create_index("ix_user_task_process_instance", "user_task", ["process_instance_key"], unique=False)
    op.create_index("ix_user_task_root", "user_task", ["root_process_instance_key", "element_id"], unique=False)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("user_task")
    op.drop_table("timer")
    op.drop_table("signal_subscription")
    op.drop_table("message_subscription")
    op.drop_table("message")
    op.drop_table("job")
    op.drop_table("incident")
