"""What a model offers, for lists, forms and documentation: its decisions, inputs, functions and services."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.dmn import elements as e
from service.dmn.course import TYPES
from service.dmn.graph import File, Named


@dataclass(frozen=True, slots=True)
class InputInfo:
    """Input data: its id, its name in scopes, and its type's name (None: any)."""

    id: str | None
    name: str
    type: str | None


@dataclass(frozen=True, slots=True)
class OutputInfo:
    """An output: a column of a table, or the decision's variable."""

    id: str | None
    name: str
    type: str | None


@dataclass(frozen=True, slots=True)
class DecisionInfo:
    """A decision. `inputs` are all input data that it requires, directly or through other decisions.

    `id` is its name where the file gives no id; `type` is the kind of its logic as in DecisionEvaluation.
    """

    id: str
    name: str
    type: str
    line: int
    inputs: Sequence[InputInfo]
    required_decisions: Sequence[str]
    outputs: Sequence[OutputInfo]


@dataclass(frozen=True, slots=True)
class InvocableInfo:
    """A business knowledge model or decision service: its parameters, and the names of its outputs."""

    id: str
    name: str
    parameters: Sequence[InputInfo]
    outputs: Sequence[str]


def describe(file: File) -> list[DecisionInfo]:
    """The decisions of a file, in its order."""
    inputs_of = _InputsOf()
    return [
        DecisionInfo(
            id=each.id or each.name,
            name=each.name,
            type=TYPES[type(each.logic) if each.logic is not None else None],
            line=each.line,
            inputs=inputs_of(Named(file, each)),
            required_decisions=[
                found.element.id or found.element.name
                for found in file.resolve_all(each.requirements)
                if isinstance(found.element, e.Decision)
            ],
            outputs=_outputs(each),
        )
        for each in file.definitions.invocables
        if isinstance(each, e.Decision)
    ]


def describe_inputs(file: File) -> list[InputInfo]:
    """The input data of a file, in its order."""
    return [_item(each, each.variable) for each in file.definitions.invocables if isinstance(each, e.InputData)]


def describe_invocables(file: File, kind: type[e.Invocable]) -> list[InvocableInfo]:
    """The functions or services of a file, in its order."""
    return [
        InvocableInfo(each.id or each.name, each.name, _parameters(file, each), _output_names(file, each))
        for each in file.definitions.invocables
        if isinstance(each, kind)
    ]


def _item(element: e.Element, variable: e.InformationItem) -> InputInfo:
    return InputInfo(element.id, variable.name, variable.type_ref)


class _InputsOf:
    """All input data that decisions require, each decision looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, dict[int, InputInfo]] = {}

    def __call__(self, decision: Named) -> list[InputInfo]:
        waiting = [decision]
        begun: set[int] = set()
        while waiting:
            file, element = waiting[-1]
            required = list(file.resolve_all(element.requirements))
            if id(element) not in begun:
                begun.add(id(element))
                new = [each for each in required if isinstance(each.element, e.Decision)]
                waiting.extend(each for each in new if id(each.element) not in self._known.keys() | begun)
                continue
            waiting.pop()
            found: dict[int, InputInfo] = {}
            for each in required:
                if isinstance(each.element, e.InputData):
                    found[id(each.element)] = _item(each.element, each.element.variable)
                else:
                    found |= self._known.get(id(each.element), {})
            self._known[id(element)] = found
        return list(self._known[id(decision.element)].values())


def _outputs(decision: e.Decision) -> list[OutputInfo]:
    if isinstance(decision.logic, e.DecisionTable):
        return [
            OutputInfo(each.id, each.name or each.label or decision.variable.name, each.type_ref)
            for each in decision.logic.outputs
        ]
    return [OutputInfo(decision.variable.id, decision.variable.name, decision.variable.type_ref)]


def _parameters(file: File, element: e.Invocable) -> list[InputInfo]:
    if isinstance(element, e.DecisionService):
        references = [*element.input_data, *element.input_decisions]
        return [_item(each.element, each.element.variable) for each in file.resolve_all(references)]
    if isinstance(element, e.BusinessKnowledgeModel) and element.logic is not None:
        return [_item(each, each) for each in element.logic.parameters]
    return []


def _output_names(file: File, element: e.Invocable) -> list[str]:
    if isinstance(element, e.DecisionService):
        return [each.element.variable.name for each in file.resolve_all(element.output_decisions)]
    return [element.name]
