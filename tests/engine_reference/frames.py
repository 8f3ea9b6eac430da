"""What the reference interpreter keeps: variables, running scopes, active elements, armed events. Shares nothing with
the engine: everything is in plain lists that are searched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

from service import feel
from service.diagrams.model import Node, Scope, VariableMapping

if TYPE_CHECKING:
    from tests.engine_reference.compensating import Done


class Bag(dict[str, Any]):
    """The variables of one scope; `up` is the one around it."""

    def __init__(self, up: Optional["Bag"], values: Mapping[str, Any] | None = None) -> None:
        super().__init__(values or {})
        self.up = up

    def owner(self, name: str) -> Optional["Bag"]:
        if name in self:
            return self
        return None if self.up is None else self.up.owner(name)

    @property
    def outermost(self) -> "Bag":
        return self if self.up is None else self.up.outermost

    def put(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            (self.owner(name) or self.outermost)[name] = value

    def seen(self) -> dict[str, Any]:
        return {**({} if self.up is None else self.up.seen()), **self}

    def evaluate(self, text: str, extra: Mapping[str, Any] | None = None) -> Any:
        return feel.compile(text.removeprefix("=")).evaluate({**self.seen(), **(extra or {})})

    def mapped(self, mappings: tuple[VariableMapping, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for mapping in mappings:
            found[mapping.target] = None if mapping.source is None else self.evaluate(mapping.source, found)
        return found


@dataclass(eq=False)
class Box:
    """A process or sub-process that runs."""

    serial: int
    scope: Scope
    bag: Bag
    owner: Optional["Act"]
    acts: list["Act"] = field(default_factory=list)
    armed: list["Armed"] = field(default_factory=list)
    #: arrivals at joins, in order: gateway and flow
    parked: list[tuple[str, str]] = field(default_factory=list)
    #: what completed here and can be compensated
    done: list["Done"] = field(default_factory=list)
    begun: bool = False
    called: bool = False
    alive: bool = True


@dataclass(eq=False)
class Act:
    """An active element."""

    serial: int
    node: Node
    box: Box
    bag: Bag
    index: int | None = None
    body: Optional["Act"] = None
    items: list["Act"] = field(default_factory=list)
    armed: list["Armed"] = field(default_factory=list)
    inner: Box | None = None
    #: what completed inside of it and can be compensated
    inside: list["Done"] = field(default_factory=list)
    #: of a compensation handler: the event that started it
    thrower: Optional["Act"] = None
    #: what it waits for from outside: user, job, timer, message, incident
    wait: str | None = None
    begun: int = 0
    done: int = 0
    alive: bool = True


@dataclass(eq=False)
class Armed:
    """A boundary event or the start of an event sub-process that has not happened."""

    node: Node
    box: Box
    host: Act | None
    sub_process: Node | None = None
    serial: int = 0


def path(act: Act | None, box: Box) -> tuple[Any, ...]:
    """Positions in multi-instances and calls, from the outermost inwards."""
    here = () if act is None or act.index is None else (act.index,)
    if box.owner is None:
        return here
    called = (box.owner.node.id,) if box.called else ()
    return path(box.owner, box.owner.box) + called + here
