"""What one field of a form takes: its type, range, pattern and options."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import re2

from service.forms.model import Field

#: answers a setting of the field: FEEL evaluated, anything else as it is
Setting = Callable[[str], Any]

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"(\+|00)[1-9][0-9 ()-]{5,20}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?")


def problem(field: Field, value: Any, setting: Setting, options: Sequence[Any] | None) -> str | None:
    """What is wrong with a value, as "Expected …, but …"; None if nothing is."""
    if _is_empty(field, value):
        return "a value, but there is none" if setting("required") is True else None
    return _CHECKS[field.type](field, value, setting, options)


def _is_empty(field: Field, value: Any) -> bool:
    if field.type == "checkbox" and field.component.get("validate", {}).get("required") and value is False:
        return True  # a box that must be ticked
    return value is None or value in ("", [])


def _text(field: Field, value: Any, setting: Setting, _: Any) -> str | None:  # noqa: ARG001 - one signature - all checks take the same
    if not isinstance(value, str):
        return "a text, but it is none"
    shortest, longest, pattern = setting("minLength"), setting("maxLength"), setting("pattern")
    if isinstance(shortest, int) and len(value) < shortest:
        return f"at least {shortest} characters, but there are {len(value)}"
    if isinstance(longest, int) and len(value) > longest:
        return f"at most {longest} characters, but there are {len(value)}"
    if isinstance(pattern, str) and not _matches(pattern, value):
        return f"a text of the pattern {pattern}, but it is another"
    return _special(setting("validationType"), value)


def _special(kind: Any, value: str) -> str | None:
    if kind == "email" and not _EMAIL.fullmatch(value):
        return "an e-mail address, but it is none"
    if kind == "phone" and not _PHONE.fullmatch(value):
        return "a phone number with country code, but it is none"
    return None


def _matches(pattern: str, value: str) -> bool:
    """Whether the pattern is found in the text, as JavaScript's `test`; in linear time."""
    try:
        return re2.search(pattern, value) is not None
    except re2.error:
        return True  # `presales check` refuses such a pattern; a person could not mend it here


def _number(field: Field, value: Any, setting: Setting, _: Any) -> str | None:
    if field.component.get("serializeToString") and isinstance(value, str):
        try:
            value = Decimal(value)
        except ArithmeticError:
            return "a number, but it is none"
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return "a number, but it is none"
    digits, least, greatest = field.component.get("decimalDigits"), setting("min"), setting("max")
    if isinstance(digits, int) and round(Decimal(value), digits) != value:
        return f"at most {digits} decimal digits, but there are more"
    if isinstance(least, int | Decimal) and value < least:
        return f"at least {least}, but it is {value}"
    if isinstance(greatest, int | Decimal) and value > greatest:
        return f"at most {greatest}, but it is {value}"
    return None


def _flag(field: Field, value: Any, setting: Setting, _: Any) -> str | None:  # noqa: ARG001 - one signature - all checks take the same
    return None if isinstance(value, bool) else "true or false, but it is neither"


def _choice(field: Field, value: Any, setting: Setting, options: Sequence[Any] | None) -> str | None:  # noqa: ARG001 - one signature
    if options is not None and value not in options:
        return f"one of {_listed(options)}, but it is another"
    return None


def _choices(field: Field, value: Any, setting: Setting, options: Sequence[Any] | None) -> str | None:
    if not isinstance(value, list):
        return "a list, but it is none"
    if any(chosen in value[:index] for index, chosen in enumerate(value)):
        return "each option once, but one is there twice"
    return next((wrong for chosen in value if (wrong := _choice(field, chosen, setting, options))), None)


def _moment(field: Field, value: Any, setting: Setting, _: Any) -> str | None:  # noqa: ARG001 - one signature - all checks take the same
    if not isinstance(value, str):
        return "a date or time as text, but it is none"
    subtype = field.component.get("subtype", "date")
    try:
        _MOMENTS[subtype](value)
    except ValueError:
        return f"a {subtype} in ISO 8601, but it is none"
    return None


def _read_date(text: str) -> None:
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    date.fromisoformat(text)


def _read_time(text: str) -> None:
    if not _TIME.fullmatch(text):
        raise ValueError(text)
    time.fromisoformat(text)


def _read_datetime(text: str) -> None:
    day, _, hour = text.partition("T")
    _read_date(day)
    _read_time(hour)
    datetime.fromisoformat(text)


_MOMENTS: Mapping[str, Callable[[str], None]] = {
    "date": _read_date,
    "time": _read_time,
    "datetime": _read_datetime,
}


def _anything(field: Field, value: Any, setting: Setting, _: Any) -> str | None:  # noqa: ARG001 - one signature - all checks take the same
    return None


def _listed(options: Sequence[Any]) -> str:
    shown = [str(option) for option in options[:20]]
    return ", ".join(shown) + (", …" if len(options) > len(shown) else "")


_CHECKS: Mapping[str, Callable[[Field, Any, Setting, Sequence[Any] | None], str | None]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "checkbox": _flag,
    "radio": _choice,
    "select": _choice,
    "checklist": _choices,
    "taglist": _choices,
    "datetime": _moment,
    "filepicker": _anything,
    "expression": _anything,
}
