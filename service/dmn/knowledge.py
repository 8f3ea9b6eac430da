"""Business knowledge models and decision services as FEEL functions (DMN 1.5, sections 6.3.9 and 10.4)."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from service import feel
from service.dmn import elements as e
from service.dmn.boxed import compile_expression
from service.dmn.compilation import Code, Compilation, broken, foreign, typed
from service.dmn.graph import File
from service.dmn.session import Scope, Session
from service.dmn.types import named, result_type

#: the types of each file by its identity
Types = Mapping[int, Mapping[str, feel.Type]]


class Knowledge:
    """The functions of all files of a model, by the identity of their elements.

    They exist before their bodies are compiled, since they may call each other in circles.
    """

    def __init__(self, serve: Callable[[File, e.DecisionService, list[Any], Session], Any]) -> None:
        self._functions: dict[int, feel.Function] = {}
        self._bodies: dict[int, Code] = {}
        self._scopes: dict[int, Scope] = {}
        self._serve = serve

    def declare(self, file: File, types: Types) -> None:
        """Make the functions of a file known, without their bodies."""
        for element in file.definitions.invocables:
            if isinstance(element, e.BusinessKnowledgeModel):
                self._functions[id(element)] = self._business_function(file, element, types)
            elif isinstance(element, e.DecisionService):
                self._functions[id(element)] = self._service_function(file, element, types)

    def function(self, element: e.Invocable) -> feel.Function | None:
        """The function that an element is."""
        return self._functions.get(id(element))

    def _business_function(self, file: File, element: e.BusinessKnowledgeModel, types: Types) -> feel.Function:
        key = id(element)
        items = element.logic.parameters if element.logic is not None else ()
        names = [each.name for each in items]

        def body(values: list[Any], session: Any) -> Any:
            return self._bodies[key]({**self._scopes[key], **dict(zip(names, values, strict=True))}, session)

        parameters = [_parameter(each, types[id(file)]) for each in items]
        return feel.Function(parameters, body, _returns(file, element, types), element.name)

    def _service_function(self, file: File, element: e.DecisionService, types: Types) -> feel.Function:
        """Input data come before input decisions, whatever their order in the file."""
        references = [*element.input_data, *element.input_decisions]
        return feel.Function(
            [_parameter(found.element.variable, types[id(found.file)]) for found in file.resolve_all(references)],
            lambda values, session: self._serve(file, element, values, session),  # type: ignore[arg-type]  # a Session
            _returns(file, element, types),
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
                code = compile_expression(logic.body, names, to)
                type_ = result_type(to.type(logic, logic.type_ref))
                self._bodies[id(element)] = typed(code, type_, logic, f"the result of {element.name}")

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


def _parameter(item: e.InformationItem, types: Mapping[str, feel.Type]) -> feel.Parameter:
    return feel.Parameter(item.name, named(item.type_ref, types) if item.type_ref is not None else None)


def _returns(file: File, element: e.Invocable, types: Types) -> feel.Type | None:
    """The type of a function's result: the variable's, or what the function type of the variable says."""
    type_ref = element.variable.type_ref
    return result_type(named(type_ref, types[id(file)])) if type_ref is not None else None
