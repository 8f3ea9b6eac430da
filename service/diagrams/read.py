"""From uploaded files to a checked model."""

from collections.abc import Mapping

from service.diagrams.bpmn import read_bpmn
from service.diagrams.decisions import read_decisions, resolver_of
from service.diagrams.forms.read import read_form
from service.diagrams.model import DecisionFile, Form, Model, Problem, Process
from service.diagrams.problems import UnreadableError, problem
from service.diagrams.upload import check_upload


def read(files: Mapping[str, bytes]) -> tuple[Model, list[Problem]]:
    """Read BPMN, DMN and form files by name, together: what they declare and what is wrong with them.

    The model is complete only if no problem is an error; it is free of XML. Nothing is raised for what
    stands in the files. What they refer to is for `check_references`, who works on their jobs for
    `check_handlers`.
    """
    reading = _Reading(files)
    for file, data in files.items():
        try:
            reading.read(file, data)
        except UnreadableError as error:
            reading.problems.append(error.problem)
    model = Model(tuple(reading.processes), tuple(reading.decisions), tuple(reading.forms))
    return model, [*reading.problems, *check_upload(model)]


class _Reading:
    """What was read so far."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._resolve_import = resolver_of(files)
        self.processes: list[Process] = []
        self.decisions: list[DecisionFile] = []
        self.forms: list[Form] = []
        self.problems: list[Problem] = []

    def read(self, file: str, data: bytes) -> None:
        """Read one more file. Raises `UnreadableError`."""
        kind = file.rpartition(".")[2].lower()
        if kind == "bpmn":
            processes, problems = read_bpmn(file, data)
            self.processes += processes
        elif kind == "dmn":
            decisions, problems = read_decisions(file, data, self._files, self._resolve_import)
            self.decisions.append(decisions)
        elif kind == "form":
            form, problems = read_form(file, data)
            self.forms.append(form)
        else:
            problems = [_unknown(file)]
        self.problems += problems


def _unknown(file: str) -> Problem:
    return problem(
        file,
        rule="file-type",
        message="Expected a file named .bpmn, .dmn or .form, but this is none.",
        remedy="Rename it, or leave it out of the deployment.",
    )
