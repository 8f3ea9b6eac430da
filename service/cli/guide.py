"""`presales guide`"""

import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.cli.failures import UsageError
from service.cli.files import read_files
from service.presales.guide.assembly import Assembly
from service.presales.guide.page import page
from service.presales.guide.paper import paper
from service.presales.guide.wording import LANGUAGES, Wording
from service.settings import get_settings


class Format(StrEnum):
    """What the guide is written as."""

    HTML = "html"
    PDF = "pdf"


_WRITERS = {Format.HTML: page, Format.PDF: paper}


def guide(
    out: Annotated[Path, typer.Option("--out", help="Folder to write to; made if it is missing.")],
    language: Annotated[
        list[str] | None, typer.Option("--language", help="zh-Hant, zh-Hans or en; again for more. By default all.")
    ] = None,
    formats: Annotated[
        list[Format] | None, typer.Option("--format", help="html or pdf; again for more. By default both.")
    ] = None,
    files: Annotated[
        Path | None, typer.Option("--files", help="Folder of the process.", show_default="PRESALES_BPMN_DIR")
    ] = None,
    jurisdiction: Annotated[
        str | None, typer.Option("--jurisdiction", help="Whose rules it tells.", show_default="PRESALES_JURISDICTION")
    ] = None,
) -> None:
    """Write the operating guide, per stage and role, from the diagrams, forms and decision tables."""
    wanted = language or list(LANGUAGES)
    if unknown := [each for each in wanted if each not in LANGUAGES]:
        raise typer.BadParameter(f"Expected one of {', '.join(LANGUAGES)}, but it is {unknown[0]}.")
    folder = files or get_settings().bpmn_dir
    whose = jurisdiction or get_settings().jurisdiction
    assembly = Assembly(read_files([folder]), whose, _english(folder / "jurisdictions" / whose))
    out.mkdir(parents=True, exist_ok=True)
    for each in wanted:
        words = Wording(each)
        made = assembly.guide(words)
        if words.lacking:
            typer.echo(
                f"{len(words.lacking)} texts have no {each} and stay as drawn: {_shown(words.lacking)}", err=True
            )
        for form in formats or list(Format):
            target = out / f"guide.{each}.{form}"
            target.write_bytes(_WRITERS[form](made))
            typer.echo(str(target))


def _english(pack: Path) -> Mapping[str, str]:
    """What the annotations of a jurisdiction's tables say in English, part by part."""
    file = pack / "annotations.en.toml"
    try:
        return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"Expected lines of TOML in {file}, each text once, but {error}. Correct them.") from error


def _shown(texts: Iterable[str]) -> str:
    first = [" ".join(each.split())[:40] for each in sorted(texts)[:3]]
    return " / ".join(first) + " …"
