"""`and` and `or`: three-valued, up to the first operand that decides (DMN 1.5, table 50)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.feel.compiling.unit import Closure, Place, build, compiles
from service.feel.nodes import Logical
from service.feel.values import kind_of

if TYPE_CHECKING:
    from service.feel.errors import Position
    from service.feel.run import Run


@compiles(Logical)
def _logical(node: Logical, place: Place) -> Closure:
    operands = [build(operand, place) for operand in node.operands]
    deciding = node.operator == "or"
    at = place.unit.position(node)
    if len(operands) == 2:  # noqa: PLR2004 - by far the most frequent
        return _pair(*operands, deciding=deciding, at=at)
    return _chain(operands, deciding=deciding, at=at)


def _pair(left: Closure, right: Closure, *, deciding: bool, at: Position) -> Closure:
    def pair(env: Any, run: Run) -> Any:
        first = left(env, run)
        if first is deciding:
            return deciding
        second = right(env, run)
        if second is deciding:
            return deciding
        if type(first) is bool and type(second) is bool:
            return not deciding
        return _unknown((first, second), run, at)

    return pair


def _chain(operands: list[Closure], *, deciding: bool, at: Position) -> Closure:
    def chain(env: Any, run: Run) -> Any:
        values: list[Any] = []
        for operand in operands:
            value = operand(env, run)
            if value is deciding:
                return deciding
            values.append(value)
        if all(type(value) is bool for value in values):
            return not deciding
        return _unknown(values, run, at)

    return chain


def _unknown(values: Any, run: Run, at: Position) -> None:
    for value in values:
        if value is not None and type(value) is not bool:
            run.null("type", "Expected true or false, but got {}.", kind_of(value), at=at)
