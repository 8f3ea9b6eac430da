"""A timer is due."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from service.commands.advance import advance
from service.commands.context import CommandContext
from service.commands.instance_work import find_instance


@dataclass(frozen=True, slots=True)
class FireTimer:
    """The key of the timer."""

    key: int


def fire_timer(connection: Connection, command: FireTimer, context: CommandContext) -> bool:
    """Fire it if it is still there and due, and answer whether it was: a timer never fires twice."""
    work = find_instance(connection, context, "timer", command.key)
    if work is None or not work.row or datetime.fromisoformat(work.row["due"]) > context.now:
        return False
    work.instance.fire(command.key)
    work.audit("timer_fired", "timer", command.key, work.row["process_instance_key"], elementId=work.row["element_id"])
    advance(work)
    return True
