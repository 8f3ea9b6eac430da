"""An external worker takes jobs of a type: each is its own until the deadline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext
from service.persistence import jobs


@dataclass(frozen=True, slots=True)
class ActivatedJob:
    """A job with what its worker needs to know."""

    key: int
    type: str
    process_instance_key: int
    root_process_instance_key: int
    process_definition_key: int
    process_definition_id: str
    process_definition_version: int
    element_id: str
    custom_headers: Mapping[str, str]
    worker: str
    retries: int
    deadline: datetime
    priority: int
    variables: Mapping[str, Any]
    business_id: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActivateJobs:
    """`timeout` in milliseconds. `fetch_variables`: empty means all that the element sees."""

    type: str
    timeout: int
    max_jobs: int
    worker: str = ""
    fetch_variables: tuple[str, ...] = ()


def activate_jobs(connection: Connection, command: ActivateJobs, context: CommandContext) -> list[ActivatedJob]:
    """Take at most `max_jobs`, by priority, then in order; jobs that another request is taking are passed over."""
    taken = jobs.activate(
        connection,
        job_type=command.type,
        limit=command.max_jobs,
        worker=command.worker,
        now=context.now,
        deadline=context.now + timedelta(milliseconds=command.timeout),
    )
    return [_activated(each, command.fetch_variables) for each in taken]


def _activated(taken: dict[str, Any], fetch: tuple[str, ...]) -> ActivatedJob:
    variables = taken.pop("variables")
    wanted = {name: variables[name] for name in fetch if name in variables} if fetch else variables
    return ActivatedJob(**{**taken, "tags": tuple(taken["tags"])}, variables=wanted)
