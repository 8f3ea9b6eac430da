"""The elements of a DMN file as plain values, named as in the specification's metamodel (DMN 1.5).

Every element knows its `id` (None if the file gives none) and its `line` in the file. Text that holds FEEL
stays text here; `compilation` gives it meaning.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

HitPolicy = Literal[
    "UNIQUE",
    "ANY",
    "FIRST",
    "PRIORITY",
    "RULE ORDER",
    "OUTPUT ORDER",
    "COLLECT",
    "SUM",
    "MIN",
    "MAX",
    "COUNT",
]
Quantifier = Literal["some", "every"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What every element has: where it stands in the file."""

    id: str | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationItem(Element):
    """A variable or parameter: a name and perhaps a type."""

    name: str
    type_ref: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionElement(Element):
    """Any boxed expression; its result is coerced to `type_ref` if there is one."""

    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralExpression(ExpressionElement):
    """Text in an expression language; `line` is where the text begins."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnaryTestsElement(Element):
    """Text of unary tests: an input entry, allowed values, input or output values."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextEntry(Element):
    """An entry of a boxed context; without a variable it is the context's result."""

    variable: InformationItem | None
    value: ExpressionElement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedContext(ExpressionElement):
    """Named entries, each of which sees the earlier ones."""

    entries: Sequence[ContextEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding(Element):
    """One named argument of an invocation."""

    parameter: InformationItem
    value: ExpressionElement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedInvocation(ExpressionElement):
    """Calls what `function` evaluates to, with named arguments."""

    function: ExpressionElement | None
    bindings: Sequence[Binding]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedList(ExpressionElement):
    """A list of expressions."""

    items: Sequence[ExpressionElement | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(ExpressionElement):
    """A list of contexts: rows of expressions under named columns."""

    columns: Sequence[InformationItem]
    rows: Sequence[Sequence[ExpressionElement | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedFunction(ExpressionElement):
    """A function definition; `kind` other than FEEL parses and yields null when called."""

    kind: str
    parameters: Sequence[InformationItem]
    body: ExpressionElement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedConditional(ExpressionElement):
    """If, then, else."""

    condition: ExpressionElement | None
    then: ExpressionElement | None
    otherwise: ExpressionElement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedFilter(ExpressionElement):
    """The items of `source` that satisfy `match`."""

    source: ExpressionElement | None
    match: ExpressionElement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedFor(ExpressionElement):
    """`result` for each item of `source`."""

    variable: str
    source: ExpressionElement | None
    result: ExpressionElement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedQuantified(ExpressionElement):
    """Whether some or every item of `source` satisfies a condition."""

    quantifier: Quantifier
    variable: str
    source: ExpressionElement | None
    satisfies: ExpressionElement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputClause(Element):
    """An input column of a decision table."""

    label: str | None
    expression: LiteralExpression
    values: UnaryTestsElement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputClause(Element):
    """An output column of a decision table."""

    name: str | None
    label: str | None
    type_ref: str | None
    values: UnaryTestsElement | None
    default: LiteralExpression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Element):
    """A rule: one entry for each column."""

    inputs: Sequence[UnaryTestsElement]
    outputs: Sequence[LiteralExpression]
    annotations: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable(ExpressionElement):
    """A decision table; COLLECT with an aggregator is the aggregator's policy here."""

    hit_policy: HitPolicy
    inputs: Sequence[InputClause]
    outputs: Sequence[OutputClause]
    annotations: Sequence[str]
    rules: Sequence[Rule]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDefinition(Element):
    """A named type, or a component of one."""

    name: str
    type_ref: str | None
    is_collection: bool
    components: Sequence["ItemDefinition"]
    allowed_values: UnaryTestsElement | None
    type_constraint: UnaryTestsElement | None
    function: "FunctionItem | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionItem(Element):
    """The signature of a function type."""

    parameters: Sequence[InformationItem]
    output_type_ref: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Element):
    """An href to another element: `namespace` is None for this model."""

    namespace: str | None
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocable(Element):
    """What a requirement graph is made of; `variable` carries the name in scopes and the type."""

    name: str
    variable: InformationItem
    requirements: Sequence[Reference] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class InputData(Invocable):
    """A value that the caller supplies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Invocable):
    """A decision and its logic."""

    logic: ExpressionElement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessKnowledgeModel(Invocable):
    """A function that decisions and other functions may call."""

    logic: BoxedFunction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionService(Invocable):
    """Some decisions as a function of others and of input data."""

    output_decisions: Sequence[Reference]
    encapsulated_decisions: Sequence[Reference]
    input_decisions: Sequence[Reference]
    input_data: Sequence[Reference]


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Element):
    """Another model whose elements are known here under `name`."""

    name: str
    namespace: str
    location: str | None
    kind: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions(Element):
    """A whole file; `language` is that of expressions which name none."""

    name: str
    namespace: str
    version: str
    language: str | None
    imports: Sequence[Import]
    item_definitions: Sequence[ItemDefinition]
    invocables: Sequence[Invocable]
