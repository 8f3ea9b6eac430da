"""The edge: who asks, what they may, and the one transaction of a request, committed before the answer leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from fastapi import Depends, Request
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from service import clock
from service.api.answers import JsonAnswer, nothing
from service.api.idempotency import idempotent_request
from service.api.wakeups import Wakeups
from service.commands.context import CommandContext
from service.commands.runtime import Runtime
from service.identity.actor import Actor
from service.identity.authenticator import Authenticator
from service.identity.permissions import Permission, may, require
from service.persistence.database import Database
from service.settings import Settings

Result = TypeVar("Result")
Command = TypeVar("Command")


@dataclass(frozen=True, slots=True)
class Service:
    """What all requests of a process share."""

    settings: Settings
    database: Database
    runtime: Runtime
    authenticator: Authenticator
    wakeups: Wakeups


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    service: Service = request.app.state.service
    return service


class Edge:
    """One admitted request.

    A change runs, commits and only then becomes an answer, all in one thread: a commit that fails is never
    answered as if it had not."""

    def __init__(self, request: Request, service: Service, actor: Actor, body: bytes) -> None:
        self.request = request
        self.service = service
        self.actor = actor
        self._body = body

    @property
    def request_id(self) -> str:
        """The id by which this request is found in logs and audit."""
        found: str = self.request.scope["state"]["request_id"]
        return found

    def may(self, permission: Permission) -> bool:
        """Whether the actor may."""
        return may(self.actor, permission)

    def read(self, query: Callable[..., Result], *arguments: Any, **options: Any) -> Result:
        """The result of a query, which takes a connection and these arguments."""
        with self.service.database.read() as connection:
            return query(connection, *arguments, **options)

    def read_at_once(self, query: Callable[..., Result], *arguments: Any) -> Result:
        """As `read`, but all statements of the query see the same moment."""
        with self.service.database.snapshot() as connection:
            return query(connection, *arguments)

    def run(
        self,
        perform: Callable[[Connection, Command, CommandContext], Result],
        command: Command,
        answer: Callable[[Result], Any] | None = None,
        status: int = 200,
    ) -> Response:
        """Run a command in a transaction: answers what `answer` makes of its result, else 204."""

        def change(connection: Connection, context: CommandContext) -> Response:
            result = perform(connection, command, context)
            return nothing() if answer is None else JsonAnswer(answer(result), status)

        return self.transact(change)

    def transact(self, change: Callable[[Connection, CommandContext], Response]) -> Response:
        """Run a change in a transaction, once for each Idempotency-Key, and commit."""
        with self.service.database.begin() as connection:
            now = clock.now()
            asked = (self.request.method, self.request.url.path, self._body)
            once = idempotent_request(self.actor, self.request.headers.get("idempotency-key"), *asked)
            earlier = once.earlier_answer(connection) if once is not None else None
            if earlier is not None:
                return earlier
            context = CommandContext(self.service.runtime, self.actor, now, self.request_id)
            self.request.scope["state"]["instances"] = context.instances
            answer = change(connection, context)
            if once is not None:
                once.keep(connection, answer, now)
        return answer


async def _comparable_body(request: Request) -> bytes:
    """The body; of a form without its boundary, which clients draw anew each time they send it."""
    body = await request.body()
    _, found, boundary = request.headers.get("content-type", "").partition("boundary=")
    return body.replace(boundary.strip('"').encode(), b"") if found else body


def admit(*permissions: Permission) -> Any:
    """The dependency that lets a request in if its actor has one of the permissions; without any, whoever it is."""

    async def admitted(request: Request) -> Edge:
        service = service_of(request)
        actor = service.authenticator.known(request.headers)
        if actor is None:
            actor = await run_in_threadpool(service.authenticator.identify, request.headers)
        structlog.contextvars.bind_contextvars(actor=actor.name)
        if permissions:
            require(actor, *permissions)
        body = await _comparable_body(request) if "idempotency-key" in request.headers else b""
        return Edge(request, service, actor, body)

    return Depends(admitted)
