"""A DMN model ready to be asked: what it holds, and the evaluation of its decisions and functions."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service import feel
from service.dmn import elements as e
from service.dmn.constraints import Constraints
from service.dmn.course import CompiledDecision, Course
from service.dmn.description import (
    DecisionInfo,
    InputInfo,
    InvocableInfo,
    describe,
    describe_inputs,
    describe_invocables,
)
from service.dmn.evaluation import Evaluation, EvaluationWarning, Failure
from service.dmn.graph import File, Named
from service.dmn.inputs import Inputs, SuppliedInputs, Values, converted
from service.dmn.knowledge import Knowledge
from service.dmn.session import Session

if TYPE_CHECKING:
    from service.dmn.problem import Problem

#: an element's id or name; with a namespace that of an imported model
Key = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that evaluation needs, by the identity of files and elements."""

    decisions: dict[int, CompiledDecision]
    types: dict[int, dict[str, feel.Type]]
    constraints: Constraints
    knowledge: Knowledge
    #: variables that some expression reads from its scope
    names: frozenset[str]


class Model:
    """A DMN model with all that it imports; immutable, to be used from any thread."""

    def __init__(self, main: File, files: Sequence[File], compiled: Compiled) -> None:
        self._main = main
        self._files = files
        self._compiled = compiled
        #: what is wrong with the file; imported files answer for themselves when they are read
        self.problems: Sequence[Problem] = tuple(main.findings.problems)
        #: id, name and namespace of the requirement graph, and the DMN version of the file
        self.id: str = main.definitions.id or main.definitions.name
        self.name: str = main.definitions.name
        self.namespace: str = main.definitions.namespace
        self.version: str = main.definitions.version
        self.decisions: Sequence[DecisionInfo] = describe(main)
        self.inputs: Sequence[InputInfo] = describe_inputs(main)
        self.functions: Sequence[InvocableInfo] = describe_invocables(main, e.BusinessKnowledgeModel)
        self.services: Sequence[InvocableInfo] = describe_invocables(main, e.DecisionService)

    def decision(self, key: str) -> DecisionInfo | None:
        """The decision of that id or name; None if there is none."""
        return next((each for each in self.decisions if key in (each.id, each.name)), None)

    def invocable(self, key: str) -> InvocableInfo | None:
        """The business knowledge model or decision service of that id or name; None if there is none."""
        return next((each for each in (*self.functions, *self.services) if key in (each.id, each.name)), None)

    def evaluate(
        self,
        decision: Key,
        inputs: Inputs,
        *,
        limits: feel.Limits | None = None,
        clock: Callable[[], int] = time.time_ns,
        strict: bool = False,
    ) -> Evaluation:
        """Evaluate a decision by its id or name, with what it requires. Never raises.

        `inputs` are FEEL or JSON values by the names of the input data (or (namespace, name)); other
        variables are in scope too, under names of one word. What fails is null and has a warning; what
        makes the result unreliable is the `failure`. Values outside their type's allowed values are kept
        with a warning; `strict` makes them null. `clock` answers nanoseconds since 1970 UTC for now() and
        today(), and is read once at most.
        """
        found = self._find(decision, e.Decision)
        if found is None:
            return _nothing(f"Expected a decision {decision}, but the model has none. Ask for one of its decisions.")
        session = Session(limits, clock, strict=strict)
        compiled = self._compiled

        def run() -> Any:
            values = Values(inputs)
            supplied = SuppliedInputs(values, self._main, compiled.types, compiled.constraints, session)
            variables = values.named(compiled.names)
            course = Course(compiled.decisions, compiled.constraints, session, supplied.value, variables)
            return course.value(found.element)  # type: ignore[arg-type]  # found as a Decision

        return _evaluation(feel.evaluated(run, session), session)

    def invoke(
        self,
        name: Key,
        inputs: Inputs,
        *,
        limits: feel.Limits | None = None,
        clock: Callable[[], int] = time.time_ns,
    ) -> Evaluation:
        """Call a business knowledge model or decision service by id or name, with named arguments.

        Missing arguments are null, others than its parameters are ignored; one that does not conform to its
        parameter's type is null with a warning. Never raises.
        """
        found = self._find(name, e.BusinessKnowledgeModel, e.DecisionService)
        function = self._compiled.knowledge.function(found.element) if found is not None else None
        if found is None or function is None:
            return _nothing(f"Expected a function or decision service {name}, but the model has none.")
        session = Session(limits, clock)
        given = {key[1] if isinstance(key, tuple) else key: value for key, value in inputs.items()}

        def run() -> Any:
            arguments = [
                converted(
                    feel.from_json(given.get(each.name)),
                    each.type or feel.ANY,
                    found.element,
                    f"argument {each.name}",
                    session,
                )
                for each in function.parameters
            ]
            return function.invoke(arguments, session)

        return _evaluation(feel.evaluated(run, session), session)

    def _find(self, key: Key, *kinds: type[e.Invocable]) -> Named | None:
        """By id, then by name; in this file first, then in the imported ones."""
        namespace, name = key if isinstance(key, tuple) else (None, key)
        for file in self._files:
            if namespace is None or file.definitions.namespace == namespace:
                for known in (file.by_id, file.by_name):
                    element = known.get(name)
                    if isinstance(element, kinds):
                        return Named(file, element)
        return None


def _nothing(message: str) -> Evaluation:
    return Evaluation(
        result=None,
        inputs=(),
        decisions=(),
        warnings=(EvaluationWarning("model", message),),
        failure=Failure(message, None, None),
    )


def _evaluation(result: Any, session: Session) -> Evaluation:
    for diagnostic in session.diagnostics:
        session.messages.append(EvaluationWarning(diagnostic.kind, diagnostic.message))
        if diagnostic.fatal and session.failure is None:
            session.failure = Failure(diagnostic.message, None, None)
    return Evaluation(result, session.inputs, session.decisions, session.messages, session.failure)
