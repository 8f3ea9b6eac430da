"""The abstract syntax tree. Every node knows the offset in the text where it starts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator as PythonIterator


@dataclass(slots=True)
class Node:
    """A part of an expression."""

    start: int


@dataclass(slots=True)
class Literal(Node):
    """A constant: number, string, boolean, null, @-literal (`valid` is False for a malformed one)."""

    value: Any
    valid: bool = True


@dataclass(slots=True)
class Name(Node):
    """A variable, a parameter, or a built-in function as a value."""

    name: str


@dataclass(slots=True)
class Path(Node):
    """`target.name`."""

    target: Node
    name: str


@dataclass(slots=True)
class Filter(Node):
    """`target[condition]`."""

    target: Node
    condition: Node


@dataclass(slots=True)
class Call(Node):
    """`function(arguments)`; `names` are given when the arguments are named."""

    function: Node
    arguments: list[Node]
    names: list[str] | None


@dataclass(slots=True)
class ListOf(Node):
    """`[a, b]`."""

    items: list[Node]


@dataclass(slots=True)
class ContextOf(Node):
    """`{a: 1, "b c": 2}`."""

    entries: list[tuple[str, Node]]


@dataclass(slots=True)
class FunctionOf(Node):
    """`function(a: number, b) body`; `body` is None for an external one."""

    parameters: list[tuple[str, TypeNode | None]]
    body: Node | None


@dataclass(slots=True)
class RangeOf(Node):
    """`[low..high]` with round or outward brackets where an end is not included."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(slots=True)
class OneSided(Node):
    """`< 5` as a value or test."""

    operator: str
    operand: Node


@dataclass(slots=True)
class Negation(Node):
    """`-operand`."""

    operand: Node


@dataclass(slots=True)
class Arithmetic(Node):
    """`first op operand op operand …`, all of one precedence, from the left."""

    first: Node
    rest: list[tuple[str, Node]]


@dataclass(slots=True)
class Comparison(Node):
    """`left op right` with = != < <= > >=."""

    operator: str
    left: Node
    right: Node


@dataclass(slots=True)
class Logical(Node):
    """`a and b and …` or `a or b or …`."""

    operator: str
    operands: list[Node]


@dataclass(slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(slots=True)
class In(Node):
    """`value in test` or `value in (test, test)`."""

    value: Node
    tests: list[Node]


@dataclass(slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: TypeNode


@dataclass(slots=True)
class If(Node):
    """`if condition then … else …`."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(slots=True)
class Iterator:
    """`name in domain` or `name in domain..end`."""

    name: str
    domain: Node
    end: Node | None


@dataclass(slots=True)
class For(Node):
    """`for iterators return body`."""

    iterators: list[Iterator]
    body: Node


@dataclass(slots=True)
class Quantified(Node):
    """`some|every iterators satisfies body`."""

    quantifier: str
    iterators: list[Iterator]
    body: Node


@dataclass(slots=True)
class Tests(Node):
    """Unary tests: any of them, or with `negated` none of them; no tests at all always match."""

    tests: list[Node]
    negated: bool


@dataclass(slots=True)
class TypeNode(Node):
    """A type as written: a name, and what stands between its angle brackets.

    `name` is "list", "range", "context" or "function" where `arguments` is not None; `members` are the
    names of a context's; `returns` is a function's.
    """

    name: str
    arguments: list[TypeNode] | None = None
    members: list[str] | None = None
    returns: TypeNode | None = None


def parts(node: Node) -> PythonIterator[Node]:
    """A node and all nodes within it."""
    pending: list[Any] = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, Node):
            yield part
        if isinstance(part, Node | Iterator):
            pending += [getattr(part, field.name) for field in fields(part)]
        elif isinstance(part, list | tuple):
            pending += part


def mentions(node: Node, name: str) -> bool:
    """Whether a variable of that name is read anywhere in a node."""
    return any(isinstance(part, Name) and part.name == name for part in parts(node))


def holds(node: Node, kind: type[Node]) -> bool:
    """Whether a node of that kind is anywhere in a node."""
    return any(isinstance(part, kind) for part in parts(node))
