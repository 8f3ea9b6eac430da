"""Somebody mended the cause of an incident: what failed is tried again."""

from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class ResolveIncident:
    """The key of the incident."""

    key: int


def resolve_incident(connection: Connection, command: ResolveIncident, context: CommandContext) -> None:
    """Resolve it and try again; if it fails again, that is a new incident.

    Raises NotFound, InvalidState (not open, or its job has no retries left)."""
    raise NotImplementedError
