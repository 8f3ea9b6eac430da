"""Calls and function definitions."""

from __future__ import annotations

from typing import Any

from service.feel.builtins.registry import BUILTINS, Builtin
from service.feel.compiling.types import type_of
from service.feel.compiling.unit import Closure, Frame, Place, build, compiles, root_of
from service.feel.nodes import Call, FunctionOf, Literal, Name
from service.feel.run import Run
from service.feel.values import Function, Parameter, kind_of

#: functions of constants that are calculated once
_READERS = frozenset({"date", "time", "date and time", "duration", "number"})


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

    folded = _folded(node)

    def call(env: Any, run: Run) -> Any:
        callee = function(env, run)
        if folded is not None and callee is folded[0]:
            return folded[1]
        values = [argument(env, run) for argument in arguments]
        if not isinstance(callee, Function):
            return run.null("function", "Expected a function to call, but it is {}.", kind_of(callee), at=at)
        run.at = at
        if names is None:
            return callee.invoke(values, run)
        return callee.invoke_named(dict(zip(names, values, strict=True)), run)

    return call


def _folded(node: Call) -> tuple[Builtin, Any] | None:
    """`date("2024-01-01")` and its like: the function, and what it answers each time; None for other calls."""
    builtin = BUILTINS.get(node.function.name) if isinstance(node.function, Name) else None
    texts = [each.value for each in node.arguments if isinstance(each, Literal)]
    if builtin is None or builtin.name not in _READERS or node.names or len(texts) < len(node.arguments):
        return None
    value = builtin.invoke(texts, Run())
    return None if value is None else (builtin, value)


def _called(node: Call, place: Place) -> Closure:
    """Built-in functions are found here already, unless the scope has a function of that name."""
    if not isinstance(node.function, Name):
        return build(node.function, place)
    name, bound = node.function.name, place.bound
    builtin = BUILTINS.get(name)
    while bound is not None and (bound.names is None or name not in bound.names):
        bound = bound.parent
    if builtin is None or bound is not None:
        if bound is None:
            place.unit.functions.add(name)
        return build(node.function, place)
    if name not in place.unit.declared and place.unit.declared:
        return lambda env, run: builtin

    def find(env: Any, run: Run) -> Any:
        own = root_of(env).get(name)
        return own if isinstance(own, Function) else builtin

    return find
