"""Somebody corrects variables of a running scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from service.commands.advance import advance
from service.commands.context import CommandContext
from service.commands.instance_work import open_instance
from service.errors import NotFound
from service.persistence.instances import By, exists
from service.states import InstanceState


@dataclass(frozen=True, slots=True)
class SetVariables:
    """`scope_key` is an element instance or process instance. `local`: in this very scope, else where they live."""

    scope_key: int
    variables: Mapping[str, Any]
    local: bool = False


def set_variables(connection: Connection, command: SetVariables, context: CommandContext) -> None:
    """Write them. Raises NotFound if the scope is not live."""
    by: By = "element_instance" if exists(connection, "element_instance", command.scope_key) else "process_instance"
    work = open_instance(connection, context, by, command.scope_key)
    if work.row["state"] != InstanceState.ACTIVE:
        raise NotFound(f"Expected the scope with key '{command.scope_key}' to be live, but it has ended.")
    work.instance.set_variables(command.scope_key, command.variables, local=command.local)
    instance_key = work.row["process_instance_key"] if by == "element_instance" else command.scope_key
    work.audit(
        "variables_set", by, command.scope_key, instance_key, names=sorted(command.variables), local=command.local
    )
    advance(work)
