"""Audit events of commands that change no process instance."""

from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext
from service.persistence import rows
from service.persistence.batch import Batch


def record(
    connection: Connection,
    context: CommandContext,
    event: str,
    entity: str,
    key: int,
    details: dict[str, Any],
    *,
    root_key: int | None = None,
) -> None:
    """Note what the actor did, in the past tense. `root_key`: the instance in whose history it belongs."""
    batch = Batch()
    batch.rows(
        rows.NEW_AUDIT_EVENT,
        [
            {
                "key": context.runtime.keys.take(connection),
                "type": event,
                "entity_type": entity,
                "entity_key": key,
                "root_process_instance_key": root_key,
                "actor": context.actor.name,
                "request_id": context.request_id,
                "at": context.now,
                "details": details,
            }
        ],
    )
    batch.execute(connection)
