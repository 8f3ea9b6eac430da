"""Files held against each other: what only shows when they are read together."""

from collections.abc import Iterator

from service.diagrams.elements.user_task import REVIEW_OF
from service.diagrams.model import Model, Problem
from service.diagrams.problems import problem


def check_upload(model: Model) -> list[Problem]:
    """Ids that are declared twice, and reviewed tasks that no file has."""
    return [*_twice(model), *_reviewed(model)]


def _declarations(model: Model) -> Iterator[tuple[str, str, str, int | None]]:
    """Kind, id, file and line of all that is declared."""
    for process in model.processes:
        yield "process", process.id, process.file, process.line
    for form in model.forms:
        yield "form", form.id, form.file, None
    for file in model.decisions:
        yield "decision requirements graph", file.id, file.file, None
        for decision in file.model.decisions:
            yield "decision", decision.id, file.file, decision.line


def _twice(model: Model) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for kind, name, file, line in _declarations(model):
        before = first.setdefault((kind, name), file)
        if before != file:
            yield problem(
                file,
                rule=f"duplicate-{kind.replace(' ', '-')}-id",
                message=f"Expected the {kind} {name} in one file, but {before} has one of this id too.",
                remedy="Rename one of them, or leave one file out.",
                element_id=name,
                line=line,
            )


def _reviewed(model: Model) -> Iterator[Problem]:
    nodes = {name: node for process in model.processes for name, node in process.nodes().items()}
    for process in model.processes:
        for node in process.nodes().values():
            reviewed = () if node.user_task is None else node.user_task.review_of
            for name in reviewed:
                if name not in nodes:
                    yield problem(
                        process.file,
                        rule="review-of",
                        message=f"Expected {REVIEW_OF} to name user tasks of these files, but {name} is none.",
                        remedy="Correct the id, or check the files of the whole procedure together.",
                        element_id=node.id,
                        line=node.line,
                        severity="warning",
                    )
