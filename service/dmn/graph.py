"""Who requires whom: references resolved within a file and across imports, and what goes in circles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from service.dmn import elements as e
from service.dmn.findings import Findings


class Named(NamedTuple):
    """An element of some file."""

    file: "File"
    element: e.Invocable


@dataclass(eq=False, slots=True)
class File:
    """A file with the files it imports, by import name ("" merges their names into this file's)."""

    definitions: e.Definitions
    findings: Findings
    imports: dict[str, list["File"]] = field(default_factory=dict)
    by_id: dict[str, e.Invocable] = field(default_factory=dict)
    by_name: dict[str, e.Invocable] = field(default_factory=dict)
    cyclic: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for each in self.definitions.invocables:
            self.by_id.setdefault(each.id if each.id is not None else each.name, each)
            self.by_name.setdefault(each.name, each)

    def resolve(self, reference: e.Reference) -> Named | None:
        """The element that a reference means; None if there is none."""
        if reference.namespace in (None, self.definitions.namespace):
            element = self.by_id.get(reference.target)
            if element is not None or reference.namespace is None:
                return Named(self, element) if element is not None else None
        for files in self.imports.values():
            for file in files:
                if file.definitions.namespace == reference.namespace and reference.target in file.by_id:
                    return Named(file, file.by_id[reference.target])
        return None

    def resolve_all(self, references: Sequence[e.Reference]) -> Iterator[Named]:
        """The elements that references mean, those that mean nothing left out."""
        return (found for each in references if (found := self.resolve(each)) is not None)

    def item_definition(self, type_ref: str | None) -> e.ItemDefinition | None:
        """The item definition that a typeRef names, here or in an import."""
        for definition in self.definitions.item_definitions:
            if definition.name == type_ref:
                return definition
        for name, files in self.imports.items():
            prefix = f"{name}." if name else ""
            if type_ref is not None and type_ref.startswith(prefix):
                for file in files:
                    for definition in file.definitions.item_definitions:
                        if prefix + definition.name == type_ref:
                            return definition
        return None

    def import_name(self, file: "File") -> str | None:
        """Under which name a file is imported here; None if it is not (or is this file itself)."""
        return next((name for name, files in self.imports.items() if file in files), None)


def check_references(file: File) -> None:
    """Report references that lead nowhere or to the wrong kind of element."""
    for each in file.definitions.invocables:
        for reference, kinds in _references(each):
            found = file.resolve(reference)
            if found is None:
                file.findings.error(
                    "reference",
                    reference,
                    f"Expected an element {_written(reference)}, required by {each.name}, but there is none.",
                    "Draw the arrow again, or supply the imported file.",
                )
            elif not isinstance(found.element, kinds):
                file.findings.error(
                    "reference-kind",
                    reference,
                    f"Expected {_kinds(kinds)} as {_written(reference)}, required by {each.name}, "
                    f"but {found.element.name} is {_kinds((type(found.element),))}.",
                    "Draw the arrow from another element.",
                )


def _written(reference: e.Reference) -> str:
    return f"{reference.namespace or ''}#{reference.target}"


def _kinds(kinds: tuple[type[e.Invocable], ...]) -> str:
    return " or ".join(f"a {kind.__name__}" for kind in kinds)


def _references(element: e.Invocable) -> Iterator[tuple[e.Reference, tuple[type[e.Invocable], ...]]]:
    anything = (e.InputData, e.Decision, e.BusinessKnowledgeModel, e.DecisionService)
    for reference in element.requirements:
        yield reference, anything
    if isinstance(element, e.DecisionService):
        for references in (element.output_decisions, element.encapsulated_decisions, element.input_decisions):
            for reference in references:
                yield reference, (e.Decision,)
        for reference in element.input_data:
            yield reference, (e.InputData,)


def check_cycles(file: File) -> None:
    """Report decisions that require themselves, directly or through others; they evaluate to null.

    Functions may call each other in circles (their depth is limited), decisions may not (DMN 1.5, 6.2.2).
    """
    decisions = [each for each in file.definitions.invocables if isinstance(each, e.Decision)]
    required = {id(each): _required_decisions(file, each) for each in decisions}
    circling = _in_circles(required)
    for each in decisions:
        if id(each) in circling:
            file.cyclic.add(id(each))
            file.findings.error(
                "cycle",
                each,
                f"Expected no decision to require itself, but {each.name} does, perhaps through others.",
                "Remove one of the arrows of the circle.",
            )


def _required_decisions(file: File, decision: e.Decision) -> set[int]:
    found = (each for each in file.resolve_all(decision.requirements) if each.file is file)
    return {id(each.element) for each in found if isinstance(each.element, e.Decision)}


def _in_circles(required: Mapping[int, set[int]]) -> set[int]:
    """The decisions that reach themselves: strongly connected components, found in two walks (Kosaraju)."""
    requiring: dict[int, set[int]] = {key: set() for key in required}
    for key, others in required.items():
        for other in others:
            requiring[other].add(key)
    circling = {key for key, others in required.items() if key in others}
    assigned: set[int] = set()
    for start in reversed(_finished(required)):
        component, waiting = [], [start]
        while waiting:
            key = waiting.pop()
            if key not in assigned:
                assigned.add(key)
                component.append(key)
                waiting.extend(requiring[key])
        if len(component) > 1:
            circling.update(component)
    return circling


def _finished(required: Mapping[int, set[int]]) -> list[int]:
    """The decisions in the order in which a walk along the requirements leaves them."""
    finished: list[int] = []
    seen: set[int] = set()
    for start in required:
        waiting = [(start, iter(required[start]))] if start not in seen else []
        seen.add(start)
        while waiting:
            key, others = waiting[-1]
            following = next((other for other in others if other not in seen), None)
            if following is None:
                finished.append(key)
                waiting.pop()
            else:
                seen.add(following)
                waiting.append((following, iter(required[following])))
    return finished
