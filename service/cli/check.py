"""`presales check`"""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from service import clock, exact_json
from service.cli.files import read_files
from service.composition import handlers
from service.diagrams import check_handlers, check_references, read
from service.diagrams.model import Problem
from service.presales.parameters import ParameterFiles
from service.presales.stages.known_days import check_calendars
from service.settings import get_settings


def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Diagrams, decision tables, forms, or folders of them.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="The files are the whole: warnings count, and every handler must be used.")
    ] = False,
) -> None:
    """Say what is wrong with diagrams, decision tables and forms, without deploying them; exit code 1 for errors."""
    files = read_files(paths)
    model, problems = read(files)
    problems += check_references(model)
    problems += check_handlers(model, handlers(get_settings()).job_types(), complete=strict)
    for folder in [each / "jurisdictions" for each in paths if (each / "jurisdictions").is_dir()]:
        problems += check_calendars(ParameterFiles(folder), clock.now().date())
    if as_json:
        sys.stdout.write(exact_json.encode_text([asdict(each) for each in problems]) + "\n")
    else:
        for each in problems:
            typer.echo(_line(each))
        typer.echo(f"{len(files)} files, {len(problems)} problems", err=True)
    if any(strict or each.severity == "error" for each in problems):
        raise typer.Exit(1)


def _line(each: Problem) -> str:
    place = ":".join(str(part) for part in (each.file, each.line) if part)
    element = f" {each.element_id}:" if each.element_id else ""
    return f"{place}: {each.severity}:{element} {each.message} {each.remedy} [{each.rule}]"
