"""Deploy the files that the service ships: only what changed and no owner has taken over (DESIGN decision 16)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from service.commands.context import CommandContext
from service.commands.deploy import Deployment


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
    raise NotImplementedError
