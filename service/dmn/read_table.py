"""Reads decision tables (DMN 1.5, chapter 8) from XML.

The preferred orientation only says how a table is drawn; rules are rules in all three.
"""

from typing import cast, get_args

from service.dmn import elements as e
from service.dmn.document import Node, attribute, child, children, enclosing_id, line_of, text_of
from service.dmn.findings import Findings
from service.dmn.read_text import normal_name, read_literal, read_type_ref, read_unary_tests

MAX_RULES = 20_000
_SHORT = {
    "U": "UNIQUE",
    "A": "ANY",
    "F": "FIRST",
    "P": "PRIORITY",
    "R": "RULE ORDER",
    "O": "OUTPUT ORDER",
    "C": "COLLECT",
    "C+": "SUM",
    "C<": "MIN",
    "C>": "MAX",
    "C#": "COUNT",
}
_AGGREGATORS = ("SUM", "MIN", "MAX", "COUNT")


def read_table(node: Node, findings: Findings) -> e.DecisionTable:
    """The decision table that an element is; what is wrong goes to `findings`."""
    inputs = [_input(each) for each in children(node, "input")]
    outputs = [_output(each) for each in children(node, "output")]
    if not outputs:
        findings.error(
            "table-outputs",
            node,
            "Expected at least one output column, but the decision table has none.",
            "Add an output column.",
        )
    rules = [_rule(each, len(inputs), len(outputs), findings) for each in children(node, "rule")]
    if len(rules) > MAX_RULES:
        findings.error(
            "table-size",
            node,
            f"Expected at most {MAX_RULES:,} rules, but the table has {len(rules):,}.",
            "Split the table, or hold the data elsewhere.",
        )
        rules = []
    if len(outputs) > 1:
        _check_names(outputs, findings)
    return e.DecisionTable(
        id=enclosing_id(node),
        line=line_of(node),
        type_ref=read_type_ref(node),
        hit_policy=_hit_policy(node, len(outputs), findings),
        inputs=inputs,
        outputs=outputs,
        annotations=[attribute(each, "name") or "" for each in children(node, "annotation")],
        rules=rules,
    )


def _hit_policy(node: Node, outputs: int, findings: Findings) -> e.HitPolicy:
    written = attribute(node, "hitPolicy") or "UNIQUE"
    policy = _SHORT.get(written, written.upper().replace("_", " "))
    aggregation = attribute(node, "aggregation")
    if policy not in get_args(e.HitPolicy):
        findings.error(
            "hit-policy",
            node,
            f"Expected a hit policy such as UNIQUE, FIRST or COLLECT, but it is {written}.",
            "Choose a hit policy of the DMN standard.",
        )
        policy = "UNIQUE"
    if policy == "COLLECT" and aggregation is not None:
        if aggregation.upper() in _AGGREGATORS:
            policy = aggregation.upper()
        else:
            findings.error(
                "aggregation",
                node,
                f"Expected the aggregation SUM, MIN, MAX or COUNT, but it is {aggregation}.",
                "Choose one of these, or none.",
            )
    if policy in _AGGREGATORS and outputs > 1:
        findings.error(
            "aggregation-outputs",
            node,
            f"Expected one output column under COLLECT {policy}, but there are {outputs}.",
            "Remove the aggregation, or split the table.",
        )
    return cast("e.HitPolicy", policy)


def _check_names(outputs: list[e.OutputClause], findings: Findings) -> None:
    seen: set[str] = set()
    for column in outputs:
        if column.name is None:
            findings.error(
                "output-name",
                column,
                "Expected a name on each of several output columns, but one has none.",
                "Name the output column.",
            )
        elif column.name in seen:
            findings.error(
                "output-name",
                column,
                f"Expected different names for the output columns, but {column.name} occurs twice.",
                "Rename one of the columns.",
            )
        seen.add(column.name or "")


def _input(node: Node) -> e.InputClause:
    expression = child(node, "inputExpression")
    values = child(node, "inputValues")
    return e.InputClause(
        id=enclosing_id(node),
        line=line_of(node),
        label=attribute(node, "label"),
        expression=read_literal(expression if expression is not None else node),
        values=read_unary_tests(values) if values is not None else None,
    )


def _output(node: Node) -> e.OutputClause:
    values = child(node, "outputValues")
    default = child(node, "defaultOutputEntry")
    name = attribute(node, "name")
    return e.OutputClause(
        id=enclosing_id(node),
        line=line_of(node),
        name=normal_name(name) if name is not None else None,
        label=attribute(node, "label"),
        type_ref=read_type_ref(node),
        values=read_unary_tests(values) if values is not None else None,
        default=read_literal(default) if default is not None else None,
    )


def _rule(node: Node, inputs: int, outputs: int, findings: Findings) -> e.Rule:
    rule = e.Rule(
        id=attribute(node, "id"),
        line=line_of(node),
        inputs=[read_unary_tests(each) for each in children(node, "inputEntry")],
        outputs=[read_literal(each) for each in children(node, "outputEntry")],
        annotations=_annotations(node),
    )
    if (len(rule.inputs), len(rule.outputs)) != (inputs, outputs):
        findings.error(
            "rule-width",
            node,
            f"Expected {inputs} input and {outputs} output entries, one a column, "
            f"but the rule has {len(rule.inputs)} and {len(rule.outputs)}.",
            "Add or remove entries; until then the rule never matches.",
        )
    return rule


def _annotations(node: Node) -> list[str]:
    entries = [text_of(child(each, "text")) for each in children(node, "annotationEntry")]
    if entries:
        return entries
    description = text_of(child(node, "description")).strip()
    return [description] if description else []
