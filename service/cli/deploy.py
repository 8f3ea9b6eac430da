"""`presales deploy`"""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from service import clock
from service.cli.database import opened_database
from service.cli.files import read_files
from service.cli.options import DataDir, Embedded, settings_with
from service.cli.progress import progress
from service.commands.context import CommandContext
from service.commands.deploy import Deploy, Deployment
from service.commands.deploy import deploy as deploy_files
from service.composition import runtime
from service.errors import InvalidArgument
from service.identity import roles
from service.identity.actor import Actor
from service.persistence import schema


def deploy(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Diagrams, decision tables, forms, or folders of them.")
    ],
    data_dir: DataDir = None,
    embedded: Embedded = None,
) -> None:
    """Deploy diagrams, decision tables and forms: all of them, or, if one has an error, none."""
    settings = settings_with(data_dir=data_dir, embedded=embedded)
    command = Deploy(read_files(paths))
    actor = Actor(getpass.getuser(), frozenset({roles.PROCESS_OWNER}))
    with opened_database(settings) as database:
        with database.begin() as connection:
            schema.migrate(connection)
        try:
            with progress(f"Deploying {len(command.files)} files"), database.begin() as connection:
                deployment = deploy_files(connection, command, CommandContext(runtime(settings), actor, clock.now()))
        except InvalidArgument as refused:
            _tell_problems(refused)
            raise
    _tell(deployment)


def _tell_problems(refused: InvalidArgument) -> None:
    """Every problem in a line of its own; the error's own line, which comes last, names only the first."""
    for each in refused.errors:
        place = ":".join(str(part) for part in (each["file"], each["line"]) if part)
        element = f" {each['elementId']}:" if each["elementId"] else ""
        typer.echo(f"{place}: error:{element} {each['message']} {each['remedy']} [{each['rule']}]", err=True)


def _tell(deployment: Deployment) -> None:
    for warning in deployment.warnings:
        typer.echo(f"{warning.file}: warning: {warning.message} {warning.remedy}", err=True)
    for each in deployment.definitions:
        state = "new" if each.is_new else "unchanged"
        typer.echo(f"{each.kind.replace('_', ' ')} {each.id} version {each.version} ({state})")
