"""From a file's bytes to a model: read, resolve, compile once."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from service.dmn import elements as e
from service.dmn.boxed import compile_expression
from service.dmn.compilation import Compilation
from service.dmn.constraints import Constraints
from service.dmn.course import TYPES, CompiledDecision, Course
from service.dmn.graph import File
from service.dmn.knowledge import Knowledge, requirements
from service.dmn.load import Loader, Resolver
from service.dmn.member_names import member_names
from service.dmn.model import Compiled, Model
from service.dmn.session import Scope, Session
from service.dmn.types import named, types_of

if TYPE_CHECKING:
    from service import feel


_ONE_WORD = re.compile(r"(?:[^\W\d]\w*)?")


def read(xml: bytes, resolve_import: Resolver | None = None) -> Model:
    """Read a DMN model of version 1.1 to 1.5 and compile it.

    What is wrong with it is in `model.problems`; the affected elements evaluate to null. `resolve_import`
    answers the bytes of an imported model by its namespace and location. Raises UnreadableFileError if
    the file is no DMN model at all.
    """
    loader = Loader(resolve_import)
    main = loader.load(xml)
    files = loader.files
    types: dict[int, dict[str, feel.Type]] = {id(file): {} for file in files}
    decisions: dict[int, CompiledDecision] = {}
    constraints = Constraints()
    knowledge = Knowledge(_server(decisions, constraints))
    for file in files:
        types_of(file, types)
        knowledge.declare(file, types)
    members = _members(files)
    names: set[str] = set()
    for file in files:
        to = Compilation(file, types[id(file)], members, names)
        constraints.compile(file, to)
        knowledge.compile(file, to)
        for element in file.definitions.invocables:
            to.type(element.variable, element.variable.type_ref)
            if isinstance(element, e.Decision):
                decisions[id(element)] = _decision(element, to, knowledge)
    _report_imported(main)
    return Model(main, files, Compiled(decisions, types, constraints, knowledge, frozenset(names)))


def _decision(element: e.Decision, to: Compilation, knowledge: Knowledge) -> CompiledDecision:
    file = to.file
    required = requirements(file, element)
    functions = knowledge.scope(file, element)
    inputs = tuple(each for each in required if isinstance(each.element, e.InputData))
    decisions = tuple(each for each in required if isinstance(each.element, e.Decision))
    names: Scope = dict(functions)
    for each in (*inputs, *decisions):
        each.bind(names, None)
        if isinstance(each.element, e.Decision) and each.element.id is not None:
            names.setdefault(each.element.id, None)
    return CompiledDecision(
        file=file,
        element=element,
        code=compile_expression(element.logic, frozenset(names), to) if element.logic is not None else None,
        type=named(element.variable.type_ref, to.types),
        inputs=inputs,
        decisions=decisions,
        functions=functions,
        own_id=element.id or element.name,
        type_name=TYPES[type(element.logic) if element.logic is not None else None],
    )


def _server(decisions: dict[int, CompiledDecision], constraints: Constraints) -> Any:
    def serve(file: File, service: e.DecisionService, values: list[Any], session: Session) -> Any:
        """Run a decision service: a fresh scope of its parameters alone (DMN 1.5, section 10.4)."""
        course = Course(decisions, constraints, session, lambda owner, element: None, {})  # noqa: ARG005 - all it may know is given
        references = [*service.input_data, *service.input_decisions]
        for found, value in zip(file.resolve_all(references), values, strict=True):
            course.values[id(found.element)] = value
        results = {
            found.element.variable.name: course.value(found.element)
            for found in file.resolve_all(service.output_decisions)
            if isinstance(found.element, e.Decision)
        }
        return next(iter(results.values())) if len(results) == 1 else results or None

    return serve


def _members(files: Sequence[File]) -> frozenset[str]:
    """Names that may follow a dot anywhere in the model: components, columns, entries, imported elements.

    Names of one word are found without being listed.
    """
    names: set[str] = set()
    main_is_imported = any(files[0] in imported for file in files for imported in file.imports.values())
    for file in files:
        for definition in file.definitions.item_definitions:
            names.update(_components(definition))
        for element in file.definitions.invocables:
            if file is not files[0] or main_is_imported:
                names.add(element.variable.name)
            if isinstance(element, e.Decision | e.BusinessKnowledgeModel):
                names.update(member_names(element.logic))
    return frozenset(each for each in names if not _ONE_WORD.fullmatch(each))


def _components(definition: e.ItemDefinition) -> Iterator[str]:
    for component in definition.components:
        yield component.name
        yield from _components(component)


def _report_imported(main: File) -> None:
    for element in main.definitions.imports:
        for file in main.imports.get(element.name, ()):
            errors = [each for each in file.findings.problems if each.severity == "error"]
            if file.definitions.namespace == element.namespace and errors:
                main.findings.error(
                    "import",
                    element,
                    f"Expected {file.definitions.name} to be free of errors, but it has {len(errors)}: {errors[0]}",
                    "Mend that file.",
                )
