"""List functions (DMN 1.5, table 75)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.feel.builtins.registry import builtin
from service.feel.comparing import equal
from service.feel.decimals import truncated
from service.feel.sorting import merge_sort, natural_sort
from service.feel.values import Function, kind_of

if TYPE_CHECKING:
    from service.feel.run import Run


def _same(left: Any, right: Any, run: Run) -> bool:
    """FEEL's equality, where unlike kinds are just different."""
    return kind_of(left) == kind_of(right) and equal(left, right, run) is True


def _no_position(run: Run, position: int, size: int) -> None:
    run.null("value", "Expected a position within {} items, but it is {}.", size, position)


@builtin("list contains(list: list, element: any)", "list contains([1, 2, 3], 2) = true")
def list_contains(run: Run, items: list[Any], element: Any) -> bool:
    """Whether an item equals the element."""
    run.spend(len(items))
    return any(_same(item, element, run) for item in items)


@builtin("count(list: list)", "count([1, 2, 3]) = 3")
def count(run: Run, items: list[Any]) -> Decimal:
    """How many items a list has."""
    return Decimal(len(items))


@builtin("sublist(list: list, start position|start: number, length?: number)", "sublist([4, 5, 6], 1, 2) = [4, 5]")
def sublist(run: Run, items: list[Any], start: Decimal, length: Decimal | None = None) -> list[Any] | None:
    """Items from a position on, counted from 1, or from the end with a minus."""
    position = truncated(start)
    if position == 0:
        return _no_position(run, position, len(items))
    first = position - 1 if position > 0 else len(items) + position
    after = len(items) if length is None else max(0, first + truncated(length))
    return items[max(0, first) : after]


@builtin("append(list: list, items|item: any...)", "append([1], 2, 3) = [1, 2, 3]")
def append(run: Run, items: list[Any], *more: Any) -> list[Any]:
    """The list with more items at its end."""
    run.check_list(len(items) + len(more))
    return [*items, *more]


@builtin("concatenate(lists|list: any...)", "concatenate([1, 2], [3]) = [1, 2, 3]")
def concatenate(run: Run, *lists: Any) -> list[Any] | None:
    """The items of all lists, one after the other; null is no list."""
    if not lists or any(part is None for part in lists):
        return run.null("argument", "Expected lists, but got {}.", "null" if lists else "nothing")
    parts = [part if type(part) is list else [part] for part in lists]
    run.check_list(sum(map(len, parts)))
    return [item for part in parts for item in part]


@builtin("union(lists|list: any...)", "union([1, 2], [2, 3]) = [1, 2, 3]")
def union(run: Run, *lists: Any) -> list[Any] | None:
    """The items of all lists, each once; null is no list."""
    items = concatenate(run, *lists)
    return None if items is None else _distinct(items, run)


@builtin("insert before(list: list, position: number, newItem: any)", "insert before([1, 3], 1, 2) = [2, 1, 3]")
def insert_before(run: Run, items: list[Any], position: Decimal, item: Any) -> list[Any] | None:
    """The list with an item more, before a position."""
    at = truncated(position)
    if at == 0 or at < -len(items):
        return _no_position(run, at, len(items))
    first = at - 1 if at > 0 else len(items) + at
    run.check_list(len(items) + 1)
    return [*items[:first], item, *items[first:]]


@builtin("remove(list: list, position: number)", "remove([1, 2, 3], 2) = [1, 3]")
def remove(run: Run, items: list[Any], position: Decimal) -> list[Any] | None:
    """The list without the item at a position; unchanged where it has none."""
    at = truncated(position)
    if at == 0:
        return _no_position(run, at, len(items))
    first = at - 1 if at > 0 else len(items) + at
    if not 0 <= first < len(items):
        return items
    run.spend(len(items))
    return items[:first] + items[first + 1 :]


@builtin("list replace(list: list, position: number, newItem: any)", "list replace([2, 4, 7], 3, 6) = [2, 4, 6]")
def list_replace(run: Run, items: list[Any], position: Decimal, item: Any) -> list[Any] | None:
    """The list with another item at a position."""
    at = truncated(position)
    if not 0 < abs(at) <= len(items):
        return _no_position(run, at, len(items))
    run.spend(len(items))
    replaced = list(items)
    replaced[at - 1 if at > 0 else at] = item
    return replaced


