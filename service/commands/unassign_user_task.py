"""A user task goes back to its candidates."""

from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands.context import CommandContext
from service.commands.instance_work import open_instance, write
from service.commands.task_rights import require_assigner, require_open
from service.persistence import user_tasks


@dataclass(frozen=True, slots=True)
class UnassignUserTask:
    """The key of the task."""

    key: int


def unassign_user_task(connection: Connection, command: UnassignUserTask, context: CommandContext) -> None:
    """Take the assignee away. Raises NotFound, InvalidState, Forbidden."""
    work = open_instance(connection, context, "user_task", command.key)
    task = work.row
    require_open(task)
    require_assigner(work, task)
    user_tasks.amend(connection, command.key, {"assignee": None})
    work.audit(
        "user_task_unassigned", "user_task", command.key, task["process_instance_key"], elementId=task["element_id"]
    )
    write(work)
