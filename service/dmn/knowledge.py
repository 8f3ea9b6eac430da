"""Business knowledge models and decision services as FEEL functions (DMN 1.5, sections 6.3.9 and 10.4)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from service import feel
from service.dmn import elements as e
from service.dmn.boxed import compile_expression
from service.dmn.compilation import Code, Compilation, broken, foreign
from service.dmn.graph import File
from service.dmn.session import Scope, Session
from service.dmn.types import named, result_type


class Knowledge:
    """The functions of all files of a model, by the identity of their elements.

    They exist before their bodies are compiled, since they may call each other in circles.
    """

    def __init__(self, serve: Callable[[File, e.DecisionService, list[Any], Session], Any]) -> None:
        self._functions: dict[int, feel.Function] = {}
        self._bodies: dict[int, Code] = {}
        self._scopes: dict[int, Scope] = {}
        self._serve = serve

    def declare(self, file: File, types: Mapping[str, feel.Type]) -> None:
        """Make the functions of a file known, without their bodies."""
        for element in file.definitions.invocables:
            if isinstance(element, e.BusinessKnowledgeModel):
                self._functions[id(element)] = self._business_function(element, types)
            elif isinstance(element, e.DecisionService):
                self._functions[id(element)] = self._service_function(file, element, types)

    def function(self, element: e.Invocable) -> feel.Function | None:
        """The function that an element is."""
        return self._functions.get(id(element))

    def _business_function(self, element: e.BusinessKnowledgeModel, types: Mapping[str, feel.Type]) -> feel.Function:
        logic = element.logic
        key = id(element)
        items = logic.parameters if logic is not None else ()
        names = [each.name for each in items]

        def body(values: list[Any], session: Any) -> Any:
            return self._bodies[key]({**self._scopes[key], **dict(zip(names, values, strict=True))}, session)

        type_refs = (logic.type_ref if logic is not None else None, element.variable.type_ref)
        type_ref = next((each for each in type_refs if each is not None), None)
        return feel.Function(
            _parameters(items, types),
            body,
            result_type(named(type_ref, types)) if type_ref is not None else None,
            element.name,
        )

    def _service_function(
        self, file: File, element: e.DecisionService, types: Mapping[str, feel.Type]
    ) -> feel.Function:
        """Input data come before input decisions, whatever their order in the file."""
        references = [*element.input_data, *element.input_decisions]
        items = [found.element.variable for found in file.resolve_all(references)]
        returns = element.variable.type_ref
        return feel.Function(
            _parameters(items, types),
            lambda values, session: self._serve(file, element, values, session),  # type: ignore[arg-type]  # a Session
            result_type(named(returns, types)) if returns is not None else None,
            element.name,
        )

    def compile(self, file: File, to: Compilation) -> None:
        """Compile the bodies of a file's business knowledge models."""
        for element in file.definitions.invocables:
            if not isinstance(element, e.BusinessKnowledgeModel):
                continue
            scope = self.scope(file, element)
            self._scopes[id(element)] = scope
            logic = element.logic
            if logic is None:
                self._bodies[id(element)] = broken(element, f"{element.name} has no logic.")
            elif logic.kind.upper() != "FEEL":
                self._bodies[id(element)] = foreign(logic, element.name, to)
            else:
                names = frozenset(scope) | {each.name for each in logic.parameters}
                self._bodies[id(element)] = compile_expression(logic.body, names, to)

    def scope(self, file: File, element: e.Invocable) -> Scope:
        """The functions that an element requires, under the names by which it knows them."""
        scope: Scope = {}
        for required in requirements(file, element):
            function = self.function(required.element)
            if function is not None:
                required.bind(scope, function)
        return scope


class Requirement(NamedTuple):
    """A required element and how it is called where it is required: an imported one by `prefix.name`."""

    file: File
    element: e.Invocable
    name: str
    prefix: str | None

    def bind(self, scope: Scope, value: Any) -> None:
        """Put its value into a scope: an imported one as `prefix.name` and inside a context `prefix`."""
        if not self.prefix:
            scope[self.name] = value
            return
        scope[f"{self.prefix}.{self.name}"] = value
        holder = scope.get(self.prefix)
        scope[self.prefix] = {**holder, self.name: value} if type(holder) is dict else {self.name: value}


def requirements(file: File, element: e.Invocable) -> list[Requirement]:
    """What an element requires, as far as it exists."""
    return [
        Requirement(
            found.file,
            found.element,
            found.element.variable.name,
            file.import_name(found.file) if found.file is not file else None,
        )
        for found in file.resolve_all(element.requirements)
    ]


def _parameters(items: Iterable[e.InformationItem], types: Mapping[str, feel.Type]) -> list[feel.Parameter]:
    return [
        feel.Parameter(each.name, named(each.type_ref, types) if each.type_ref is not None else None) for each in items
    ]
