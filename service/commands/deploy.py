"""Take in a set of files, all or nothing; unchanged content keeps its version."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from sqlalchemy import Connection

from service import diagrams
from service.commands.context import CommandContext
from service.commands.deployed_rows import store_deployment
from service.commands.versions import Elsewhere, Versioned, Versions, assign_versions
from service.diagrams.model import Model, Problem
from service.errors import InvalidArgument
from service.persistence import definitions, deployments
from service.persistence.definitions import Kind
from service.states import Binding


@dataclass(frozen=True, slots=True)
class Deployed:
    """One definition of a deployment: `id` is what the diagram calls it. `is_new`: not had before."""

    kind: Literal["process", "decision", "decision_requirements", "form"]
    key: int
    id: str
    name: str | None
    version: int
    version_tag: str | None
    resource_name: str
    is_new: bool
    #: of a decision: its requirements
    decision_requirements_key: int | None = None
    decision_requirements_id: str | None = None


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a deployment contained, unchanged definitions included, and the warnings of the lint."""

    key: int
    definitions: tuple[Deployed, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Deploy:
    """Files by name, as uploaded. `bundled`: those that the service ships itself."""

    files: Mapping[str, bytes]
    bundled: bool = False


def deploy(connection: Connection, command: Deploy, context: CommandContext) -> Deployment:
    """Read, lint and check the references of all files together, then store what is new.

    Raises InvalidArgument with one entry per problem (file, elementId, line, rule, message, remedy)."""
    deployments.lock(connection)
    model = _checked(connection, command)
    elsewhere: Elsewhere = partial(definitions.latest, connection) if command.bundled else _nowhere
    versions = assign_versions(
        connection,
        model.content,
        command.files,
        lambda: context.runtime.keys.take(connection),
        elsewhere,
    )
    key = context.runtime.keys.take(connection)
    store_deployment(connection, context, key, command.files, command.bundled, model.content, versions)
    warnings = (*model.warnings, *diagrams.check_handlers(model.content, context.runtime.handlers.job_types()))
    return Deployment(key, tuple(_deployed(each, versions) for each in versions.values()), warnings)


@dataclass(frozen=True, slots=True)
class _Checked:
    content: Model
    warnings: tuple[Problem, ...]


def _checked(connection: Connection, command: Deploy) -> _Checked:
    if not command.files:
        raise InvalidArgument("No resources provided.")
    model, problems = diagrams.read(command.files)
    if not any(each.severity == "error" for each in problems):
        problems += diagrams.check_references(model, partial(_is_deployed, connection, command.bundled))
    errors = [each for each in problems if each.severity == "error"]
    if errors:
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        at = f", element {first.element_id}" if first.element_id else ""
        raise InvalidArgument(
            f"Expected files without errors, but {first.file}{at}: {first.message} {first.remedy}{more}",
            errors=[_error(each) for each in errors],
        )
    return _Checked(model, tuple(each for each in problems if each.severity != "error"))


def _is_deployed(connection: Connection, bundled: bool, reference: diagrams.Reference) -> bool:
    if reference.binding is Binding.VERSION_TAG:
        tag = reference.version_tag or ""
        return definitions.tagged(connection, reference.kind, reference.id, tag) is not None
    if reference.binding is Binding.DEPLOYMENT and not bundled:
        return False
    return definitions.latest(connection, reference.kind, reference.id) is not None


def _nowhere(_kind: Kind, _definition_id: str) -> int | None:
    return None


def _error(each: Problem) -> dict[str, object]:
    return {
        "file": each.file,
        "elementId": each.element_id,
        "line": each.line,
        "rule": each.rule,
        "message": each.message,
        "remedy": each.remedy,
    }


def _deployed(each: Versioned, versions: Versions) -> Deployed:
    requirements = versions.get(("decision_requirements", each.requirements_id or ""))
    return Deployed(
        kind=each.kind,
        key=each.key,
        id=each.id,
        name=each.name,
        version=each.version,
        version_tag=each.version_tag,
        resource_name=each.file,
        is_new=each.is_new,
        decision_requirements_key=requirements.key if requirements else None,
        decision_requirements_id=requirements.id if requirements else None,
    )
