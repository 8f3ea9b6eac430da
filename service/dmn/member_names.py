"""Names that values made by boxed expressions and FEEL texts may have as members."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from service import feel
from service.dmn import elements as e
from service.dmn.read_text import normal_name
from service.feel.lexer import tokenize, unquote

_BEFORE_KEY = frozenset("{,")
_NO_KEY = frozenset("}[]()")


def member_names(element: Any) -> Iterator[str]:
    """The keys, columns and outputs that occur inside an expression, however deep."""
    if isinstance(element, e.LiteralExpression | e.UnaryTestsElement):
        yield from _keys(element.text)
    elif isinstance(element, e.ContextEntry) and element.variable is not None:
        yield element.variable.name
    elif isinstance(element, e.Relation):
        yield from (column.name for column in element.columns)
    elif isinstance(element, e.OutputClause) and element.name is not None:
        yield element.name
    if isinstance(element, e.Element):
        for field in fields(element):
            yield from member_names(getattr(element, field.name))
    elif isinstance(element, list | tuple):
        for item in element:
            yield from member_names(item)


def _keys(text: str) -> Iterator[str]:
    """The keys of context literals: `{ loan amount: 5, "rate": 3 }`."""
    if "{" not in text:
        return
    try:
        tokens = tokenize(text)
    except feel.ParseError:
        return
    first: int | None = None
    for at, symbol in enumerate(tokens.texts):
        if symbol in _BEFORE_KEY:
            first = at + 1
        elif symbol in _NO_KEY:
            first = None
        elif symbol == ":" and first is not None and first < at:
            alone = first + 1 == at and tokens.kinds[first] == "string"
            written = text[tokens.starts[first] : tokens.ends[at - 1]]
            yield unquote(written) if alone else normal_name(written)
            first = None
