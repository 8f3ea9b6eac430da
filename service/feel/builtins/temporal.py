"""Date and time functions (DMN 1.5, table 77 and 10.3.4.10)."""

from __future__ import annotations

from datetime import date as python_date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.feel.builtins.registry import builtin
from service.feel.comparing import equal
from service.feel.temporal.civil import days_in_month, epoch_day
from service.feel.temporal.properties import weekday
from service.feel.temporal.values import Date, DateTime, from_instant
from service.feel.values import kind_of

if TYPE_CHECKING:
    from service.feel.run import Run

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def _date(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@builtin("day of year(date: date|date and time)", "day of year(date(2019, 9, 17)) = 260")
def day_of_year(run: Run, value: Date | DateTime) -> Decimal:
    """The number of the day in its year."""
    date = _date(value)
    return Decimal(date.days - epoch_day(date.year, 1, 1) + 1)


@builtin("day of week(date: date|date and time)", 'day of week(date(2019, 9, 17)) = "Tuesday"')
def day_of_week(run: Run, value: Date | DateTime) -> str:
    """The English name of the day."""
    return _DAYS[weekday(_date(value)) - 1]


@builtin("month of year(date: date|date and time)", 'month of year(date(2019, 9, 17)) = "September"')
def month_of_year(run: Run, value: Date | DateTime) -> str:
    """The English name of the month."""
    return _MONTHS[_date(value).month - 1]


@builtin("week of year(date: date|date and time)", "week of year(date(2005, 1, 1)) = 53")
def week_of_year(run: Run, value: Date | DateTime) -> Decimal:
    """The number of the week by ISO 8601, in whose first week the year's first Thursday lies."""
    date = _date(value)
    # weeks repeat with the calendar every 400 years
    return Decimal(python_date(date.year % 400 + 2000, date.month, date.day).isocalendar().week)


@builtin(
    "last day of month(date: date|date and time)", 'last day of month(@"2024-02-01") = @"2024-02-29"', origin="Camunda"
)
def last_day_of_month(run: Run, value: Date | DateTime) -> Date:
    """The last day of the month."""
    date = _date(value)
    return date._replace(day=days_in_month(date.year, date.month))


@builtin("now()", "now() instance of date and time")
def now(run: Run) -> DateTime | None:
    """The moment, in UTC; the same throughout an evaluation."""
    return from_instant(run.now(), 0)


@builtin("today()", "today() instance of date")
def today(run: Run) -> Date | None:
    """The day, in UTC; the same throughout an evaluation."""
    moment = now(run)
    return moment.date if moment else None


@builtin("is(value1?: any, value2?: any)", 'is(@"23:00:50Z", @"23:00:50+00:00") = true')
def is_(run: Run, *values: Any) -> bool | None:
    """Whether two values are the same, also in how they are represented."""
    if len(values) < 2:  # noqa: PLR2004 - named ones may be missing, positional ones not
        return run.null("argument", "Expected two values to compare, but got {}.", len(values))
    left, right = values
    if kind_of(left) != kind_of(right):
        return False
    if kind_of(left) in {"time", "date and time"}:
        return bool(left == right)
    return equal(left, right, run) is True
