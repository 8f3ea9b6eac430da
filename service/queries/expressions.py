"""A FEEL expression evaluated on its own, or with the variables that an element instance sees."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from service import feel
from service.errors import InvalidArgument
from service.queries import variables


def evaluate(
    connection: Connection, expression: str, given: Mapping[str, Any], scope_key: int | None
) -> dict[str, Any]:
    """Result and warnings; variables given cover those of the scope. Raises InvalidArgument if it cannot be parsed
    or finished."""
    seen = variables.effective(connection, scope_key) if scope_key is not None else {}
    scope = {name: feel.from_json(value) for name, value in {**seen, **given}.items()}
    warnings: list[feel.Diagnostic] = []
    try:
        compiled = feel.compile(expression.removeprefix("="))
    except feel.ParseError as error:
        raise InvalidArgument(str(error)) from error
    result = compiled.evaluate(scope, warnings)
    if fatal := [warning.message for warning in warnings if warning.fatal]:
        raise InvalidArgument(fatal[0])
    return {
        "expression": expression,
        "result": feel.to_json(result),
        "warnings": [{"message": warning.message} for warning in warnings],
        "referencedSecrets": [],
    }
