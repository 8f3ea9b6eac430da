"""Names that values made by boxed expressions and FEEL texts may have as members."""

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from service.dmn import elements as e

#: keys of context literals: `{ loan amount: 5, "rate": 3 }`
_KEYS = re.compile(r'[{,]\s*(?:"((?:[^"\\]|\\.)*)"|([^"{}:,\[\]()]+?))\s*:')


def member_names(element: Any) -> Iterator[str]:
    """The keys, columns and outputs that occur inside an expression, however deep."""
    if isinstance(element, e.LiteralExpression | e.UnaryTestsElement):
        for quoted, plain in _KEYS.findall(element.text):
            yield quoted or " ".join(plain.split())
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
