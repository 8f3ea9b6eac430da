"""A user task is given to a person, who may be the actor (claim)."""

from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands.context import CommandContext
from service.commands.instance_work import open_instance, write
from service.commands.task_rights import require_assigner, require_independent, require_open
from service.errors import InvalidArgument, InvalidState
from service.persistence import user_tasks


@dataclass(frozen=True, slots=True)
class AssignUserTask:
    """Without `allow_override` a task that is somebody else's is refused."""

    key: int
    assignee: str
    allow_override: bool = True


def assign_user_task(connection: Connection, command: AssignUserTask, context: CommandContext) -> None:
    """Assign it.

    Raises NotFound, InvalidState, Forbidden (not the actor's to give, or the assignee performed what it reviews)."""
    if not command.assignee:
        raise InvalidArgument("No assignee provided.")
    work = open_instance(connection, context, "user_task", command.key)
    task = work.row
    require_open(task)
    require_assigner(work, task)
    if not command.allow_override and task["assignee"] not in (None, command.assignee):
        raise InvalidState(
            f"Expected the user task with key '{command.key}' to be unassigned, but it is assigned to "
            f"{task['assignee']}. Override the assignment, or choose another task."
        )
    require_independent(work, task, command.assignee)
    user_tasks.amend(connection, command.key, {"assignee": command.assignee})
    work.audit(
        "user_task_assigned",
        "user_task",
        command.key,
        task["process_instance_key"],
        elementId=task["element_id"],
        assignee=command.assignee,
    )
    write(work)
