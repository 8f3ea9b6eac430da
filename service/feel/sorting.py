"""Sorting by a FEEL function, and by natural order."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from service.feel.comparing import order
from service.feel.values import Function, kind_of

if TYPE_CHECKING:
    from service.feel.run import Run


def merge_sort(items: list[Any], precedes: Function, run: Run) -> list[Any] | None:
    """A stable sort that asks only whether a later item precedes an earlier one.

    So a function that answers true for equal items sorts, too. Null if it does not answer a boolean.
    """
    runs = [[item] for item in items]
    while len(runs) > 1:
        merged: list[list[Any]] = []
        for first in range(0, len(runs) - 1, 2):
            pair = _merge(runs[first], runs[first + 1], precedes, run)
            if pair is None:
                return None
            merged.append(pair)
        runs = merged + runs[len(runs) - len(runs) % 2 :]
    return runs[0] if runs else []


def _merge(left: list[Any], right: list[Any], precedes: Function, run: Run) -> list[Any] | None:
    result: list[Any] = []
    at_left, at_right = 0, 0
    while at_left < len(left) and at_right < len(right):
        run.spend()
        answer = precedes.invoke([right[at_right], left[at_left]], run)
        if type(answer) is not bool:
            return run.null("type", "Expected true or false from the sort's function, but got {}.", kind_of(answer))
        if answer:
            result.append(right[at_right])
            at_right += 1
        else:
            result.append(left[at_left])
            at_left += 1
    return result + left[at_left:] + right[at_right:]


def natural_sort(items: list[Any], run: Run) -> list[Any] | None:
    """Ascending; null if two items have no order."""
    run.spend(len(items) * max(1, len(items).bit_length()))
    if any(order(items[0], item) is None for item in items):
        return run.null("type", "Expected items of one kind that has an order.")
    return sorted(items, key=cmp_to_key(_compare))


def _compare(left: Any, right: Any) -> int:
    pair = order(left, right)
    if pair is None or pair[0] == pair[1]:
        return 0
    return -1 if pair[0] < pair[1] else 1
