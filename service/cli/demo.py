"""`presales demo`"""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.failures import UsageError
from service.demo.account import run_demo
from service.demo.scenario import ScenarioIncomplete, scenarios
from service.demo.server import DemoFailed
from service.settings import get_settings


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the documents that the case produces.")] = Path(
        "demo-output"
    ),
    scenario: Annotated[
        list[str],
        typer.Option(
            "--scenario",
            help="Which case to tell, or a file with one of your own; may be given again.",
            show_default="T01",
        ),
    ] = ["T01"],  # noqa: B006 - typer copies it
    list_scenarios: Annotated[bool, typer.Option("--list", help="List the scenarios, and tell none.")] = False,
) -> None:
    """Drive a client through the stages on a service of its own, and tell what happens and why."""
    if list_scenarios:
        for each in scenarios():
            typer.echo(f"{each.id}  {each.title} → {each.expected_end}")
        return
    if not (folder := get_settings().bpmn_dir).is_dir():
        raise UsageError(
            f"Expected the bundled diagrams in {folder}, but there is no such folder. "
            "Start in the project's folder, or set PRESALES_BPMN_DIR."
        )
    try:
        run_demo(scenario, out, typer.echo)
    except (DemoFailed, ScenarioIncomplete) as error:
        raise UsageError(str(error)) from error
