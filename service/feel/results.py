"""How large a result may be: lists may hold one value many times, and written out that is large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.feel.run import Run

#: levels of a result, which whoever writes it out goes through by recursion
MAX_DEPTH = 100


def check_size(value: Any, run: Run) -> Any:
    """The value itself; stops the evaluation if it has too many parts or characters, written out."""
    if type(value) is not list and type(value) is not dict:
        return value
    items, characters = 0, 0
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        lists = [part for part in level if type(part) is list]
        contexts = [part for part in level if type(part) is dict]
        characters += sum(len(part) for part in level if isinstance(part, str))
        items += sum(map(len, lists)) + sum(map(len, contexts))
        if items > run.limits.list_size:
            run.check_list(items)
        if characters > run.limits.string_size:
            run.check_string(characters)
        if not lists and not contexts:
            return value
        level = [item for part in lists for item in part] + [item for part in contexts for item in part.values()]
    return run.stop("limit", f"Expected at most {MAX_DEPTH} lists and contexts inside each other in a result.")
