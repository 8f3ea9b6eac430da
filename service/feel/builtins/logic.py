"""Boolean functions (DMN 1.5, table 73), and what Camunda adds about null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.feel.builtins.registry import builtin
from service.feel.values import kind_of

if TYPE_CHECKING:
    from service.feel.run import Run


@builtin("not(negand: any)", "not(true) = false")
def negation(run: Run, value: Any) -> bool | None:
    """The opposite of a boolean, null of anything else."""
    if type(value) is bool:
        return not value
    return run.null("type", "Expected true or false, but got {}.", kind_of(value))


@builtin("is defined(value: any)", "is defined(null) = false", origin="Camunda")
def is_defined(run: Run, value: Any) -> bool:
    """Whether a value is not null."""
    return value is not None


@builtin("get or else(value: any, default: any)", "get or else(null, 5) = 5", origin="Camunda")
def get_or_else(run: Run, value: Any, default: Any) -> Any:
    """The value, or the default where it is null."""
    return default if value is None else value


@builtin("assert(value: any, condition: any, cause?: string?)", "assert(5, 5 > 0) = 5", origin="Camunda")
def assert_(run: Run, value: Any, condition: Any, cause: str | None = None) -> Any:
    """The value where the condition is true; otherwise the whole evaluation fails."""
    if condition is not True:
        run.stop("assert", cause or "Expected the condition of assert to hold, but it does not.")
    return value
