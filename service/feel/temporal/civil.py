"""The proleptic Gregorian calendar for any year, also beyond Python's 1 to 9999."""

from datetime import date as python_date

NANOS = 1_000_000_000
DAY_SECONDS = 86_400
DAY_NANOS = DAY_SECONDS * NANOS
MAX_YEAR = 999_999_999

_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: days from 0001-01-01 (ordinal 1) to 1970-01-01
_EPOCH_ORDINAL = 719_163
_ERA_DAYS = 146_097  # 400 years
_FEBRUARY = 2


def is_leap(year: int) -> bool:
    """Whether a year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """The number of days of a month."""
    return 29 if month == _FEBRUARY and is_leap(year) else _MONTH_DAYS[month - 1]


def is_date(year: int, month: int, day: int) -> bool:
    """Whether such a day exists."""
    return abs(year) <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)  # noqa: PLR2004 - months


def epoch_day(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01."""
    # every 400 years the calendar repeats, so Python's own arithmetic serves any year
    eras, year_of_era = divmod(year - 1, 400)
    return python_date(year_of_era + 1, month, day).toordinal() - _EPOCH_ORDINAL + eras * _ERA_DAYS


def from_epoch_day(days: int) -> tuple[int, int, int]:
    """Year, month and day of a count of days since 1970-01-01."""
    eras, day_of_era = divmod(days + _EPOCH_ORDINAL - 1, _ERA_DAYS)
    day = python_date.fromordinal(day_of_era + 1)
    return day.year + 400 * eras, day.month, day.day


def add_months(year: int, month: int, day: int, months: int) -> tuple[int, int, int]:
    """The same day that many months later, or the last day of a shorter month."""
    years, month0 = divmod(month - 1 + months, 12)
    year += years
    return year, month0 + 1, min(day, days_in_month(year, month0 + 1))
