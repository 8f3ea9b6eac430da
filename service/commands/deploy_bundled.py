"""Deploy the files that the service ships: only what changed and no owner has taken over (decision 16)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from service import diagrams
from service.commands.context import CommandContext
from service.commands.deploy import Deploy, Deployment, deploy
from service.commands.versions import definition_digests
from service.diagrams.model import Model
from service.persistence import deployments

State = Literal["new", "unchanged", "owned", "theirs"]
_STRONGEST_FIRST: tuple[State, ...] = ("theirs", "owned", "new", "unchanged")


@dataclass(frozen=True, slots=True)
class BundledDeployment:
    """What was deployed (None: nothing had to be), and a sentence for each file that was left to its owner."""

    deployment: Deployment | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeployBundled:
    """Files by name."""

    files: Mapping[str, bytes]


def deploy_bundled(connection: Connection, command: DeployBundled, context: CommandContext) -> BundledDeployment:
    """Deploy the files that are new, or changed since their last bundled deployment; never over an owner's version."""
    deployments.lock(connection)
    left: list[str] = []
    taken: dict[str, bytes] = {}
    changed = False
    model, _ = diagrams.read(command.files)
    digests = definition_digests(model, command.files)
    for name, content in sorted(command.files.items()):
        state = _compared(connection, model, name, digests[name])
        if state == "theirs":
            left.append(
                f"{name} has changed, but an owner has deployed a newer version of what it declares, which stays. "
                "Deploy the file by hand to replace it."
            )
        if state in ("new", "unchanged"):
            taken[name] = content
        changed = changed or state == "new"
    if not changed:
        return BundledDeployment(None, tuple(left))
    return BundledDeployment(deploy(connection, Deploy(taken, bundled=True), context), tuple(left))


def _compared(connection: Connection, model: Model, name: str, digest: bytes) -> State:
    """`new`: to be deployed. `unchanged`: since its last bundled deployment, and nobody has deployed it since.
    `owned`: unchanged, but an owner has deployed it since. `theirs`: changed, but an owner has deployed it since."""
    states = set()
    for kind, definition_id in _declared(model, name):
        latest = deployments.newest(connection, kind, [definition_id]).get(definition_id)
        ours = deployments.newest(connection, kind, [definition_id], bundled=True).get(definition_id)
        is_same = ours is not None and ours.sha256 == digest
        if latest is not None and not latest.bundled:
            states.add("owned" if is_same else "theirs")
        else:
            states.add("unchanged" if is_same else "new")
    for state in _STRONGEST_FIRST:
        if state in states:
            return state
    return "new"


def _declared(model: Model, name: str) -> list[tuple[str, str]]:
    found = [("process", each.id) for each in model.processes if each.file == name]
    found += [("form", each.id) for each in model.forms if each.file == name]
    found += [("decision_requirements", each.id) for each in model.decisions if each.file == name]
    return found
