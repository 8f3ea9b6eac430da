"""notice: what people are told without having asked: a stage takes too long, a client is to be reminded."""

from sqlalchemy import Index, Table, text

from service.persistence.metadata import key, label, labels, metadata, moment, number, reference

notice = Table(
    "notice",
    metadata,
    key(),
    #: STAGE_WARNED, STAGE_OVERDUE, STAGE_ESCALATED, CLIENT_REMINDED
    label("kind"),
    #: what it is about; there is one notice about it and no second one
    label("subject"),
    reference("root_process_instance_key"),
    label("stage", nullable=True),
    label("element_id", nullable=True),
    #: of an escalation or reminder: the first, the second, …
    number("level", 0),
    #: who is told: people with one of the roles, and people by name
    labels("roles"),
    labels("users"),
    moment("due_at"),
    moment("created_at"),
    moment("acknowledged_at", nullable=True),
    label("acknowledged_by", nullable=True),
    Index("uq_notice_subject", "subject", unique=True),
    # what nobody has taken note of yet; whom it concerns is filtered while it is read
    Index("ix_notice_open", "created_at", "key", postgresql_where=text("acknowledged_at IS NULL")),
    Index("ix_notice_root", "root_process_instance_key"),
)
