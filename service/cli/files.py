"""Diagrams, decision tables and forms on disk."""

from collections.abc import Iterable
from pathlib import Path

from service.cli.failures import UsageError

SUFFIXES = (".bpmn", ".dmn", ".form")


def read_files(paths: Iterable[Path]) -> dict[str, bytes]:
    """The files, and those in the folders, by name relative to the folder they were found in.

    Raises UsageError if there are none or two of one name, OSError if one cannot be read."""
    found: dict[str, bytes] = {}
    for path in paths:
        inside = sorted(each for each in path.rglob("*") if each.suffix in SUFFIXES) if path.is_dir() else [path]
        for file in inside:
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            if name in found:
                raise UsageError(f"Expected files of different names, but two are named {name}.")
            found[name] = file.read_bytes()
    if not found:
        raise UsageError(f"Expected files that end in {', '.join(SUFFIXES)}, but found none.")
    return found
