"""Which definitions of a set of files are new versions, and which are what is deployed already.

A definition is unchanged if its file is, byte for byte, for a decision with the files that it imports, and, for a
process, if what its references with binding `deployment` mean is unchanged too: a form that was changed alone must
reach the tasks that are bound to it.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from sqlalchemy import Connection

from service.diagrams import references
from service.diagrams.model import Model, Process
from service.persistence import deployments
from service.persistence.definitions import Kind
from service.persistence.deployments import Newest
from service.states import Binding

DefinitionKind = Literal["process", "decision", "decision_requirements", "form"]
Bindings = dict[str, dict[str, int]]
#: what a reference with binding `deployment` means if it is not among the files
Elsewhere = Callable[[Kind, str], int | None]


@dataclass(frozen=True, slots=True)
class Versioned:
    """A definition of the files with the key and version that it has from now on."""

    kind: DefinitionKind
    id: str
    name: str | None
    file: str
    version_tag: str | None
    sha256: bytes
    key: int
    version: int
    is_new: bool
    #: of a decision: the id of its requirements
    requirements_id: str | None = None
    bindings: Bindings = field(default_factory=dict)


Versions = dict[tuple[str, str], Versioned]


def definition_digests(model: Model, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """By file: what tells one version of its definitions from another, imported files included."""
    own = {name: hashlib.sha256(content).digest() for name, content in files.items()}
    with_imports = {
        each.file: hashlib.sha256(own[each.file] + b"".join(sorted(own[name] for name in each.imports))).digest()
        for each in model.decisions
        if each.imports
    }
    return own | with_imports


def assign_versions(
    connection: Connection,
    model: Model,
    files: Mapping[str, bytes],
    new_key: Callable[[], int],
    bound_elsewhere: Elsewhere,
) -> Versions:
    """Versions by kind and id."""
    digests = definition_digests(model, files)
    versions: Versions = {}
    current = _current(connection, model)
    for kind, definition_id, name, file, tag, requirements in _declarations(model):
        newest = current[kind].get(definition_id)
        judged_by = current["decision_requirements"].get(requirements) if requirements else newest
        unchanged = newest is not None and judged_by is not None and judged_by.sha256 == digests[file]
        versions[kind, definition_id] = Versioned(
            kind=kind,
            id=definition_id,
            name=name,
            file=file,
            version_tag=tag,
            sha256=digests[file],
            key=newest.key if newest and unchanged else new_key(),
            version=(newest.version if newest else 0) + (0 if unchanged else 1),
            is_new=not unchanged,
            requirements_id=requirements,
        )
    _bind(model, versions, current["process"], new_key, bound_elsewhere)
    return versions


Declaration = tuple[DefinitionKind, str, str | None, str, str | None, str | None]


def _declarations(model: Model) -> Iterator[Declaration]:
    """Kind, id, name, file, version tag, and of a decision the id of its requirements."""
    for form in model.forms:
        yield "form", form.id, None, form.file, form.version_tag, None
    for file in model.decisions:
        yield "decision_requirements", file.id, file.name, file.file, None, None
        for decision in file.model.decisions:
            yield "decision", decision.id, decision.name, file.file, file.version_tag, file.id
    for process in model.processes:
        yield "process", process.id, process.name, process.file, process.version_tag, None


def _current(connection: Connection, model: Model) -> dict[str, dict[str, Newest]]:
    ids: dict[str, list[str]] = {"process": [], "form": [], "decision": [], "decision_requirements": []}
    for kind, definition_id, *_ in _declarations(model):
        ids[kind].append(definition_id)
    return {kind: deployments.newest(connection, kind, each) for kind, each in ids.items()}


def _bind(
    model: Model,
    versions: Versions,
    current: Mapping[str, Newest],
    new_key: Callable[[], int],
    bound_elsewhere: Elsewhere,
) -> None:
    """Resolve what is bound to the deployment; a process whose bindings change becomes a new version, and then so
    do its callers, until nothing changes any more."""
    changed = True
    while changed:
        changed = False
        for process in model.processes:
            version = versions["process", process.id]
            bindings = _bindings(process, versions, bound_elsewhere)
            version = replace(version, bindings=bindings)
            if not version.is_new and bindings != current[process.id].bindings:
                version = replace(version, key=new_key(), version=version.version + 1, is_new=True)
                changed = True
            versions["process", process.id] = version


def _bindings(process: Process, versions: Versions, bound_elsewhere: Elsewhere) -> Bindings:
    found: Bindings = {}
    for each in references(process):
        if each.binding is Binding.DEPLOYMENT:
            beside = versions.get((each.kind, each.id))
            key = beside.key if beside is not None else bound_elsewhere(each.kind, each.id)
            if key is not None:
                found.setdefault(each.kind, {})[each.id] = key
    return found
