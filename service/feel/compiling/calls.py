"""Calls and function definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.feel.builtins.registry import BUILTINS
from service.feel.compiling.types import type_of
from service.feel.compiling.unit import Closure, Frame, Place, build, compiles, root_of
from service.feel.nodes import Call, FunctionOf, Name
from service.feel.values import Function, Parameter, kind_of

if TYPE_CHECKING:
    from service.feel.run import Run


@compiles(FunctionOf)
def _function(node: FunctionOf, place: Place) -> Closure:
    place.unit.bounded = False
    parameters = [Parameter(name, type_of(type_, place.unit) if type_ else None) for name, type_ in node.parameters]
    names = tuple(parameter.name for parameter in parameters)
    if node.body is None:
        external = Function(parameters, _external)
        return lambda env, run: external
    body = build(node.body, place.inside(frozenset(names)))

    def function(env: Any, run: Run) -> Function:
        root = root_of(env)

        def call(arguments: list[Any], run: Run) -> Any:
            return body(Frame(dict(zip(names, arguments, strict=True)), env, root), run)

        return Function(parameters, call)

    return function


def _external(arguments: list[Any], run: Run) -> None:
    run.null("function", "Expected a function in FEEL, but it is external, which is not supported.")


@compiles(Call)
def _call(node: Call, place: Place) -> Closure:
    place.unit.bounded = False
    place.unit.calculates = True
    function = _called(node, place)
    arguments = [build(argument, place) for argument in node.arguments]
    names, at = node.names, place.unit.position(node)

    def call(env: Any, run: Run) -> Any:
        callee = function(env, run)
        values = [argument(env, run) for argument in arguments]
        if not isinstance(callee, Function):
            return run.null("function", "Expected a function to call, but it is {}.", kind_of(callee), at=at)
        run.at = at
        if names is None:
            return callee.invoke(values, run)
        return callee.invoke_named(dict(zip(names, values, strict=True)), run)

    return call


def _called(node: Call, place: Place) -> Closure:
    """Built-in functions are found here already, unless the scope has a function of that name."""
    if not isinstance(node.function, Name):
        return build(node.function, place)
    name, bound = node.function.name, place.bound
    builtin = BUILTINS.get(name)
    while bound is not None and (bound.names is None or name not in bound.names):
        bound = bound.parent
    if builtin is None or bound is not None:
        return build(node.function, place)
    if name not in place.unit.declared and place.unit.declared:
        return lambda env, run: builtin

    def find(env: Any, run: Run) -> Any:
        own = root_of(env).get(name)
        return own if isinstance(own, Function) else builtin

    return find
