"""A BPMN file: its processes and what is wrong with it."""

from lxml import etree

from service.diagrams import safe_xml
from service.diagrams.build import build_process, executable_processes
from service.diagrams.diagram import BPMN, Diagram
from service.diagrams.lint.event_table import refused_events
from service.diagrams.lint.rule import Sheet
from service.diagrams.lint.run import check
from service.diagrams.model import Problem, Process
from service.diagrams.problems import UnreadableError, at, by_line
from service.diagrams.vocabulary.walk import Walk

MAX_PROBLEMS = 1000


def read_bpmn(file: str, data: bytes) -> tuple[list[Process], list[Problem]]:
    """The executable processes of a file, and its problems. Raises `UnreadableError` if it is no BPMN at all."""
    root = safe_xml.parse(file, data)
    if root.tag != f"{{{BPMN}}}definitions":
        raise UnreadableError(
            at(
                file,
                root,
                rule="bpmn-file",
                message=f"Expected the element definitions of BPMN 2.0, but found {etree.QName(root).localname}.",
                remedy="Save the diagram as BPMN 2.0.",
            )
        )
    diagram = Diagram.of(file, root)
    processes = [(element, build_process(element, diagram)) for element in executable_processes(diagram)]
    sheet = Sheet(diagram, tuple(processes))
    problems = [*Walk(file).problems(root), *refused_events(sheet), *check(sheet)]
    return [process for _, process in processes], _told(problems)


def _told(problems: list[Problem]) -> list[Problem]:
    """Problems by line: of errors and of warnings no more than anybody reads."""
    problems = sorted(problems, key=by_line)
    errors = [found for found in problems if found.severity == "error"][:MAX_PROBLEMS]
    warnings = [found for found in problems if found.severity == "warning"][:MAX_PROBLEMS]
    return sorted([*errors, *warnings], key=by_line)
