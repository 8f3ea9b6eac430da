"""Take in a set of files, all or nothing; unchanged content keeps its version."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from service.commands.context import CommandContext
from service.diagrams.model import Problem


@dataclass(frozen=True, slots=True)
class Deployed:
    """One definition of a deployment: `id` is what the diagram calls it. `is_new`: not had before."""

    kind: Literal["process", "decision", "decision_requirements", "form"]
    key: int
    id: str
    name: str | None
    version: int
    version_tag: str | None
    resource_name: str
    is_new: bool
    #: of a decision: its requirements
    decision_requirements_key: int | None = None
    decision_requirements_id: str | None = None


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a deployment contained, unchanged definitions included, and the warnings of the lint."""

    key: int
    definitions: tuple[Deployed, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Deploy:
    """Files by name, as uploaded. `bundled`: those that the service ships itself."""

    files: Mapping[str, bytes]
    bundled: bool = False


def deploy(connection: Connection, command: Deploy, context: CommandContext) -> Deployment:
    """Read, lint and check the references of all files together, then store what is new.

    Raises InvalidArgument with one entry per problem (file, elementId, line, rule, message, remedy)."""
    raise NotImplementedError
