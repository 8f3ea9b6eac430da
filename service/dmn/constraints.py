"""Allowed values and type constraints of item definitions (DMN 1.5, section 7.3.2).

A value outside them is noted and kept, as other engines do; in a strict evaluation it becomes null. `null` is
always allowed, as it conforms to every type.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from service import feel
from service.dmn import elements as e
from service.dmn.compilation import Compilation
from service.dmn.graph import File
from service.dmn.session import Session

_SHOWN = 60


class _Constraint(NamedTuple):
    definition: e.ItemDefinition
    allowed: feel.UnaryTests | None
    whole: feel.UnaryTests | None
    components: dict[str, "_Constraint"]


class Constraints:
    """The constraints of all files of a model."""

    def __init__(self) -> None:
        self._by_file: dict[int, dict[str, _Constraint]] = {}

    def compile(self, file: File, to: Compilation) -> None:
        """Compile the constraints of a file's types; a file without any costs nothing later."""
        found = {each.name: _constraint(each, to) for each in file.definitions.item_definitions}
        self._by_file[id(file)] = found if any(_tests(each) for each in found.values()) else {}

    def hold(self, file: File, type_ref: str | None, value: Any, element: e.Invocable, session: Session) -> bool:
        """Whether a value of a type is within its constraints; notes each violation."""
        found = self._by_file[id(file)].get(type_ref or "")
        if found is None and type_ref is not None and "." in type_ref:
            return self._imported(file, type_ref, value, element, session)
        if found is None or value is None:
            return True
        violations = list(self._violations(file, found, value, "", session))
        for path, where in violations:
            message = f"Expected {path or 'the value'} of {element.name} within the allowed values {_shown(where)}."
            session.warn("values", element, message)
        return not violations

    def _imported(self, file: File, type_ref: str, value: Any, element: e.Invocable, session: Session) -> bool:
        for name, files in file.imports.items():
            if type_ref.startswith(f"{name}."):
                local = type_ref.removeprefix(f"{name}.")
                return all(self.hold(each, local, value, element, session) for each in files)
        return True

    def _violations(
        self, file: File, constraint: _Constraint, value: Any, path: str, session: Session
    ) -> Iterator[tuple[str, e.UnaryTestsElement]]:
        """Paths to values outside their constraints, with the constraint."""
        definition = constraint.definition
        if definition.type_constraint is not None and _outside(constraint.whole, value, session):
            yield path, definition.type_constraint
        items = value if definition.is_collection and type(value) is list else [value]
        base = self._by_file[id(file)].get(definition.type_ref or "")
        for item in items:
            session.spend()
            if item is None:
                continue
            if definition.allowed_values is not None and _outside(constraint.allowed, item, session):
                yield path, definition.allowed_values
            if base is not None and base is not constraint:
                yield from self._violations(file, base, item, path, session)
            if type(item) is dict:
                for name, component in constraint.components.items():
                    if item.get(name) is not None:
                        inner = f"{path}.{name}" if path else name
                        yield from self._violations(file, component, item[name], inner, session)


def _constraint(definition: e.ItemDefinition, to: Compilation) -> _Constraint:
    return _Constraint(
        definition,
        _compiled(definition.allowed_values, to),
        _compiled(definition.type_constraint, to),
        {each.name: _constraint(each, to) for each in definition.components},
    )


def _compiled(element: e.UnaryTestsElement | None, to: Compilation) -> feel.UnaryTests | None:
    return to.unary_tests(element, ()) if element is not None and element.text.strip() else None


def _tests(constraint: _Constraint) -> Sequence[feel.UnaryTests]:
    own = [each for each in (constraint.allowed, constraint.whole) if each is not None]
    return [*own, *(each for component in constraint.components.values() for each in _tests(component))]


def _outside(tests: feel.UnaryTests | None, value: Any, session: Session) -> bool:
    """Whether the tests say no; tests that are no valid FEEL, or that fail, do not."""
    if tests is None:
        return False
    answer = tests.evaluate(value, {}, run=session)
    session.diagnostics.clear()
    return answer is False


def _shown(element: e.UnaryTestsElement) -> str:
    text = " ".join(element.text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
