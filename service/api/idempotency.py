"""A request with an Idempotency-Key is done once: whoever repeats it gets the first answer again.

The answer is stored in the transaction of the change itself, so either both are there or neither is. While the
first request is in flight it holds a lock on the key, by which a second one knows."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, func, insert, select
from starlette.responses import Response

from service.errors import InvalidArgument, InvalidState
from service.identity.actor import Actor
from service.persistence.tables.idempotency_key import idempotency_key as table

_LONGEST_KEY = 255


@dataclass(frozen=True, slots=True)
class IdempotentRequest:
    """The key that the client chose, for one actor, and the digest of what was asked."""

    actor: str
    key: str
    digest: bytes

    def earlier_answer(self, connection: Connection) -> Response | None:
        """The answer to an earlier request with this key.

        Raises InvalidState if that asked for something else or is in flight."""
        if not connection.execute(
            select(func.pg_try_advisory_xact_lock(bindparam("lock", self._lock, BigInteger)))
        ).scalar():
            raise InvalidState(
                f"Expected the first request with Idempotency-Key '{self.key}' to be over, but it is in flight. "
                "Try again in a moment."
            )
        row = connection.execute(select(table).where(table.c.actor == self.actor, table.c.key == self.key)).first()
        if row is None:
            return None
        if row.request != self.digest:
            raise InvalidState(
                f"Expected the request that was first sent with Idempotency-Key '{self.key}', but this is another "
                "one. Use a new key for a new request."
            )
        return Response(row.body, row.status, {**(row.headers or {}), "Idempotency-Replayed": "true"})

    def keep(self, connection: Connection, answer: Response, now: datetime) -> None:
        """Store the answer."""
        headers = {name: answer.headers[name] for name in ("content-type", "etag") if name in answer.headers}
        connection.execute(
            insert(table).values(
                actor=self.actor,
                key=self.key,
                request=self.digest,
                status=answer.status_code,
                headers=headers,
                body=bytes(answer.body),
                created_at=now,
            )
        )

    @property
    def _lock(self) -> int:
        text = f"{self.actor}\x00{self.key}".encode()
        return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), signed=True)


def idempotent_request(actor: Actor, key: str | None, *asked: Any) -> IdempotentRequest | None:
    """The request if it has a key; `asked` are method, path and body. Raises InvalidArgument for a bad key."""
    if key is None:
        return None
    if not key or len(key) > _LONGEST_KEY:
        raise InvalidArgument(f"The value for Idempotency-Key must have from 1 to {_LONGEST_KEY} characters.")
    digest = hashlib.sha256()
    for part in asked:
        content = part if isinstance(part, bytes) else str(part).encode()
        digest.update(len(content).to_bytes(8) + content)
    return IdempotentRequest(actor.name, key, digest.digest())
