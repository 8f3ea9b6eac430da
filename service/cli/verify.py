"""`presales verify`"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from service import exact_json
from service.presales.papers.archive_verification import Verification, verify_archive


def verify(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="A ZIP from /presales/cases/{case}/archive.")],
    key: Annotated[
        list[str] | None,
        typer.Option("--key", metavar="ID", help="A key whose seals are good; others are not. GET /verify tells it."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Check offline that an archive is complete and unaltered, and its signatures good; exit code 1 if not."""
    found = verify_archive(archive, key or ())
    if as_json:
        sys.stdout.write(exact_json.encode_text(found.as_json()) + "\n")
    else:
        for line in _lines(found):
            typer.echo(line)
    if not found.is_good:
        raise typer.Exit(1)


def _lines(found: Verification) -> list[str]:
    lines = [f"{each.kind}: {each.subject}: {each.message}" for each in found.findings]
    lines += [f"not verified here: {each}" for each in found.unverified]
    lines += [f"sealed under key {each}" for each in found.key_ids]
    said = "good" if found.is_good else f"NOT good, {len(found.findings)} findings"
    about = f"case {found.case_no}, made at {found.made_at}" if found.case_no else "no case"
    return [*lines, f"{about}: {found.files} files, {found.signatures} signatures: {said}"]
