"""Tiny models, written as the modelers' XML."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

from service import dmn

MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(body: str, *, namespace: str = "urn:test", xmlns: str = MODEL, head: str = "") -> bytes:
    return (
        f'<definitions xmlns="{xmlns}" id="graph" name="Graph" namespace="{namespace}" {head}>{body}</definitions>'
    ).encode()


def literal(text: str, type_ref: str | None = None) -> str:
    kind = f" typeRef={quoteattr(type_ref)}" if type_ref else ""
    return f"<literalExpression{kind}><text>{escape(text)}</text></literalExpression>"


def decision(name: str, logic: str, *, requires: Sequence[str] = (), type_ref: str | None = None) -> str:
    """A decision whose id is its name; `requires` are hrefs with the kind before a colon: `input:age`."""
    kinds = {
        "input": ("informationRequirement", "requiredInput"),
        "decision": ("informationRequirement", "requiredDecision"),
        "knowledge": ("knowledgeRequirement", "requiredKnowledge"),
    }
    arrows = ""
    for each in requires:
        kind, _, target = each.partition(":")
        outer, inner = kinds[kind]
        href = target if "#" in target else f"#{target}"
        arrows += f'<{outer}><{inner} href="{href}"/></{outer}>'
    typed = f" typeRef={quoteattr(type_ref)}" if type_ref else ""
    named = f"id={quoteattr(name)} name={quoteattr(name)}"
    return f"<decision {named}><variable name={quoteattr(name)}{typed}/>{arrows}{logic}</decision>"


def input_data(name: str, type_ref: str | None = None) -> str:
    typed = f" typeRef={quoteattr(type_ref)}" if type_ref else ""
    quoted = quoteattr(name)
    return f"<inputData id={quoted} name={quoted}><variable name={quoted}{typed}/></inputData>"


def table(  # noqa: PLR0913 - a table has many parts, all but three optional
    inputs: Sequence[str],
    outputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    *,
    policy: str = "UNIQUE",
    values: Sequence[str] = (),
    defaults: Sequence[str] = (),
    input_types: Sequence[str] = (),
    attributes: str = "",
) -> str:
    """A decision table; a rule is the texts of its input entries, then of its output entries."""
    columns = ""
    for at, text in enumerate(inputs):
        typed = f' typeRef="{input_types[at]}"' if input_types else ""
        columns += (
            f'<input id="in{at + 1}"><inputExpression{typed}><text>{escape(text)}</text></inputExpression></input>'
        )
    for at, name in enumerate(outputs):
        inner = f"<outputValues><text>{escape(values[at])}</text></outputValues>" if values else ""
        if defaults and defaults[at]:
            inner += f"<defaultOutputEntry><text>{escape(defaults[at])}</text></defaultOutputEntry>"
        columns += f'<output id="out{at + 1}" name="{name}">{inner}</output>'
    for number, rule in enumerate(rules, 1):
        cells = "".join(f"<inputEntry><text>{escape(text)}</text></inputEntry>" for text in rule[: len(inputs)])
        cells += "".join(f"<outputEntry><text>{escape(text)}</text></outputEntry>" for text in rule[len(inputs) :])
        columns += f'<rule id="rule{number}">{cells}</rule>'
    return f'<decisionTable id="table" hitPolicy="{policy}" {attributes}>{columns}</decisionTable>'


class Builder:
    """The functions above, for tests that cannot import them."""

    definitions = staticmethod(definitions)
    literal = staticmethod(literal)
    decision = staticmethod(decision)
    input_data = staticmethod(input_data)
    table = staticmethod(table)

    @staticmethod
    def read(body: str, resolve: dmn.Resolver | None = None, **head: str) -> dmn.Model:
        return dmn.read(definitions(body, **head), resolve)


@pytest.fixture
def build() -> Builder:
    return Builder()


@pytest.fixture
def decide() -> Callable[..., dmn.Evaluation]:
    """Evaluates one decision `D` of the given logic over variables of one word."""

    def evaluate(logic: str, *, type_ref: str | None = None, types: str = "", **inputs: Any) -> dmn.Evaluation:
        data = "".join(input_data(name) for name in inputs)
        requires = [f"input:{name}" for name in inputs]
        model = Builder.read(types + data + decision("D", logic, requires=requires, type_ref=type_ref))
        assert not [each for each in model.problems if each.severity == "error"]
        return model.evaluate("D", inputs)

    return evaluate


@pytest.fixture
def numbers() -> Callable[..., list[Decimal]]:
    return lambda *values: [Decimal(value) for value in values]
