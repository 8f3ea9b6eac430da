"""user_task: work for a person. Its key is that of its element instance."""

from sqlalchemy import Index, Table, text

from service.persistence.metadata import document, key, label, labels, metadata, moment, number, reference

user_task = Table(
    "user_task",
    metadata,
    key(),
    reference("process_instance_key"),
    reference("root_process_instance_key"),
    reference("process_definition_key"),
    label("element_id"),
    label("name", nullable=True),
    label("state"),
    label("assignee", nullable=True),
    labels("candidate_groups"),
    labels("candidate_users"),
    moment("due_date", nullable=True),
    moment("follow_up_date", nullable=True),
    number("priority", 50),
    reference("form_key", nullable=True),
    label("external_form_reference", nullable=True),
    document("custom_headers"),
    #: ids of the elements whose performers may not do this task
    labels("review_of"),
    #: who may not do this task, whatever their role
    labels("excluded_users"),
    moment("created_at"),
    moment("ended_at", nullable=True),
    label("completed_by", nullable=True),
    # task lists: the open tasks in order. Candidate groups are filtered while it is read, since they are few and
    # each is that of many tasks; an index on them would cost every insert more than it saved
    Index("ix_user_task_open", "created_at", "key", postgresql_where=text("state = 'CREATED'")),
    Index("ix_user_task_assignee", "assignee", "key", postgresql_where=text("state = 'CREATED'")),
    # tasks of a case; who performed the elements under review
    Index("ix_user_task_root", "root_process_instance_key", "element_id"),
    Index("ix_user_task_process_instance", "process_instance_key"),
)
