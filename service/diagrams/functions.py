"""Functions that an expression calls but FEEL does not have: the call is null, which nobody means."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from service import feel
from service.feel.builtins import BUILTIN_NAMES
from service.feel.names import NameSet
from service.feel.nodes import Call, Iterator, Name, Node
from service.feel.parser import Parser


def unknown_functions(text: str) -> Sequence[str]:
    """The names, in order; variables of processes are JSON, so that none of them is a function.

    The text is FEEL that parses.
    """
    free = feel.compile(text).names
    tree = Parser(text, NameSet(()), BUILTIN_NAMES, frozenset(), NameSet(feel.BUILT_IN)).whole_expression()
    found: dict[str, None] = {}
    pending: list[Any] = [tree]
    while pending:
        part = pending.pop()
        if isinstance(part, Call) and isinstance(part.function, Name) and part.function.name in free:
            found[part.function.name] = None
        if isinstance(part, Node | Iterator):
            pending += [getattr(part, field.name) for field in fields(part)]
        elif isinstance(part, list | tuple):
            pending += part
    return sorted(found)
