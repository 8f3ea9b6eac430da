"""Drives the service through its commands, each in a transaction of its own, as the edge does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, text

from service.commands.context import CommandContext
from service.commands.deploy import Deploy, Deployment, deploy
from service.commands.runtime import Runtime
from service.commands.start_process_instance import (
    StartedProcessInstance,
    StartProcessInstance,
    start_process_instance,
)
from service.identity.actor import Actor
from service.identity.roles import ALL
from service.persistence.database import Database


class NoParameters:
    """A port that has nothing."""

    def at(self, name: str, jurisdiction: str, on: date) -> Mapping[str, Any]:
        raise KeyError(name, jurisdiction, on)


@dataclass
class Service:
    """The service without HTTP: each call is one transaction."""

    database: Database
    runtime: Runtime
    now: datetime = field(default_factory=lambda: datetime(2026, 1, 5, 9, 0, tzinfo=UTC))

    def context(self, actor: str = "anonymous", roles: frozenset[str] | None = None) -> CommandContext:
        return CommandContext(self.runtime, Actor(actor, frozenset(ALL) if roles is None else roles), self.now)

    def run(
        self,
        perform: Callable[..., Any],
        command: Any,
        actor: str = "anonymous",
        roles: frozenset[str] | None = None,
    ) -> Any:
        with self.database.begin() as connection:
            return perform(connection, command, self.context(actor, roles))

    def deploy(self, **files: str) -> Deployment:
        return self.run(deploy, Deploy({f"{name}.bpmn": content.encode() for name, content in files.items()}))

    def start(self, process: str, **options: Any) -> StartedProcessInstance:
        return self.run(start_process_instance, StartProcessInstance(process_definition_id=process, **options))

    def rows(self, statement: str, **parameters: Any) -> list[Row[Any]]:
        with self.database.read() as connection:
            return list(connection.execute(text(statement), parameters))

    def scalar(self, statement: str, **parameters: Any) -> Any:
        found = self.rows(statement, **parameters)
        return found[0][0] if found else None

    def task(self, element_id: str) -> int:
        """The key of the one open user task of an element."""
        [row] = self.rows("SELECT key FROM user_task WHERE element_id = :id AND state = 'CREATED'", id=element_id)
        return row.key

    def job(self, element_id: str) -> Any:
        """The latest job of an element."""
        return self.rows("SELECT * FROM job WHERE element_id = :id ORDER BY key DESC LIMIT 1", id=element_id)[0]

    def variables(self, scope_key: int) -> dict[str, Any]:
        return {row.name: row.value for row in self.rows("SELECT * FROM variable WHERE scope_key = :k", k=scope_key)}

    def state(self, key: int) -> str:
        return self.scalar("SELECT state FROM process_instance WHERE key = :k", k=key)

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)
