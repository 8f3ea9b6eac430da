"""Run the slow handler of a job: claimed in one transaction, run in none, finished in another."""

from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class ClaimJob:
    """The key of a job of ours."""

    key: int


def run_job(connection: Connection, command: ClaimJob, context: CommandContext) -> None:
    """Claim"""
    raise NotImplementedError
