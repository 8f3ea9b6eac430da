"""Processes as a whole: something to execute, version tags, pools."""

from collections.abc import Iterator

from service.diagrams.diagram import attribute, extension, flag
from service.diagrams.lint.rule import Finding, Sheet, rule

MODELER = "http://camunda.org/schema/modeler/1.0"
PLATFORM = "Camunda Cloud"


@rule("execution-platform", "warning")
def drawn_for_this_platform(sheet: Sheet) -> Iterator[Finding]:
    """The modeler checks a diagram by the rules of the platform that it is drawn for."""
    platform = sheet.diagram.root.get(f"{{{MODELER}}}executionPlatform")
    if platform is not None and platform != PLATFORM:
        yield Finding(
            sheet.diagram.root,
            f"Expected a diagram for Camunda 8 (execution platform {PLATFORM}), but it is for {platform}.",
            "Create it as a Camunda 8 diagram, so that the modeler offers what is executed here.",
        )


@rule("executable-process")
def something_executable(sheet: Sheet) -> Iterator[Finding]:
    """A file has at least one process that is meant to run."""
    if not sheet.processes:
        yield Finding(
            sheet.diagram.root,
            'Expected a process with isExecutable="true", but the file has none.',
            "Mark the process as executable in the modeler.",
        )


@rule("not-executable", "warning")
def only_drawn(sheet: Sheet) -> Iterator[Finding]:
    """Processes that are not meant to run are told of, so that nobody waits for them."""
    for process in sheet.roots("process"):
        if sheet.processes and not flag(process, "isExecutable", default=False):
            yield Finding(
                process,
                'Expected every process to be executable, but this one has no isExecutable="true" and stays a drawing.',
                "Mark it as executable if it is meant to run.",
            )


@rule("version-tag")
def version_tag_has_value(sheet: Sheet) -> Iterator[Finding]:
    """A version tag says something."""
    for process in sheet.all("process"):
        found = extension(process, "versionTag")
        if found is not None and attribute(found, "value") is None:
            yield Finding(found, "Expected a value, but the version tag is empty.", "Fill it in, or remove it.")


@rule("participant-process")
def pools_show_processes(sheet: Sheet) -> Iterator[Finding]:
    """A pool that names a process names one of this file."""
    for collaboration in sheet.roots("collaboration"):
        for pool in collaboration.iterchildren("{*}participant"):
            name = attribute(pool, "processRef")
            if name is not None and sheet.diagram.referenced(pool, "processRef") is None:
                yield Finding(
                    pool, f"Expected a process of this file, but {name} is none.", "Correct the pool's process."
                )
