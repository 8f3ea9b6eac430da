"""How rules are written: a function that yields findings for one BPMN file, registered under a name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from service.diagrams.diagram import BPMN, Diagram, children, tag
from service.diagrams.model import Process
from service.diagrams.problems import Severity
from service.diagrams.vocabulary.refused import REFUSED

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, and at which element."""

    element: "Element"
    message: str
    remedy: str


class Sheet:
    """A BPMN file as rules see it: its XML, and the model of the processes in it that are meant to run."""

    def __init__(self, diagram: Diagram, processes: tuple[tuple["Element", Process], ...]) -> None:
        self.diagram = diagram
        self.processes = processes

    @cached_property
    def _by_tag(self) -> dict[str, list["Element"]]:
        found: dict[str, list[Element]] = {}
        for process, _ in self.processes:
            for element in _supported(process):
                found.setdefault(tag(element), []).append(element)
        return found

    def all(self, *tags: str) -> Iterator["Element"]:
        """The elements with one of these tags in processes that are meant to run, outside of refused elements."""
        for name in tags:
            yield from self._by_tag.get(name, ())

    def containers(self) -> Iterator["Element"]:
        """The processes and their sub-processes."""
        return self.all("process", "subProcess")

    def roots(self, name: str) -> Iterator["Element"]:
        """Messages, errors and the like: what stands beside the processes."""
        return children(self.diagram.root, name)


Rule = Callable[[Sheet], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class RegisteredRule:
    """A rule with its name and how grave its findings are."""

    name: str
    severity: Severity
    check: Rule


RULES: list[RegisteredRule] = []


def rule(name: str, severity: Severity = "error") -> Callable[[Rule], Rule]:
    """Register a rule."""

    def register(check: Rule) -> Rule:
        RULES.append(RegisteredRule(name, severity, check))
        return check

    return register


def _supported(element: "Element") -> Iterator["Element"]:
    """The BPMN elements of a subtree in document order, without what is refused as a whole."""
    stack = [element]
    while stack:
        current = stack.pop()
        yield current
        below = [child for child in current.iterchildren(f"{{{BPMN}}}*") if tag(child) not in REFUSED]
        stack += reversed(below)
