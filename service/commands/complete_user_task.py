"""A person submits a user task."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.commands.advance import advance
from service.commands.context import CommandContext
from service.commands.instance_work import open_instance
from service.commands.task_rights import require_open, require_performer


@dataclass(frozen=True, slots=True)
class CompleteUserTask:
    """`check` holds the variables against the task's form: it is called with connection, key and variables once the
    task is locked and known to be open and the actor's to do, if it has a form, and raises what it refuses with."""

    key: int
    variables: Mapping[str, Any] = field(default_factory=dict)
    check: Callable[[Connection, int, Mapping[str, Any]], None] | None = None


#: what a review comes to, by the names that its form gives it
_CONCLUSION = ("decision", "return_to", "reason_code")
_RETURN = "RETURN"


def conclusion(answer: Mapping[str, Any]) -> dict[str, str]:
    """What a review came to: codes, and why something was returned, as those are told who do it again.

    Variables keep the last round alone; the trail of a case has to show every one."""
    concluded: dict[str, str] = {}
    for topic in answer.values():
        if isinstance(topic, Mapping) and "decision" in topic:
            names = (*_CONCLUSION, "comment") if topic["decision"] == _RETURN else _CONCLUSION
            concluded |= {name: str(topic[name]) for name in names if topic.get(name) is not None}
    return concluded


def complete_user_task(connection: Connection, command: CompleteUserTask, context: CommandContext) -> None:
    """Complete it and move the instance to its next waits.

    Raises NotFound, InvalidState if it is not open any more, Forbidden if it is not the actor's to do."""
    work = open_instance(connection, context, "user_task", command.key)
    task = work.row
    require_open(task)
    require_performer(work, task)
    if command.check is not None and task["form_key"] is not None:
        command.check(connection, command.key, command.variables)
    work.facts.performers[command.key] = context.actor.name
    work.instance.complete(command.key, command.variables)
    concluded = {"concluded": conclusion(command.variables)} if task["review_of"] else {}
    work.audit(
        "user_task_completed",
        "user_task",
        command.key,
        task["process_instance_key"],
        elementId=task["element_id"],
        **concluded,
    )
    advance(work)
