"""From uploaded files to a checked model."""

from collections.abc import Mapping

from service.diagrams.bpmn import read_bpmn
from service.diagrams.forms import read_form
from service.diagrams.model import Form, Model, Problem, Process
from service.diagrams.problems import UnreadableError, problem


def read(files: Mapping[str, bytes]) -> tuple[Model, list[Problem]]:
    """Read BPMN, DMN and form files by name, together: what they declare and what is wrong with them.

    The model is complete only if no problem is an error; it is free of XML. Nothing is raised for what
    stands in the files.
    """
    processes: list[Process] = []
    forms: list[Form] = []
    problems: list[Problem] = []
    for file, data in files.items():
        try:
            if file.lower().endswith(".bpmn"):
                found, wrong = read_bpmn(file, data)
                processes += found
                problems += wrong
            elif file.lower().endswith(".form"):
                forms.append(read_form(file, data))
            else:
                problems.append(_unknown(file))
        except UnreadableError as error:
            problems.append(error.problem)
    return Model(processes=tuple(processes), forms=tuple(forms)), problems


def _unknown(file: str) -> Problem:
    return problem(
        file,
        rule="file-type",
        message="Expected a file named .bpmn, .dmn or .form, but this is none.",
        remedy="Rename it, or leave it out of the deployment.",
    )
