"""Somebody corrects variables of a running scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from service.commands.context import CommandContext


@dataclass(frozen=True, slots=True)
class SetVariables:
    """`scope_key` is an element instance or process instance. `local`: in this very scope, else where they live."""

    scope_key: int
    variables: Mapping[str, Any]
    local: bool = False


def set_variables(connection: Connection, command: SetVariables, context: CommandContext) -> None:
    """Write them. Raises NotFound if the scope is not live."""
    raise NotImplementedError
