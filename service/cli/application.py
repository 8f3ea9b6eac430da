"""All commands of `presales`."""

from importlib.metadata import version
from typing import Annotated

import typer

from service.cli import users
from service.cli.check import check
from service.cli.demo import demo
from service.cli.deploy import deploy
from service.cli.migrate import migrate
from service.cli.serve import serve
from service.cli.templates import templates
from service.cli.work import work

application = typer.Typer(
    name="presales",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="The workflow service that an insurer runs its presales process on. Settings: see the README.",
)
for command in (serve, work, migrate, deploy, check, templates, demo):
    application.command()(command)
application.add_typer(users.application, name="users")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("presales"))
        raise typer.Exit


@application.callback()
def presales(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the release and end.")
    ] = False,
) -> None:
    """The workflow service that an insurer runs its presales process on."""
