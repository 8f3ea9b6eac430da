"""All commands of `presales`. A command's file is imported when the command is wanted, so that none waits for what
the others need."""

from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

#: a file of this folder each, with a function of its name, or with `application`, which has commands of its own
COMMANDS = ("serve", "work", "migrate", "deploy", "check", "templates", "users", "catalogue", "guide", "verify", "demo")


class Commands(TyperGroup):
    """The commands, imported one by one."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the framework's signature
        """Their names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the framework's signature
        """The command of this name; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"service.cli.{cmd_name}")
        found = getattr(module, "application", None)
        if found is None:
            found = typer.Typer(add_completion=False)
            found.command(cmd_name)(getattr(module, cmd_name))
        command = get_command(found)
        command.name = cmd_name
        return command


application = typer.Typer(
    name="presales",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    """The workflow service that an insurer runs its presales process on. Settings: see the README."""
