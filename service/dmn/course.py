"""How a requirement graph is evaluated: each decision once, after those that it requires."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from service import feel
from service.dmn import elements as e
from service.dmn.compilation import Code, coerce
from service.dmn.constraints import Constraints
from service.dmn.evaluation import DecisionEvaluation, InputValue
from service.dmn.graph import File
from service.dmn.knowledge import Requirement
from service.dmn.session import Scope, Session, TableRecord

TYPES: dict[type[e.ExpressionElement] | None, str] = {
    e.DecisionTable: "DECISION_TABLE",
    e.LiteralExpression: "LITERAL_EXPRESSION",
    e.BoxedContext: "CONTEXT",
    e.BoxedInvocation: "INVOCATION",
    e.BoxedList: "LIST",
    e.Relation: "RELATION",
    e.BoxedFunction: "FUNCTION",
    e.BoxedConditional: "CONDITIONAL",
    e.BoxedFilter: "FILTER",
    e.BoxedFor: "FOR",
    e.BoxedQuantified: "QUANTIFIED",
    None: "UNSPECIFIED",
}


@dataclass(frozen=True, slots=True)
class CompiledDecision:
    """A decision ready to run: its code, its result's type, what it requires."""

    file: File
    element: e.Decision
    code: Code | None
    type: feel.Type
    inputs: tuple[Requirement, ...]
    decisions: tuple[Requirement, ...]
    functions: Scope
    own_id: str
    type_name: str


class Course:
    """One pass over a graph with given values for input data; decision services start one of their own.

    `values` holds what is known by the identity of elements, `variables` what else is in scope, and
    `input_value` is asked for input data that is not known yet.
    """

    def __init__(
        self,
        compiled: Mapping[int, CompiledDecision],
        constraints: Constraints,
        session: Session,
        input_value: Callable[[File, e.Invocable], Any],
        variables: Scope,
    ) -> None:
        self.values: dict[int, Any] = {}
        self._compiled = compiled
        self._constraints = constraints
        self._session = session
        self._input_value = input_value
        self._variables = variables

    def value(self, decision: e.Decision) -> Any:
        """A decision's result, after those of all that it requires; without recursion, however deep."""
        waiting = [decision]
        begun: set[int] = set()
        while waiting:
            current = waiting[-1]
            if id(current) in self.values:
                waiting.pop()
                continue
            begun.add(id(current))
            compiled = self._compiled[id(current)]
            missing = [each.element for each in compiled.decisions if id(each.element) not in self.values]
            ready = [each for each in missing if id(each) not in begun]
            if ready:
                waiting.extend(each for each in ready if isinstance(each, e.Decision))
                continue
            if missing or id(current) in compiled.file.cyclic:
                self._session.fail("model", current, f"{current.name} requires itself, so that it has no value.")
                self.values[id(current)] = None
            else:
                self.values[id(current)] = self._evaluate(compiled)
            waiting.pop()
        return self.values[id(decision)]

    def _evaluate(self, compiled: CompiledDecision) -> Any:
        session = self._session
        scope = dict(self._variables)
        scope.update(compiled.functions)
        for required in compiled.inputs:
            value = self._input(required)
            if required.prefix:
                required.bind(scope, value)
            else:
                scope[required.name] = value
        for required in compiled.decisions:
            value = self.values[id(required.element)]
            required.bind(scope, value)
            if required.element.id is not None and required.element.id not in scope:
                scope[required.element.id] = value
        element = compiled.element
        outer, session.record = session.record, TableRecord(element.name, element.logic)
        value = None
        try:
            found = compiled.code(scope, session) if compiled.code is not None else self._supplied(compiled)
            value = self._typed(compiled, found)
        finally:  # what cannot be finished is told, too
            record, session.record = session.record, outer
            seen = record.inputs if isinstance(element.logic, e.DecisionTable) else self._required(compiled)
            session.decisions.append(
                DecisionEvaluation(compiled.own_id, element.name, compiled.type_name, seen, record.rules, value)
            )
        return value

    def _typed(self, compiled: CompiledDecision, value: Any) -> Any:
        if value is None or compiled.type is feel.ANY:
            return value
        session, element = self._session, compiled.element
        value = coerce(value, compiled.type, element, f"the result of {element.name}", session)
        held = self._constraints.hold(compiled.file, element.variable.type_ref, value, element, session)
        return value if held or not session.strict else None

    def _supplied(self, compiled: CompiledDecision) -> Any:
        """A decision without logic has the value that the caller gives it."""
        return self._input_value(compiled.file, compiled.element)

    def _input(self, required: Requirement) -> Any:
        key = id(required.element)
        if key not in self.values:
            self.values[key] = self._input_value(required.file, required.element)
        return self.values[key]

    def _required(self, compiled: CompiledDecision) -> list[InputValue]:
        return [
            InputValue(required.element.id, required.element.name, self.values[id(required.element)])
            for required in (*compiled.inputs, *compiled.decisions)
        ]
