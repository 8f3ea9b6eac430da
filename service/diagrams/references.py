"""What diagrams refer to by id: processes, decisions and forms, and whether it can be found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from service.diagrams.model import Model, Node, Problem
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


def references(model: Model) -> tuple[Reference, ...]:
    """Everything that the processes refer to, in their order."""
    return tuple(_references(model))


def _references(model: Model) -> Iterator[Reference]:
    for process in model.processes:
        for node in process.nodes().values():
            for kind, name, binding, tag in _of_node(node):
                if not name.startswith("="):
                    yield Reference(kind, name, binding, tag, process.file, node.id, node.line)
        form = process.start_form
        if form is not None and form.form_id is not None and not form.form_id.startswith("="):
            yield Reference(
                "form", form.form_id, form.binding, form.version_tag, process.file, process.id, process.line
            )


def _of_node(node: Node) -> Iterator[tuple[ReferenceKind, str, Binding, str | None]]:
    if (called := node.called_element) is not None:
        yield "process", called.process_id, called.binding, called.version_tag
    if (decision := node.called_decision) is not None:
        yield "decision", decision.decision_id, decision.binding, decision.version_tag
    form = None if node.user_task is None else node.user_task.form
    if form is not None and form.form_id is not None:
        yield "form", form.form_id, form.binding, form.version_tag


def declared(model: Model) -> frozenset[tuple[ReferenceKind, str, str | None]]:
    """What the files themselves declare: kind, id and version tag."""
    found: set[tuple[ReferenceKind, str, str | None]] = set()
    found.update(("process", process.id, process.version_tag) for process in model.processes)
    found.update(("form", form.id, form.version_tag) for form in model.forms)
    for file in model.decisions:
        found.update(("decision", decision.id, file.version_tag) for decision in file.model.decisions)
    return frozenset(found)


def check_references(model: Model, is_deployed: Callable[[Reference], bool] = lambda _: False) -> list[Problem]:
    """References to what is neither in the files nor deployed, as `is_deployed` knows.

    Bound to the deployment, the target must be in these very files: else an error. Otherwise it may still
    be deployed before it is reached: a warning.
    """
    known = declared(model)
    ids = {(kind, name) for kind, name, _ in known}
    problems: list[Problem] = []
    for reference in references(model):
        tagged = reference.binding is Binding.VERSION_TAG
        key = (reference.kind, reference.id)
        here = (*key, reference.version_tag) in known if tagged else key in ids
        bound = reference.binding is Binding.DEPLOYMENT
        if reference.id and not here and (bound or not is_deployed(reference)):
            problems.append(_missing(reference))
    return problems


def _missing(reference: Reference) -> Problem:
    bound = reference.binding is Binding.DEPLOYMENT
    severity: Severity = "error" if bound else "warning"
    tag = f" with version tag {reference.version_tag}" if reference.binding is Binding.VERSION_TAG else ""
    place = "in the same deployment" if bound else "deployed"
    return problem(
        reference.file,
        rule=f"{reference.kind}-reference",
        message=f"Expected the {reference.kind} {reference.id}{tag} {place}, but there is none.",
        remedy="Deploy its file together with this one, or correct the id.",
        element_id=reference.element_id,
        line=reference.line,
        severity=severity,
    )
