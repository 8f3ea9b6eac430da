"""User tasks: changed where they stand, and who performed them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from service.persistence.tables import user_task
from service.states import UserTaskState


def amend(connection: Connection, key: int, columns: Mapping[str, Any]) -> None:
    """Change columns of a user task."""
    connection.execute(update(user_task).where(user_task.c.key == key).values(**columns))


def performers(connection: Connection, root_key: int, element_ids: Sequence[str]) -> set[str]:
    """Who completed user tasks of these elements in a root instance, each time they were done."""
    statement = select(user_task.c.completed_by).where(
        user_task.c.root_process_instance_key == root_key,
        user_task.c.element_id.in_(element_ids),
        user_task.c.state == UserTaskState.COMPLETED,
        user_task.c.completed_by.is_not(None),
    )
    return {person for person in connection.execute(statement).scalars() if person is not None}
