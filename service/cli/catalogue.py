"""`presales catalogue`: the product catalogue."""

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from service import clock
from service.cli.database import opened_database
from service.cli.options import DataDir, Embedded, settings_with
from service.cli.progress import progress
from service.commands.context import CommandContext
from service.composition import runtime
from service.errors import InvalidArgument
from service.identity import roles
from service.identity.actor import Actor
from service.persistence import schema
from service.presales.catalogue.files import read_catalogues
from service.presales.catalogue.load import LoadedProduct, load_catalogues

application = typer.Typer(no_args_is_help=True, add_completion=False, help="The product catalogue.")


@application.callback()
def catalogue() -> None:
    """The product catalogue."""


@application.command("load")
def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Catalogue files (TOML).")],
    data_dir: DataDir = None,
    embedded: Embedded = None,
) -> None:
    """Load catalogue files: all of them, or, if one has an error, none.

    What is new or has changed gets a new version; what its catalogue no longer lists ends."""
    try:
        catalogues = read_catalogues({str(file): file.read_bytes() for file in files})
        settings = settings_with(data_dir=data_dir, embedded=embedded)
        actor = Actor(getpass.getuser(), frozenset({roles.PROCESS_OWNER}))
        with opened_database(settings) as database:
            with database.begin() as connection:
                schema.migrate(connection)
            with progress("Loading the catalogue"), database.begin() as connection:
                context = CommandContext(runtime(settings), actor, clock.now())
                loaded = load_catalogues(connection, catalogues, context)
    except InvalidArgument as refused:
        for each in refused.errors:
            place = ": ".join(part for part in (each["file"], each["product"], each["field"]) if part)
            typer.echo(f"{place}: {each['message']}", err=True)
        raise
    _tell(loaded)


def _tell(loaded: Sequence[LoadedProduct]) -> None:
    for each in loaded:
        typer.echo(f"product {each.code} version {each.version} ({each.change}), from {each.effective_from}")
