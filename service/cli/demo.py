"""`presales demo`"""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.failures import UsageError
from service.demo.account import run_demo
from service.demo.scenario import ScenarioIncomplete
from service.demo.server import DemoFailed
from service.settings import get_settings


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the documents that the case produces.")] = Path(
        "demo-output"
    ),
    scenario: Annotated[str, typer.Option("--scenario", help="Which case to tell.")] = "t01",
) -> None:
    """Drive one client through all seven stages on a service of its own, and tell what happens."""
    if not (folder := get_settings().bpmn_dir).is_dir():
        raise UsageError(
            f"Expected the bundled diagrams in {folder}, but there is no such folder. "
            "Start in the project's folder, or set PRESALES_BPMN_DIR."
        )
    try:
        run_demo(scenario, out, typer.echo)
    except (DemoFailed, ScenarioIncomplete) as error:
        raise UsageError(str(error)) from error
