"""`presales templates`"""

from pathlib import Path
from typing import Annotated

import typer

from service import exact_json
from service.composition import handlers
from service.diagrams.templates import element_template
from service.settings import get_settings

#: where the desktop modeler looks for templates, beside the diagrams or above them
PLACE = Path(".camunda") / "element-templates" / "presales.json"


def templates(
    folder: Annotated[Path, typer.Argument(help="Folder of the diagrams that the templates are for.")] = Path("bpmn"),
) -> None:
    """Write element templates for the desktop modeler, one per registered handler."""
    found = [element_template(each) for each in handlers(get_settings()).described()]
    target = folder / PLACE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(exact_json.encode(found) + b"\n")
    typer.echo(f"{len(found)} templates in {target}")
