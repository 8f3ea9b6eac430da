"""Literals, names and paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.feel.builtins.registry import BUILTINS
from service.feel.compiling.unit import Closure, Place, build, compiles
from service.feel.members import member
from service.feel.nodes import Literal, Name, Path
from service.feel.values import MISSING

if TYPE_CHECKING:
    from service.feel.run import Run


@compiles(Literal)
def _literal(node: Literal, place: Place) -> Closure:
    value = node.value
    if node.valid:
        return lambda env, run: value
    at = place.unit.position(node)
    return lambda env, run: run.null("value", "Expected a date, time or duration after @.", at=at)


@compiles(Name)
def _name(node: Name, place: Place) -> Closure:
    """Innermost frame first. Which frame has the name is known here, but for the elements of filters."""
    name, hops = node.name, 0
    filters: list[int] = []
    bound = place.bound
    while bound is not None and (bound.names is None or name not in bound.names):
        if bound.names is None:
            filters.append(hops)
        bound, hops = bound.parent, hops + 1
    if bound is not None:
        found = _copied(_local(name, hops)) if name == "partial" else _local(name, hops)
    elif name == "item" and filters:
        return _filtered(name, filters, _literal(Literal(node.start, None), place))
    else:
        (place.unit.filter_names if filters else place.unit.names).add(name)
        found = _from_scope(node, place)
    return _filtered(name, filters, found) if filters else found


def _local(name: str, hops: int) -> Closure:
    if hops == 0:
        return lambda env, run: env.values[name]
    if hops == 1:
        return lambda env, run: env.parent.values[name]

    def outer(env: Any, run: Run) -> Any:
        for _ in range(hops):
            env = env.parent
        return env.values[name]

    return outer


def _copied(found: Closure) -> Closure:
    """The results so far as a list of their own, which does not grow with the loop."""

    def copy(env: Any, run: Run) -> Any:
        value = found(env, run)
        if type(value) is not list:
            return value
        run.spend(len(value) >> 3)
        return value[:]

    return copy


def _from_scope(node: Name, place: Place) -> Closure:
    name, at = node.name, place.unit.position(node)
    builtin = BUILTINS.get(name)

    def absent(scope: Any, run: Run) -> Any:
        if builtin is not None and scope.get(name, MISSING) is MISSING:
            return builtin
        if run.warnings is not None and scope.get(name, MISSING) is MISSING:
            run.null("variable", "No variable found with name '{}'.", name, at=at)
        return None

    if place.bound is None:

        def of_scope(env: Any, run: Run) -> Any:
            value = env.get(name)
            return absent(env, run) if value is None else value

        return of_scope

    def of_root(env: Any, run: Run) -> Any:
        value = env.root.get(name)
        return absent(env.root, run) if value is None else value

    return of_root


def _filtered(name: str, filters: list[int], otherwise: Closure) -> Closure:
    """Look first at the elements of the filters around; `item` is an element that has no such member."""

    def lookup(env: Any, run: Run) -> Any:
        frame, passed = env, 0
        for hops in filters:
            while passed < hops:
                frame, passed = frame.parent, passed + 1
            element = frame.values
            if type(element) is dict:
                value = element.get(name, MISSING)
                if value is not MISSING:
                    return value
            if name == "item":
                return element
        return otherwise(env, run)

    return lookup


@compiles(Path)
def _path(node: Path, place: Place) -> Closure:
    name, at = node.name, place.unit.position(node)
    target = build(node.target, place)

    def path(env: Any, run: Run) -> Any:
        value = target(env, run)
        if type(value) is dict:
            found = value.get(name)
            if found is not None:
                return found
        return member(value, name, run, at)

    return path
