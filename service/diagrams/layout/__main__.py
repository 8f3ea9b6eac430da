"""`python -m service.diagrams.layout FOLDER [--pictures]`: checks every diagram's layout, draws the pictures.

Exit code 1 if a layout has a problem. With --pictures each diagram's picture is written to FOLDER/pictures.
"""

import argparse
import sys
from pathlib import Path

from service.diagrams.layout.checks import check, crossings
from service.diagrams.layout.drawing import read
from service.diagrams.layout.picture import picture


def main() -> int:
    """Run the command line; returns the exit code."""
    arguments = _arguments()
    folder: Path = arguments.folder
    diagrams = sorted(folder.rglob("*.bpmn"))
    if not diagrams:
        print(f"Expected diagrams (*.bpmn) in {folder}, but found none.", file=sys.stderr)
        return 1
    count = sum(_one(folder, diagram, pictures=arguments.pictures) for diagram in diagrams)
    print(f"{len(diagrams)} diagrams, {count} layout problems")
    return 1 if count else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m service.diagrams.layout", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the diagrams are, with sub-folders")
    parser.add_argument("--pictures", action="store_true", help="also draw FOLDER/pictures/*.svg")
    return parser.parse_args()


def _one(folder: Path, diagram: Path, *, pictures: bool) -> int:
    drawing = read(str(diagram.relative_to(folder)), diagram.read_bytes())
    problems = check(drawing)
    print(f"{drawing.file}: {len(drawing.shapes)} shapes, {len(crossings(drawing))} crossings")
    for problem in problems:
        print(f"  {problem.file}:{problem.line}: {problem.message} {problem.remedy} [{problem.rule}]")
    if pictures:
        target = folder / "pictures" / f"{diagram.stem}.svg"
        target.parent.mkdir(exist_ok=True)
        target.write_text(picture(drawing), encoding="utf-8")
    return len(problems)


if __name__ == "__main__":
    sys.exit(main())
