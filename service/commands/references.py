"""References from diagrams to processes, decisions and forms: those to the files beside them, those to what is
deployed, and those that lead nowhere."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from service.diagrams.model import Model, Node, Problem, Process
from service.persistence.definitions import Kind
from service.states import Binding

_KIND_NAMES: Mapping[Kind, str] = {"process": "process", "decision": "decision", "form": "form"}


@dataclass(frozen=True, slots=True)
class Reference:
    """What an element of a process refers to, by id."""

    file: str
    element_id: str
    line: int
    kind: Kind
    id: str
    binding: Binding
    version_tag: str | None


def references(process: Process) -> Iterator[Reference]:
    """All references of a process; ids that are FEEL are known only when it runs."""
    start = process.start_form
    if start is not None and start.form_id is not None and not start.form_id.startswith("="):
        yield Reference(process.file, process.id, process.line, "form", start.form_id, start.binding, start.version_tag)
    for node in process.nodes().values():
        for kind, definition_id, binding, tag in _of(node):
            if definition_id is not None and not definition_id.startswith("="):
                yield Reference(process.file, node.id, node.line, kind, definition_id, binding, tag)


def _of(node: Node) -> Iterator[tuple[Kind, str | None, Binding, str | None]]:
    if node.called_element is not None:
        called = node.called_element
        yield "process", called.process_id, called.binding, called.version_tag
    if node.called_decision is not None:
        decision = node.called_decision
        yield "decision", decision.decision_id, decision.binding, decision.version_tag
    if node.user_task is not None and node.user_task.form is not None:
        form = node.user_task.form
        yield "form", form.form_id, form.binding, form.version_tag


def declared(model: Model) -> dict[tuple[Kind, str], str | None]:
    """The version tag of everything that the files declare, by kind and id."""
    found: dict[tuple[Kind, str], str | None] = {("process", each.id): each.version_tag for each in model.processes}
    found.update({("form", each.id): each.version_tag for each in model.forms})
    for file in model.decisions:
        found.update({("decision", decision.id): file.version_tag for decision in file.model.decisions})
    return found


def missing(model: Model, is_deployed: Callable[[Reference], bool]) -> list[Problem]:
    """A problem for each reference to what neither the files declare nor is deployed."""
    beside = declared(model)
    return [
        _problem(each)
        for process in model.processes
        for each in references(process)
        if not _is_declared(each, beside) and not is_deployed(each)
    ]


def _is_declared(reference: Reference, beside: Mapping[tuple[Kind, str], str | None]) -> bool:
    name = (reference.kind, reference.id)
    if name not in beside:
        return False
    return reference.binding is not Binding.VERSION_TAG or beside[name] == reference.version_tag


def _problem(reference: Reference) -> Problem:
    kind = _KIND_NAMES[reference.kind]
    where = {
        Binding.LATEST: "in the files or deployed",
        Binding.DEPLOYMENT: "among the files of this deployment (binding `deployment`)",
        Binding.VERSION_TAG: f"with version tag '{reference.version_tag}' in the files or deployed",
    }[reference.binding]
    return Problem(
        file=reference.file,
        element_id=reference.element_id,
        line=reference.line,
        rule="reference-exists",
        message=f"Expected a {kind} '{reference.id}' {where}, but there is none.",
        remedy=f"Deploy the file with the {kind} together with this one, or mend the reference.",
    )


def duplicates(model: Model) -> list[Problem]:
    """A problem for each id that two files declare."""
    seen: dict[tuple[str, str], str] = {}
    found: list[Problem] = []
    for kind, definition_id, file in _declarations(model):
        other = seen.setdefault((kind, definition_id), file)
        if other != file:
            found.append(
                Problem(
                    file=file,
                    element_id=definition_id,
                    line=None,
                    rule="unique-id",
                    message=f"Expected one {kind} '{definition_id}' in a deployment, but {other} has one too.",
                    remedy="Give one of them another id, or leave one file out.",
                )
            )
    return found


def _declarations(model: Model) -> Iterator[tuple[str, str, str]]:
    for process in model.processes:
        yield "process", process.id, process.file
    for form in model.forms:
        yield "form", form.id, form.file
    for file in model.decisions:
        yield "decision requirements", file.id, file.file
        for decision in file.model.decisions:
            yield "decision", decision.id, file.file
