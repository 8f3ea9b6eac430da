"""What is checked in a form."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import re2

from service import feel
from service.diagrams.forms.components import (
    CHOICES,
    CONTAINERS,
    EXPRESSIONS,
    FIELDS,
    REFUSED,
    SHOWN,
    TEMPLATES,
    Component,
)

#: rule, message, remedy
Finding = tuple[str, str, str]
KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def type_known(component: Component) -> Iterator[Finding]:
    """Its type is one that is shown and validated."""
    if component.type in REFUSED:
        refusal = REFUSED[component.type]
        yield refusal.rule, f"Expected a supported component, but found {component.type}.", refusal.remedy
    elif component.type not in FIELDS | CONTAINERS | SHOWN:
        found = component.type or "no type"
        yield "form-component", f"Expected a component of form-js, but found {found}.", "Replace it in the form editor."


def key_is_variable(component: Component) -> Iterator[Finding]:
    """A field has a key that names a variable."""
    needs = component.type in FIELDS or component.type == "dynamiclist"
    key = component.values.get("path" if component.type == "dynamiclist" else "key")
    if not needs and not key:
        return
    if not isinstance(key, str) or not all(KEY.fullmatch(part) for part in key.split(".")):
        yield (
            "form-key",
            f"Expected a key that names a variable, but it is {key or 'empty'}.",
            "Use Latin letters, digits and _, with dots between the levels of a structure.",
        )


def options_present(component: Component) -> Iterator[Finding]:
    """A choice has options: fixed ones, each with a value of its own, or some from a variable or expression."""
    if component.type not in CHOICES:
        return
    values = component.values
    sources = [name for name in ("values", "valuesKey", "valuesExpression") if values.get(name)]
    if len(sources) != 1:
        yield (
            "form-options",
            f"Expected options from one source, but found {' and '.join(sources) or 'none'}.",
            "Write the options, or name the variable or expression that gives them.",
        )
    fixed = values.get("values")
    if isinstance(fixed, list):
        found = [repr(each["value"]) for each in fixed if isinstance(each, dict) and each.get("value") is not None]
        if len(set(found)) < len(fixed):
            yield "form-options", "Expected each option to have a value of its own.", "Correct the values."


def validation_readable(component: Component) -> Iterator[Finding]:
    """Patterns are regular expressions, bounds are in order."""
    validate = component.values.get("validate")
    if not isinstance(validate, dict):
        return
    pattern = validate.get("pattern")
    if isinstance(pattern, str):
        try:
            re2.compile(pattern, _OPTIONS)
        except re2.error as error:
            reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error
            message = f"Expected a regular expression without look-around and back-references, but {reason}."
            yield "form-pattern", message, "Correct the pattern."
    for low, high in (("min", "max"), ("minLength", "maxLength")):
        least, most = validate.get(low), validate.get(high)
        if isinstance(least, int | Decimal) and isinstance(most, int | Decimal) and least > most:
            yield "form-range", f"Expected {low} to be at most {high}, but {least} > {most}.", "Correct them."


def expressions_parse(component: Component) -> Iterator[Finding]:
    """Every expression and every template is FEEL that can be read."""
    for name, text in _expressions(component.values):
        try:
            for function in sorted(feel.compile(text).functions):
                message = f"Expected {name} to call functions of FEEL, but {function} is none."
                yield "feel-function", message, "Correct the function's name: the result would always be null."
        except feel.ParseError as error:
            yield (
                "feel",
                f"Expected {name} to be FEEL, but at line {error.line}, column {error.column} of it: {error.message}",
                f"Correct the expression there: expected is {error.expected}.",
            )


def _expressions(values: Any) -> Iterator[tuple[str, str]]:
    for holder in (values, values.get("conditional"), values.get("validate"), values.get("computedRows")):
        if not isinstance(holder, dict):
            continue
        for name in EXPRESSIONS:
            text = holder.get(name)
            if isinstance(text, str) and text.lstrip().startswith("="):
                yield name, text.lstrip()[1:]
    appearance = values.get("appearance")
    shown = {**values, **appearance} if isinstance(appearance, dict) else values
    for name in TEMPLATES:
        text = shown.get(name)
        if isinstance(text, str) and text.lstrip().startswith("="):
            yield name, text.lstrip()[1:]
        elif isinstance(text, str):
            parts = (part.strip() for part in _BRACES.findall(text))
            yield from ((name, part) for part in parts if part and part[0] not in "#/")


RULES: tuple[Callable[[Component], Iterator[Finding]], ...] = (
    type_known,
    key_is_variable,
    options_present,
    validation_readable,
    expressions_parse,
)
