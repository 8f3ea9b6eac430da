"""Jobs held against the handlers that are registered, as `presales check` and a deployment do."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from service.diagrams.model import Model, Node, Problem, Process
from service.diagrams.problems import problem


@dataclass(frozen=True, slots=True)
class JobUse:
    """An element that creates jobs of a fixed type."""

    type: str
    process: Process
    node: Node


def job_uses(model: Model) -> Iterator[JobUse]:
    """Every element with a job type that is no expression."""
    for process in model.processes:
        for node in process.nodes().values():
            if node.job is not None and node.job.type and not node.job.type.startswith("="):
                yield JobUse(node.job.type, process, node)


def check_handlers(model: Model, registered: Collection[str], *, complete: bool = False) -> list[Problem]:
    """Warnings: jobs of types that are not registered wait for an external worker.

    With `complete`, when the files are meant to use all handlers, handlers without an element are told of as
    well.
    """
    uses = list(job_uses(model))
    problems = [_without_handler(use) for use in uses if use.type not in registered]
    if complete:
        used = {use.type for use in uses}
        problems += [_without_element(kind) for kind in sorted(set(registered) - used)]
    return problems


def _without_handler(use: JobUse) -> Problem:
    return problem(
        use.process.file,
        rule="job-without-handler",
        message=f"Expected a handler for the job type {use.type}, but none is registered.",
        remedy="Correct the type, or see to it that an external worker activates such jobs.",
        element_id=use.node.id,
        line=use.node.line,
        severity="warning",
    )


def _without_element(job_type: str) -> Problem:
    return problem(
        "",
        rule="handler-without-job",
        message=f"Expected an element with the job type {job_type}, but no file has one.",
        remedy="Use the type in a diagram, or remove the handler.",
        severity="warning",
    )
