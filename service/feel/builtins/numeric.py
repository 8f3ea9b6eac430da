"""Numeric functions (DMN 1.5, table 76)."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import TYPE_CHECKING, Any

from service.feel.arithmetic import negate
from service.feel.builtins.registry import builtin
from service.feel.decimals import CONTEXT, MAX_SCALE, MIN_SCALE, NumberError, truncated
from service.feel.temporal.values import DaysTime, YearsMonths

if TYPE_CHECKING:
    from service.feel.run import Run

#: what a logarithm costs beside other functions
_SERIES_STEPS = 30
#: java.math.RoundingMode, as Camunda's decimal() takes it
_MODES = {
    "UP": ROUND_UP,
    "DOWN": ROUND_DOWN,
    "CEILING": ROUND_CEILING,
    "FLOOR": ROUND_FLOOR,
    "HALF_UP": ROUND_HALF_UP,
    "HALF_DOWN": ROUND_HALF_DOWN,
    "HALF_EVEN": ROUND_HALF_EVEN,
}


def _rounded(run: Run, number: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    places = truncated(scale)
    if not MIN_SCALE <= places <= MAX_SCALE:
        return run.null("value", "Expected a scale from {} to {}, but it is {}.", MIN_SCALE, MAX_SCALE, places)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return number
    if number.adjusted() < -places - 1:
        number = Decimal((number.is_signed(), (1,), -places - 2))  # as small, within quantize's digits
    try:
        return number.quantize(Decimal((0, (1,), -places)), rounding, CONTEXT)
    except NumberError:
        return run.null("value", "Expected a number that can be rounded so, but it is {}.", number)


@builtin("decimal(n: number, scale: number)", "decimal(1/3, 2) = 0.33")
def decimal(run: Run, number: Decimal, scale: Decimal) -> Decimal | None:
    """Rounded to a number of decimals, half to the even neighbour."""
    return _rounded(run, number, scale, ROUND_HALF_EVEN)


@builtin("decimal(n: number, scale: number, mode: string)", 'decimal(2.5, 0, "half_up") = 3', origin="Camunda")
def decimal_in_mode(run: Run, number: Decimal, scale: Decimal, mode: str) -> Decimal | None:
    """Rounded to a number of decimals in one of Java's rounding modes."""
    rounding = _MODES.get(mode.upper())
    if rounding is None:
        return run.null("argument", "Expected one of {}, but got '{}'.", ", ".join(_MODES), mode)
    return _rounded(run, number, scale, rounding)


@builtin("floor(n: number)", "floor(-1.5) = -2")
@builtin("floor(n: number, scale: number)", "floor(-1.56, 1) = -1.6")
def floor(run: Run, number: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    """Rounded down."""
    return _rounded(run, number, scale, ROUND_FLOOR)


@builtin("ceiling(n: number)", "ceiling(1.5) = 2")
@builtin("ceiling(n: number, scale: number)", "ceiling(-1.56, 1) = -1.5")
def ceiling(run: Run, number: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    """Rounded up."""
    return _rounded(run, number, scale, ROUND_CEILING)


@builtin("round up(n: number, scale: number)", "round up(-5.5, 0) = -6")
def round_up(run: Run, number: Decimal, scale: Decimal) -> Decimal | None:
    """Rounded away from zero."""
    return _rounded(run, number, scale, ROUND_UP)


@builtin("round down(n: number, scale: number)", "round down(-5.5, 0) = -5")
def round_down(run: Run, number: Decimal, scale: Decimal) -> Decimal | None:
    """Rounded toward zero."""
    return _rounded(run, number, scale, ROUND_DOWN)


@builtin("round half up(n: number, scale: number)", "round half up(-5.5, 0) = -6")
def round_half_up(run: Run, number: Decimal, scale: Decimal) -> Decimal | None:
    """Rounded to the nearest, halves away from zero."""
    return _rounded(run, number, scale, ROUND_HALF_UP)


@builtin("round half down(n: number, scale: number)", "round half down(-5.5, 0) = -5")
def round_half_down(run: Run, number: Decimal, scale: Decimal) -> Decimal | None:
    """Rounded to the nearest, halves toward zero."""
    return _rounded(run, number, scale, ROUND_HALF_DOWN)


@builtin("abs(n: number|days and time duration|years and months duration)", "abs(-10) = 10")
def absolute(run: Run, value: Any) -> Any:
    """A number or duration without its sign."""
    if isinstance(value, YearsMonths | DaysTime):
        return negate(value) if value[0] < 0 else value
    return abs(value)


@builtin("modulo(dividend: number, divisor: number)", "modulo(-12, 5) = 3")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """What division leaves, with the divisor's sign."""
    if not divisor:
        return run.null("value", "Expected a divisor other than 0.")
    remainder = _remainder(dividend, divisor)
    run.spend(abs(dividend.adjusted() - divisor.adjusted()) >> 4)
    return remainder + divisor if remainder and (remainder < 0) != (divisor < 0) else remainder


def _remainder(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Exact also where the quotient has more digits than a number."""
    digits = max(0, dividend.adjusted() - divisor.adjusted()) + 40
    if digits <= CONTEXT.prec:
        return CONTEXT.remainder(dividend, divisor)
    wide = CONTEXT.copy()
    wide.prec = digits
    return CONTEXT.plus(wide.remainder(dividend, divisor))


@builtin("sqrt(number: number)", "sqrt(16) = 4")
def square_root(run: Run, number: Decimal) -> Decimal | None:
    """The square root."""
    if number < 0:
        return run.null("value", "Expected a number from 0, but it is {}.", number)
    return CONTEXT.sqrt(number)


@builtin("log(number: number)", "decimal(log(10), 4) = 2.3026")
def logarithm(run: Run, number: Decimal) -> Decimal | None:
    """The natural logarithm."""
    if number <= 0:
        return run.null("value", "Expected a number above 0, but it is {}.", number)
    run.spend(_SERIES_STEPS)
    return CONTEXT.ln(number)


@builtin("exp(number: number)", "decimal(exp(5), 4) = 148.4132")
def exponential(run: Run, number: Decimal) -> Decimal | None:
    """Euler's number to a power."""
    run.spend(_SERIES_STEPS)
    try:
        return CONTEXT.exp(number)
    except NumberError:
        return run.null("value", "Expected a smaller exponent, but it is {}.", number)


@builtin("odd(number: number)", "odd(5) = true")
def odd(run: Run, number: Decimal) -> bool:
    """Whether a whole number is odd."""
    return _remainder(abs(number), Decimal(2)) == 1


@builtin("even(number: number)", "even(2) = true")
def even(run: Run, number: Decimal) -> bool:
    """Whether a whole number is even."""
    return not _remainder(number, Decimal(2))
