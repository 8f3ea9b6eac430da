"""Messages: who waits for one, and which ids were published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.postgresql import insert

from service.persistence.tables import message, message_subscription
from service.states import SubscriptionState


def waiting(connection: Connection, name: str, correlation_key: str, business_id: str | None) -> Sequence[Row[Any]]:
    """Subscriptions that a message meets, in the order of their root instances' keys."""
    table = message_subscription
    statement = select(table).where(
        table.c.message_name == name,
        table.c.correlation_key == correlation_key,
        table.c.state == SubscriptionState.CREATED,
    )
    if business_id is not None:
        statement = statement.where(table.c.business_id == business_id)
    return connection.execute(statement.order_by(table.c.root_process_instance_key, table.c.key)).all()


def remember(
    connection: Connection,
    *,
    key: int,
    name: str,
    correlation_key: str,
    message_id: str,
    now: datetime,
    expires_at: datetime,
) -> bool:
    """Note the id of a message; False if it was published before and has not expired."""
    columns = {"key": key, "published_at": now, "expires_at": expires_at}
    statement = (
        insert(message)
        .values(name=name, correlation_key=correlation_key, message_id=message_id, **columns)
        .on_conflict_do_update(
            index_elements=["name", "correlation_key", "message_id"],
            set_=columns,
            where=message.c.expires_at <= now,
        )
    )
    return connection.execute(statement.returning(message.c.key)).first() is not None
