"""Functions of a list or of the values one by one (DMN 1.5, tables 75 and 76)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.feel.builtins.registry import builtin
from service.feel.comparing import all_of, any_of, order
from service.feel.decimals import CONTEXT, as_number
from service.feel.values import kind_of

if TYPE_CHECKING:
    from service.feel.run import Run


def _numbers(items: list[Any], run: Run, least: int = 1) -> list[Decimal] | None:
    """All items as numbers; null if one is none, or there are too few."""
    run.spend(len(items))
    numbers: list[Decimal] = []
    for item in items:
        value = as_number(item)
        if value is None:
            return run.null("type", "Expected numbers only, but one is {}.", kind_of(item))
        numbers.append(value)
    if len(numbers) < least:
        return run.null("argument", "Expected at least {} numbers, but there are {}.", least, len(numbers))
    return numbers


def _extreme(items: list[Any], run: Run, *, largest: bool) -> Any:
    run.spend(len(items))
    if not items:
        return run.null("argument", "Expected at least one value.")
    best = items[0]
    for item in items:
        pair = order(best, item)
        if pair is None:
            return run.null("type", "Cannot compare {} with {}.", kind_of(best), kind_of(item))
        if (pair[1] > pair[0]) if largest else (pair[1] < pair[0]):
            best = item
    return best


@builtin("min(list: items)", "min([3, 1, 2]) = 1")
def minimum(run: Run, items: list[Any]) -> Any:
    """The smallest value."""
    return _extreme(items, run, largest=False)


@builtin("max(list: items)", "max(3, 1, 2) = 3")
def maximum(run: Run, items: list[Any]) -> Any:
    """The largest value."""
    return _extreme(items, run, largest=True)


@builtin("sum(list: items)", "sum([1, 2, 3]) = 6")
def total(run: Run, items: list[Any]) -> Decimal | None:
    """The sum of numbers."""
    numbers = _numbers(items, run)
    return None if numbers is None else sum(numbers[1:], numbers[0])


@builtin("mean(list: items)", "mean([1, 2, 6]) = 3")
def mean(run: Run, items: list[Any]) -> Decimal | None:
    """The average of numbers."""
    numbers = _numbers(items, run)
    return None if numbers is None else sum(numbers) / Decimal(len(numbers))


@builtin("product(list: items)", "product([2, 3, 4]) = 24")
def product(run: Run, items: list[Any]) -> Decimal | None:
    """The product of numbers."""
    numbers = _numbers(items, run)
    if numbers is None:
        return None
    result = numbers[0]
    for value in numbers[1:]:
        result *= value
    return result


@builtin("median(list: items)", "median(8, 2, 5, 3, 4) = 4")
def median(run: Run, items: list[Any]) -> Decimal | None:
    """The middle of numbers, or the average of the two in the middle."""
    numbers = _numbers(items, run)
    if numbers is None:
        return None
    ordered, middle = sorted(numbers), len(numbers) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


@builtin("stddev(list: items)", "stddev([47]) = null")
def standard_deviation(run: Run, items: list[Any]) -> Decimal | None:
    """The sample's standard deviation of at least two numbers."""
    numbers = _numbers(items, run, least=2)
    if numbers is None:
        return None
    average = sum(numbers) / Decimal(len(numbers))
    squares = sum((value - average) * (value - average) for value in numbers)
    return CONTEXT.sqrt(squares / Decimal(len(numbers) - 1))


@builtin("mode(list: items)", "mode(6, 3, 9, 6, 6) = [6]")
def mode(run: Run, items: list[Any]) -> list[Decimal] | None:
    """The most frequent numbers, ascending."""
    numbers = _numbers(items, run, least=0)
    if numbers is None:
        return None
    counts: dict[Decimal, int] = {}
    for value in numbers:
        counts[value] = counts.get(value, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(value for value, count in counts.items() if count == most)


@builtin("all(list: items)", "all([true, true, false]) = false")
@builtin("and(list: items)", "and([true, null]) = null", origin="Camunda")
def conjunction(run: Run, items: list[Any]) -> bool | None:
    """Whether all values are true."""
    run.spend(len(items))
    return _decided(all_of(items), run)


@builtin("any(list: items)", "any([false, true]) = true")
@builtin("or(list: items)", "or([false, null]) = null", origin="Camunda")
def disjunction(run: Run, items: list[Any]) -> bool | None:
    """Whether any value is true."""
    run.spend(len(items))
    return _decided(any_of(items), run)


def _decided(answer: bool | None, run: Run) -> bool | None:
    return run.null("type", "Expected true or false only, but not all values are.") if answer is None else answer
