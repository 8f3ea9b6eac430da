"""DMN files: read by `service.dmn`, whose problems are told like all others."""

from collections.abc import Mapping

from service import dmn
from service.diagrams import safe_xml
from service.diagrams.diagram import ZEEBE
from service.diagrams.model import DecisionFile, Problem
from service.diagrams.problems import UnreadableError, problem


def resolver_of(files: Mapping[str, bytes]) -> dmn.Resolver:
    """What the DMN files among these may import of each other."""
    return dmn.resolver_of(data for name, data in files.items() if name.lower().endswith(".dmn"))


def read_decisions(
    file: str, data: bytes, files: Mapping[str, bytes], resolve_import: dmn.Resolver
) -> tuple[DecisionFile, list[Problem]]:
    """A DMN file, which may import of `files`, and its problems. Raises `UnreadableError` if it is none."""
    root = safe_xml.parse(file, data)
    imported: list[bytes] = []

    def resolve(namespace: str, location: str | None) -> bytes | None:
        found = resolve_import(namespace, location)
        if found is not None:
            imported.append(found)
        return found

    try:
        model = dmn.read(data, resolve)
    except dmn.UnreadableFileError as error:
        raise UnreadableError(_translated(file, error.problem)) from error
    problems = [_translated(file, found) for found in model.problems]
    tags = dict.fromkeys(tag.get("value", "") for tag in root.iter(f"{{{ZEEBE}}}versionTag"))
    if len(tags) > 1:
        problems.append(
            problem(
                file,
                rule="version-tag",
                message=f"Expected one version tag for all decisions of a file, but found {', '.join(tags)}.",
                remedy="Give them the same tag, or put them into files of their own.",
            )
        )
    found = DecisionFile(
        id=model.id,
        name=model.name,
        file=file,
        version_tag=next(iter(tags), None) or None,
        model=model,
        imports=tuple(name for name, each in files.items() if each in imported),
    )
    return found, problems


def _translated(file: str, found: dmn.Problem) -> Problem:
    return Problem(
        file=file,
        element_id=found.element_id,
        line=found.line,
        rule=found.rule,
        message=found.message,
        remedy=found.remedy,
        severity=found.severity,
    )
