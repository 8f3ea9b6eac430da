"""Types as written to types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.feel.typespec import BUILT_IN, ContextType, FunctionType, ListType, NamedType, RangeType, Type

if TYPE_CHECKING:
    from service.feel.compiling.unit import Unit
    from service.feel.nodes import TypeNode


def type_of(node: TypeNode, unit: Unit) -> Type:
    """The type that a type expression stands for."""
    if node.arguments is None:
        return BUILT_IN.get(node.name) or NamedType(node.name, unit.types)
    arguments = [type_of(argument, unit) for argument in node.arguments]
    if node.name == "list":
        return ListType(arguments[0])
    if node.name == "range":
        return RangeType(arguments[0])
    if node.name == "context":
        return ContextType(dict(zip(node.members or (), arguments, strict=True)))
    return FunctionType(arguments, type_of(node.returns, unit) if node.returns else None)
