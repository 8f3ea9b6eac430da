"""`python -m service.diagrams.layout FOLDER [--pictures]`: checks every diagram's layout, draws the pictures."""

from pathlib import Path
from typing import Annotated

import typer

from service.diagrams.layout.checks import check, crossings
from service.diagrams.layout.drawing import read
from service.diagrams.layout.picture import picture


def main(
    folder: Annotated[Path, typer.Argument(help="Where the diagrams are, with sub-folders.")],
    *,
    pictures: Annotated[bool, typer.Option("--pictures", help="Also draw FOLDER/pictures/*.svg.")] = False,
) -> None:
    """Check the layout of every diagram in FOLDER; exit code 1 if one has a problem."""
    diagrams = sorted(folder.rglob("*.bpmn"))
    if not diagrams:
        raise typer.BadParameter(f"Expected diagrams (*.bpmn) in {folder}, but found none.")
    count = sum(_one(folder, diagram, pictures=pictures) for diagram in diagrams)
    typer.echo(f"{len(diagrams)} diagrams, {count} layout problems")
    raise typer.Exit(1 if count else 0)


def _one(folder: Path, diagram: Path, *, pictures: bool) -> int:
    drawing = read(diagram.relative_to(folder).as_posix(), diagram.read_bytes())
    problems = check(drawing)
    typer.echo(f"{drawing.file}: {len(drawing.shapes)} shapes, {len(crossings(drawing))} crossings")
    for problem in problems:
        typer.echo(f"  {problem.file}:{problem.line}: {problem.message} {problem.remedy} [{problem.rule}]")
    if pictures:
        target = folder / "pictures" / f"{diagram.stem}.svg"
        target.parent.mkdir(exist_ok=True)
        target.write_text(picture(drawing), encoding="utf-8")
    return len(problems)


if __name__ == "__main__":
    typer.run(main)
