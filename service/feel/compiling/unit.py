"""What is known while one text is compiled, and the table from node types to their compilers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from service.feel.errors import ParseError, Position, position
from service.feel.nodes import Node

if TYPE_CHECKING:
    from service.feel.run import Run
    from service.feel.typespec import Type

#: evaluates a node: the environment is the scope itself, or a Frame around it
Closure = Callable[[Any, "Run"], Any]

#: nodes inside nodes; parsing allows less for brackets, chains such as a.b.c count here
MAX_DEPTH = 150


class Frame:
    """Variables bound inside an expression, around the scope that it is evaluated in.

    `values` are a dict of variables, or for a filter the element itself.
    """

    __slots__ = ("parent", "root", "values")

    def __init__(self, values: Any, parent: Any, root: Any) -> None:
        self.values = values
        self.parent = parent
        self.root = root


class Bound(NamedTuple):
    """The names of a frame, while compiling; None for a filter, whose elements decide."""

    names: frozenset[str] | None
    parent: Bound | None


class Unit:
    """One text being compiled."""

    def __init__(self, text: str, declared: frozenset[str], types: Mapping[str, Type]) -> None:
        self.text = text
        self.declared = declared
        self.types = types
        #: variables that are read from the scope, and those that an element of a filter may have instead
        self.names: set[str] = set()
        self.filter_names: set[str] = set()
        #: variables that are called
        self.functions: set[str] = set()
        #: whether it may loop, call or make collections, and whether it calculates
        self.bounded = True
        self.calculates = False

    def position(self, node: Node) -> Position:
        """Where a node stands in the text."""
        return position(self.text, node.start)


class Place(NamedTuple):
    """Where in the tree a node is compiled."""

    unit: Unit
    bound: Bound | None = None
    depth: int = 0

    def inside(self, names: frozenset[str] | None) -> Place:
        """The place within a frame of these names (None: a filter)."""
        return self._replace(bound=Bound(names, self.bound))


NodeT = TypeVar("NodeT", bound=Node)
Compiler = Callable[[Any, Place], Closure]
_COMPILERS: dict[type, Compiler] = {}


def compiles(
    node_type: type[NodeT],
) -> Callable[[Callable[[NodeT, Place], Closure]], Callable[[NodeT, Place], Closure]]:
    """Register the compiler of a node type."""

    def register(compiler: Callable[[NodeT, Place], Closure]) -> Callable[[NodeT, Place], Closure]:
        _COMPILERS[node_type] = compiler
        return compiler

    return register


def build(node: Node, place: Place) -> Closure:
    """The closure that evaluates a node."""
    depth = place.depth + 1
    if depth > MAX_DEPTH:
        expected = f"at most {MAX_DEPTH} parts inside each other"
        raise ParseError(*place.unit.position(node), expected, f"Expected {expected}, but there are more.")
    return _COMPILERS[type(node)](node, place._replace(depth=depth))


def root_of(env: Any) -> Any:
    """The scope of an environment."""
    return env.root if type(env) is Frame else env
