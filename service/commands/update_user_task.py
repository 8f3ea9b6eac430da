"""Change dates, candidates or priority of a user task."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext
from service.commands.instance_work import open_instance, write
from service.commands.task_rights import require_assigner, require_open, require_same_authority
from service.errors import InvalidArgument
from service.persistence import user_tasks

_CHANGEABLE = frozenset({"due_date", "follow_up_date", "candidate_users", "candidate_groups", "priority"})


@dataclass(frozen=True, slots=True)
class UpdateUserTask:
    """`changes` holds what is to change, by column: due_date, follow_up_date (None clears), candidate_users,
    candidate_groups, priority."""

    key: int
    changes: Mapping[str, Any]


def update_user_task(connection: Connection, command: UpdateUserTask, context: CommandContext) -> None:
    """Write the changes. Raises NotFound, InvalidState, Forbidden, InvalidArgument if there are none."""
    unknown = sorted(set(command.changes) - _CHANGEABLE)
    if unknown or not command.changes:
        raise InvalidArgument(
            f"Expected changes of {', '.join(sorted(_CHANGEABLE))}, but got {', '.join(unknown) or 'none'}."
        )
    work = open_instance(connection, context, "user_task", command.key)
    task = work.row
    require_open(task)
    require_assigner(work, task)
    require_same_authority(task, command.changes)
    user_tasks.amend(connection, command.key, command.changes)
    work.audit(
        "user_task_updated",
        "user_task",
        command.key,
        task["process_instance_key"],
        elementId=task["element_id"],
        changed=sorted(command.changes),
    )
    write(work)
