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
        with progress(f"Deploying {len(command.files)} files"), database.begin() as connection:
            deployment = deploy_files(connection, command, CommandContext(runtime(settings), actor, clock.now()))
    _tell(deployment)


def _tell(deployment: Deployment) -> None:
    for warning in deployment.warnings:
        typer.echo(f"{warning.file}: warning: {warning.message} {warning.remedy}", err=True)
    for each in deployment.definitions:
        state = "new" if each.is_new else "unchanged"
        typer.echo(f"{each.kind.replace('_', ' ')} {each.id} version {each.version} ({state})")
