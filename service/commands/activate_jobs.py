"""An external worker takes jobs of a type: each is its own until the deadline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext


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
    raise NotImplementedError