@builtin(
    "list replace(list: list, match: function, newItem: any)",
    "list replace([2, 4, 7], function(item, newItem) item < newItem, 5) = [5, 5, 7]",
)
def list_replace_matching(run: Run, items: list[Any], match: Function, new: Any) -> list[Any] | None:
    """The list with another item wherever the function says so."""
    if not match.accepts(2):
        return run.null("argument", "Expected a function of two parameters.")
    result: list[Any] = []
    for item in items:
        answer = match.invoke([item, new], run)
        if type(answer) is not bool:
            return run.null("type", "Expected true or false from the function, but got {}.", kind_of(answer))
        result.append(new if answer else item)
    return result


@builtin("reverse(list: list)", "reverse([1, 2, 3]) = [3, 2, 1]")
def reverse(run: Run, items: list[Any]) -> list[Any]:
    """The list from its end."""
    run.spend(len(items))
    return items[::-1]


@builtin("index of(list: list, match: any)", "index of([1, 2, 3, 2], 2) = [2, 4]")
def index_of(run: Run, items: list[Any], match: Any) -> list[Decimal]:
    """The positions of the items that equal the match."""
    run.spend(len(items))
    return [Decimal(at) for at, item in enumerate(items, 1) if _same(item, match, run)]


@builtin("distinct values(list: list)", "distinct values([1, 2, 3, 2, 1]) = [1, 2, 3]")
def distinct_values(run: Run, items: list[Any]) -> list[Any]:
    """The list with each item once."""
    return _distinct(items, run)


def _distinct(items: list[Any], run: Run) -> list[Any]:
    result: list[Any] = []
    for item in items:
        run.spend(len(result) + 1)
        if not any(_same(item, known, run) for known in result):
            result.append(item)
    return result


@builtin("duplicate values(list: list)", "duplicate values([1, 2, 3, 2, 1]) = [1, 2]", origin="Camunda")
def duplicate_values(run: Run, items: list[Any]) -> list[Any]:
    """The items that a list has more than once, each once."""
    seen: list[Any] = []
    result: list[Any] = []
    for item in items:
        run.spend(len(seen) + 1)
        if not any(_same(item, known, run) for known in seen):
            seen.append(item)
        elif not any(_same(item, known, run) for known in result):
            result.append(item)
    order = [position for item in result for position in index_of(run, items, item)[:1]]
    return [items[int(position) - 1] for position in sorted(order)]


@builtin("flatten(list: list)", "flatten([[1, 2], [[3]], 4]) = [1, 2, 3, 4]")
def flatten(run: Run, items: list[Any]) -> list[Any]:
    """The items of nested lists in one list."""
    result: list[Any] = []
    pending = [iter(items)]
    while pending:
        for item in pending[-1]:
            run.spend()
            if type(item) is list:
                pending.append(iter(item))
                break
            result.append(item)
        else:
            pending.pop()
    run.check_list(len(result))
    return result


@builtin(
    "sort(list: list, precedes?: function)",
    "sort([3, 1, 2], function(x, y) x > y) = [3, 2, 1]",
)
def sort(run: Run, items: list[Any], precedes: Function | None = None) -> list[Any] | None:
    """The list in the order that a function of two items says, or in natural order."""
    if precedes is None:
        return natural_sort(items, run)
    if not precedes.accepts(2):
        return run.null("argument", "Expected a function of two parameters to sort by.")
    return merge_sort(items, precedes, run)


@builtin("is empty(list: list)", "is empty([]) = true", origin="Camunda")
def is_empty(run: Run, items: list[Any]) -> bool:
    """Whether a list has no items."""
    return not items


@builtin("partition(list: list, size: number)", "partition([1, 2, 3], 2) = [[1, 2], [3]]", origin="Camunda")
def partition(run: Run, items: list[Any], size: Decimal) -> list[Any] | None:
    """The list in lists of a size, the last one perhaps shorter."""
    step = truncated(size)
    if step <= 0:
        return run.null("value", "Expected a size above 0, but it is {}.", size)
    run.spend(len(items))
    return [items[first : first + step] for first in range(0, len(items), step)]
