"""The rows of a deployment: the files that are new, and the definitions in them."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from service.commands import audit
from service.commands.context import CommandContext
from service.commands.versions import Versioned, Versions
from service.diagrams.model import Model
from service.persistence import definitions
from service.persistence.deployments import insert_rows
from service.persistence.tables import (
    decision_definition,
    decision_requirements,
    deployment,
    form,
    process_definition,
    resource,
)
from service.states import Binding


def store_deployment(
    connection: Connection,
    context: CommandContext,
    key: int,
    files: Mapping[str, bytes],
    bundled: bool,
    model: Model,
    versions: Versions,
) -> None:
    """Insert the deployment, the files that hold a new version or are imported by one, and the new versions."""
    row = {"key": key, "deployed_at": context.now, "deployed_by": context.actor.name, "bundled": bundled}
    insert_rows(connection, deployment, [row])
    new = [each for each in versions.values() if each.is_new]
    resources = {name: context.runtime.keys.take(connection) for name in sorted(_needed(model, new))}
    insert_rows(
        connection,
        resource,
        [
            {
                "key": resource_key,
                "deployment_key": key,
                "name": name,
                "content": files[name],
                "sha256": hashlib.sha256(files[name]).digest(),
            }
            for name, resource_key in resources.items()
        ],
    )
    start_forms = _start_forms(connection, model, versions)
    for each in new:
        common = {
            "key": each.key,
            "version": each.version,
            "deployment_key": key,
            "resource_key": resources[each.file],
            "resource_name": each.file,
            "sha256": each.sha256,
            "deployed_at": context.now,
        }
        _insert(connection, each, common, versions, start_forms)
    details = {"new": len(new), "unchanged": len(versions) - len(new), "bundled": bundled}
    audit.record(connection, context, "resources_deployed", "deployment", key, details)


def _needed(model: Model, new: Iterable[Versioned]) -> set[str]:
    """The files to keep: what they import must be at hand with them, even if nothing in it is new."""
    files = {each.file for each in new}
    imported = (each.imports for each in model.decisions if each.file in files)
    return files.union(*imported)


def _insert(
    connection: Connection,
    each: Versioned,
    common: dict[str, Any],
    versions: Versions,
    start_forms: Mapping[str, int | None],
) -> None:
    match each.kind:
        case "process":
            own: dict[str, Any] = {
                "process_definition_id": each.id,
                "name": each.name,
                "version_tag": each.version_tag,
                "state": "ACTIVE",
                "has_start_form": each.id in start_forms,
                "start_form_key": start_forms.get(each.id),
                "bindings": each.bindings,
            }
            insert_rows(connection, process_definition, [{**common, **own}])
        case "form":
            own = {"form_id": each.id, "version_tag": each.version_tag}
            insert_rows(connection, form, [{**common, **own}])
        case "decision_requirements":
            own = {"decision_requirements_id": each.id, "name": each.name or each.id}
            insert_rows(connection, decision_requirements, [{**common, **own}])
        case "decision":
            requirements = versions["decision_requirements", each.requirements_id or ""]
            own = {
                "key": each.key,
                "decision_definition_id": each.id,
                "name": each.name or each.id,
                "version": each.version,
                "version_tag": each.version_tag,
                "decision_requirements_key": requirements.key,
                "deployment_key": common["deployment_key"],
            }
            insert_rows(connection, decision_definition, [own])


def _start_forms(connection: Connection, model: Model, versions: Versions) -> dict[str, int | None]:
    """Forms that a process is started with, by process id."""
    found: dict[str, int | None] = {}
    for process in model.processes:
        reference = process.start_form
        if reference is None or reference.form_id is None:
            continue
        beside = versions.get(("form", reference.form_id))
        if beside is not None:
            found[process.id] = beside.key
        elif reference.binding is Binding.VERSION_TAG:
            found[process.id] = definitions.tagged(connection, "form", reference.form_id, reference.version_tag or "")
        else:
            found[process.id] = definitions.latest(connection, "form", reference.form_id)
    return found
