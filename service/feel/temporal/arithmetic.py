"""Sums, differences, products and quotients of temporal values (DMN 1.5, tables 57 to 66).

Every function answers None where the specification says null: a result outside the years that FEEL has,
one side local where both must be.
"""

from __future__ import annotations

from decimal import Decimal

from service.feel.decimals import CONTEXT
from service.feel.temporal.civil import DAY_NANOS, MAX_YEAR, add_months
from service.feel.temporal.values import (
    Date,
    DateTime,
    DaysTime,
    Time,
    YearsMonths,
    date_from_days,
    from_instant,
    from_local,
)

#: months and nanoseconds beyond this are no duration: more than all the years that FEEL has
_MAX_MONTHS = 24 * MAX_YEAR
_MAX_NANOS = 2 * MAX_YEAR * 366 * DAY_NANOS


def months(count: int) -> YearsMonths | None:
    """A years and months duration of that many months."""
    return YearsMonths(count) if abs(count) <= _MAX_MONTHS else None


def nanos(count: int) -> DaysTime | None:
    """A days and time duration of that many nanoseconds."""
    return DaysTime(count) if abs(count) <= _MAX_NANOS else None


def date_plus_months(date: Date, duration: YearsMonths) -> Date | None:
    """The same day of another month, or that month's last day."""
    year, month, day = add_months(date.year, date.month, date.day, duration.months)
    return Date(year, month, day) if abs(year) <= MAX_YEAR else None


def date_plus_nanos(date: Date, duration: DaysTime) -> Date | None:
    """The date of its midnight plus the duration: an hour before is the day before."""
    return date_from_days((date.days * DAY_NANOS + duration.nanos) // DAY_NANOS)


def date_time_plus_months(moment: DateTime, duration: YearsMonths) -> DateTime | None:
    """The same time of day of another date."""
    date = date_plus_months(moment.date, duration)
    return moment._replace(date=date) if date else None


def date_time_plus_nanos(moment: DateTime, duration: DaysTime) -> DateTime | None:
    """That much later on the line of instants, shown in the same zone."""
    if moment.zone is None:
        return from_local(moment.local() + duration.nanos, moment.offset)
    return from_instant(moment.instant() + duration.nanos, None, moment.zone)


def time_plus_nanos(time: Time, duration: DaysTime) -> Time:
    """That much later on the clock, past midnight around."""
    return time._replace(nanos=(time.nanos + duration.nanos) % DAY_NANOS)


def at_midnight_utc(date: Date) -> DateTime:
    """A date where a date and time is wanted (DMN 1.5, 10.3.2.3.5)."""
    return DateTime(date, 0, 0)


def date_minus_date(left: Date, right: Date) -> DaysTime | None:
    """Whole days between two dates."""
    return nanos((left.days - right.days) * DAY_NANOS)


def moments_minus(left: Date | DateTime, right: Date | DateTime) -> DaysTime | None:
    """Time between two instants; both with offset or zone, or both local."""
    first = at_midnight_utc(left) if isinstance(left, Date) else left
    second = at_midnight_utc(right) if isinstance(right, Date) else right
    return nanos(first.instant() - second.instant()) if first.is_local == second.is_local else None


def time_minus_time(left: Time, right: Time) -> DaysTime | None:
    """Time between two times of day, with its sign."""
    return DaysTime(left.instant() - right.instant()) if left.is_local == right.is_local else None


def months_times(duration: YearsMonths, factor: Decimal) -> YearsMonths | None:
    """Whole months, truncated toward zero."""
    return _whole_months(CONTEXT.multiply(Decimal(duration.months), factor))


def months_divided(duration: YearsMonths, divisor: Decimal) -> YearsMonths | None:
    """Whole months, truncated toward zero."""
    return _whole_months(CONTEXT.divide(Decimal(duration.months), divisor)) if divisor else None


def nanos_times(duration: DaysTime, factor: Decimal) -> DaysTime | None:
    """Exact to the nanosecond."""
    return _whole_nanos(CONTEXT.multiply(Decimal(duration.nanos), factor))


def nanos_divided(duration: DaysTime, divisor: Decimal) -> DaysTime | None:
    """Exact to the nanosecond."""
    return _whole_nanos(CONTEXT.divide(Decimal(duration.nanos), divisor)) if divisor else None


def ratio(left: int, right: int) -> Decimal | None:
    """How many times one duration holds the other."""
    return CONTEXT.divide(Decimal(left), Decimal(right)) if right else None


def _whole_months(value: Decimal) -> YearsMonths | None:
    return YearsMonths(int(value)) if abs(value) <= _MAX_MONTHS else None


def _whole_nanos(value: Decimal) -> DaysTime | None:
    return DaysTime(int(value.to_integral_value())) if abs(value) <= _MAX_NANOS else None
