"""A message finds who waits for it: at most once per process id, every different process gets it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from service.commands.advance import advance
from service.commands.context import CommandContext
from service.commands.instance_work import find_instance
from service.persistence import messages
from service.states import SubscriptionState


def correlate(
    connection: Connection,
    context: CommandContext,
    key: int,
    name: str,
    correlation_key: str,
    variables: Mapping[str, Any],
    business_id: str | None,
) -> list[int]:
    """Fire the subscriptions that the message meets; answer the keys of the instances.

    Instances are locked in the order of their keys, so that two messages at once do not wait for each other. A
    subscription that another command closed meanwhile is passed over for the next of its process."""
    met: dict[str, int] = {}
    for waiting in messages.waiting(connection, name, correlation_key, business_id):
        if waiting.process_definition_id in met:
            continue
        work = find_instance(connection, context, "message_subscription", waiting.key)
        if work is None or work.row["state"] != SubscriptionState.CREATED:
            continue
        work.instance.fire(waiting.key, variables)
        work.audit(
            "message_correlated",
            "message",
            key,
            waiting.process_instance_key,
            elementId=waiting.element_id,
            messageName=name,
        )
        advance(work)
        met[waiting.process_definition_id] = waiting.process_instance_key
    return list(met.values())
