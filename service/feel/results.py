"""How large a result may be: lists may hold one value many times, and written out that is large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.feel.run import Run


def check_size(value: Any, run: Run) -> Any:
    """The value itself; stops the evaluation if it has too many parts or characters, written out."""
    if type(value) is not list and type(value) is not dict:
        return value
    items, characters = 0, 0
    pending: list[Any] = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, list | dict):
            items += len(part)
            if items > run.limits.list_size:
                run.check_list(items)
            pending += part if isinstance(part, list) else part.values()
        elif type(part) is str:
            characters += len(part)
            if characters > run.limits.string_size:
                run.check_string(characters)
    return value
