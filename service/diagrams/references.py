"""What diagrams refer to by id: processes, decisions and forms, and whether it can be found."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from service.diagrams.model import Model, Node, Problem, Process
from service.diagrams.problems import Severity, problem
from service.states import Binding

ReferenceKind = Literal["process", "decision", "form"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference; ids that are expressions are known only when they are reached and are left out."""

    kind: ReferenceKind
    id: str
    binding: Binding
    version_tag: str | None
    file: str
    element_id: str
    line: int


def references(process: Process) -> Iterator[Reference]:
    """Everything that a process refers to: its start form, then its elements in document order."""
    form = process.start_form
    if form is not None and form.form_id is not None and not form.form_id.startswith("="):
        yield Reference("form", form.form_id, form.binding, form.version_tag, process.file, process.id, process.line)
    for node in process.nodes().values():
        for kind, name, binding, tag in _of_node(node):
            if name and not name.startswith("="):
                yield Reference(kind, name, binding, tag, process.file, node.id, node.line)


def _of_node(node: Node) -> Iterator[tuple[ReferenceKind, str, Binding, str | None]]:
    if (called := node.called_element) is not None:
        yield "process", called.process_id, called.binding, called.version_tag
    if (decision := node.called_decision) is not None:
        yield "decision", decision.decision_id, decision.binding, decision.version_tag
    form = None if node.user_task is None else node.user_task.form
    if form is not None and form.form_id is not None:
        yield "form", form.form_id, form.binding, form.version_tag


def check_references(model: Model, is_deployed: Callable[[Reference], bool] | None = None) -> list[Problem]:
    """References to what is neither in the files nor deployed, as `is_deployed` knows.

    Where nobody knows what is deployed (`presales check`), what is not bound to the deployment may still be
    there: a warning.
    """
    known = _declared(model)
    problems: list[Problem] = []
    for process in model.processes:
        for reference in references(process):
            if not _is_declared(reference, known) and not (is_deployed is not None and is_deployed(reference)):
                certain = is_deployed is not None or reference.binding is Binding.DEPLOYMENT
                problems.append(_missing(reference, "error" if certain else "warning"))
    return problems


def _declared(model: Model) -> Mapping[tuple[ReferenceKind, str], str | None]:
    """The version tag of everything that the files themselves declare, by kind and id."""
    found: dict[tuple[ReferenceKind, str], str | None] = {}
    found.update({("process", process.id): process.version_tag for process in model.processes})
    found.update({("form", form.id): form.version_tag for form in model.forms})
    for file in model.decisions:
        found.update({("decision", decision.id): file.version_tag for decision in file.model.decisions})
    return found


def _is_declared(reference: Reference, known: Mapping[tuple[ReferenceKind, str], str | None]) -> bool:
    key = (reference.kind, reference.id)
    return key in known and (reference.binding is not Binding.VERSION_TAG or known[key] == reference.version_tag)


def _missing(reference: Reference, severity: Severity) -> Problem:
    where = {
        Binding.LATEST: "in the files or deployed",
        Binding.DEPLOYMENT: "among the files of this deployment (binding `deployment`)",
        Binding.VERSION_TAG: f"with version tag '{reference.version_tag}' in the files or deployed",
    }[reference.binding]
    return problem(
        reference.file,
        rule="reference-exists",
        message=f"Expected a {reference.kind} '{reference.id}' {where}, but there is none.",
        remedy=f"Deploy the file with the {reference.kind} together with this one, or mend the reference.",
        element_id=reference.element_id,
        line=reference.line,
        severity=severity,
    )
