"""From the outputs of the matched rules to the table's result (DMN 1.5, section 8.2.8 and 8.2.11)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from service import feel
from service.dmn import elements as e
from service.dmn.session import Session
from service.feel.comparing import equal
from service.feel.ranges import matches

#: one value per output column
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Outputs:
    """What a hit policy needs to know of a table's outputs.

    `priorities` has for each column the values in order of priority, the highest first; an empty list where
    the column has none.
    """

    table: e.DecisionTable
    names: Sequence[str]
    priorities: Sequence[Sequence[Any]]

    def value(self, row: Row) -> Any:
        """A rule's output: the value of the only column, or a context by column."""
        return row[0] if len(row) == 1 else dict(zip(self.names, row, strict=True))

    def by_priority(self, rows: Sequence[Row], session: Session) -> list[int]:
        """The positions of rows, highest priority first; rows of equal priority keep their order."""

        def rank(position: int) -> tuple[int, ...]:
            row = rows[position]
            return tuple(
                _position(value, order, session) for value, order in zip(row, self.priorities, strict=True) if order
            )

        return sorted(range(len(rows)), key=rank)


def _position(value: Any, order: Sequence[Any], session: Session) -> int:
    """The place of a value among those listed; unlisted ones come last."""
    for at, listed in enumerate(order):
        if matches(value, listed, session) is True:
            return at
    return len(order)


def _unique(outputs: Outputs, rows: Sequence[Row], rules: Sequence[int], session: Session) -> Any:
    if len(rows) == 1:
        return outputs.value(rows[0])
    listed = ", ".join(str(rule + 1) for rule in rules)
    session.fail(
        "hit-policy",
        outputs.table,
        f"Expected at most one rule to match under hit policy UNIQUE, but rules {listed} do. "
        "Make their conditions exclude each other, or choose another hit policy.",
    )
    return None


def _any(outputs: Outputs, rows: Sequence[Row], rules: Sequence[int], session: Session) -> Any:
    first = outputs.value(rows[0])
    for rule, row in zip(rules[1:], rows[1:], strict=True):
        if _same(first, outputs.value(row), session):
            continue
        session.fail(
            "hit-policy",
            outputs.table,
            f"Expected equal outputs under hit policy ANY, but rules {rules[0] + 1} and {rule + 1} differ. "
            "Give them the same outputs, or choose another hit policy.",
        )
        return None
    return first


def _same(one: Any, other: Any, session: Session) -> bool:
    return (one is None and other is None) or equal(one, other, session) is True


def _first(outputs: Outputs, rows: Sequence[Row], _: Sequence[int], __: Session) -> Any:
    return outputs.value(rows[0])


def _priority(outputs: Outputs, rows: Sequence[Row], _: Sequence[int], session: Session) -> Any:
    return outputs.value(rows[outputs.by_priority(rows, session)[0]])


def _all(outputs: Outputs, rows: Sequence[Row], _: Sequence[int], __: Session) -> Any:
    return [outputs.value(row) for row in rows]


def _output_order(outputs: Outputs, rows: Sequence[Row], _: Sequence[int], session: Session) -> Any:
    return [outputs.value(rows[position]) for position in outputs.by_priority(rows, session)]


def _aggregate(function: str) -> "Policy":
    aggregate = feel.compile(f"{function}(values)", names=["values"])

    def aggregated(outputs: Outputs, rows: Sequence[Row], _: Sequence[int], session: Session) -> Any:
        if len(outputs.names) != 1:
            session.warn("hit-policy", outputs.table, "Expected one output column to aggregate, but there are more.")
            return None
        result = aggregate.evaluate({"values": [row[0] for row in rows]}, run=session)
        session.place(outputs.table)
        return result

    return aggregated


def _count(outputs: Outputs, rows: Sequence[Row], _: Sequence[int], session: Session) -> Any:
    if len(outputs.names) == 1:
        return Decimal(len(rows))
    session.warn("hit-policy", outputs.table, "Expected one output column to count, but there are more.")
    return None


Policy = Callable[[Outputs, Sequence[Row], Sequence[int], Session], Any]

#: how each policy makes one result of one or more matched rules; without a match it is the default output
POLICIES: dict[e.HitPolicy, Policy] = {
    "UNIQUE": _unique,
    "ANY": _any,
    "FIRST": _first,
    "PRIORITY": _priority,
    "RULE ORDER": _all,
    "OUTPUT ORDER": _output_order,
    "COLLECT": _all,
    "SUM": _aggregate("sum"),
    "MIN": _aggregate("min"),
    "MAX": _aggregate("max"),
    "COUNT": _count,
}
