"""`if`, `for`, `some` and `every`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.feel.comparing import all_of, any_of
from service.feel.compiling.unit import Closure, Frame, Place, build, compiles, root_of
from service.feel.iterating import items_between, items_of
from service.feel.nodes import For, FunctionOf, If, Iterator, Quantified, holds

if TYPE_CHECKING:
    from collections.abc import Iterator as PythonIterator

    from service.feel.run import Run

#: name, domain, end
Domain = tuple[str, Closure, Closure | None]


@compiles(If)
def _if(node: If, place: Place) -> Closure:
    condition, then, otherwise = (build(part, place) for part in (node.condition, node.then, node.otherwise))
    return lambda env, run: then(env, run) if condition(env, run) is True else otherwise(env, run)


@compiles(For)
def _for(node: For, place: Place) -> Closure:
    place.unit.bounded = False
    names = frozenset(iterator.name for iterator in node.iterators) | {"partial"}
    domains = _domains(node.iterators, place, frozenset({"partial"}))
    body, keeps = build(node.body, place.inside(names)), holds(node, FunctionOf)

    def loop(env: Any, run: Run) -> Any:
        results: list[Any] = []
        most = run.limits.list_size
        for frame in _turns(domains, Frame({"partial": results}, env, root_of(env)), run, keeps=keeps):
            if frame is None:
                return None
            results.append(body(frame, run))
            if len(results) > most:
                run.check_list(len(results))
        return results

    return loop


@compiles(Quantified)
def _quantified(node: Quantified, place: Place) -> Closure:
    place.unit.bounded = False
    names = frozenset(iterator.name for iterator in node.iterators)
    domains = _domains(node.iterators, place, frozenset())
    body, keeps = build(node.body, place.inside(names)), holds(node, FunctionOf)
    deciding, decide = (True, any_of) if node.quantifier == "some" else (False, all_of)

    def quantified(env: Any, run: Run) -> Any:
        answers: list[Any] = []
        for frame in _turns(domains, Frame({}, env, root_of(env)), run, keeps=keeps):
            if frame is None:
                return None
            answers.append(body(frame, run))
            if answers[-1] is deciding:
                return deciding
        return decide(answers)

    return quantified


def _domains(iterators: list[Iterator], place: Place, names: frozenset[str]) -> list[Domain]:
    """Later iterators see the earlier ones."""
    domains: list[Domain] = []
    for iterator in iterators:
        inside = place.inside(names)
        end = build(iterator.end, inside) if iterator.end else None
        domains.append((iterator.name, build(iterator.domain, inside), end))
        names |= {iterator.name}
    return domains


def _turns(domains: list[Domain], frame: Frame, run: Run, *, keeps: bool) -> PythonIterator[Frame | None]:
    """The frame of each turn, the last iterator fastest; None where a domain is null.

    It is the same frame each time, unless a function made in the body `keeps` it beyond its turn.
    """
    (name, domain, end), rest = domains[0], domains[1:]
    start = domain(frame, run)
    items = items_of(start, run) if end is None else items_between(start, end(frame, run), run)
    if items is None:
        yield None
        return
    values = frame.values
    for item in items:
        run.spend()
        if keeps:
            frame = Frame({**values, name: item}, frame.parent, frame.root)
        else:
            values[name] = item
        if rest:
            yield from _turns(rest, frame, run, keeps=keeps)
        else:
            yield frame
