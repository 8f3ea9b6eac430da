"""Whether a result is what the TCK expects, as the vendors' runners compare."""

from decimal import Decimal
from typing import Any

from service import feel

_TOLERANCE = Decimal("1e-8")
_EQUAL = feel.compile("a = b", names=["a", "b"])


def matches(expected: Any, actual: Any) -> bool:
    """Numbers within 1e-8, everything else by value; a member that is null may be missing."""
    if expected is None or actual is None:
        return expected is actual
    if isinstance(expected, list):
        return (
            isinstance(actual, list)
            and len(expected) == len(actual)
            and all(matches(one, other) for one, other in zip(expected, actual, strict=True))
        )
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            matches(expected.get(key), actual.get(key)) for key in expected.keys() | actual.keys()
        )
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, Decimal):
        return isinstance(actual, Decimal) and abs(expected - actual) <= _TOLERANCE
    return type(expected) is type(actual) and (expected == actual or _EQUAL.evaluate({"a": expected, "b": actual}))
