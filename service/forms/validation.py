"""A submission is held against the form: every field that does not fit is named, with what was expected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service import feel
from service.errors import InvalidArgument
from service.forms.model import Field, FieldList, read
from service.forms.values import problem

#: items of one list
_LONGEST_LIST = 1000


@dataclass(frozen=True, slots=True)
class FieldError:
    """`field` is the path in the submission, such as `dependants[0].birth_date`."""

    field: str
    message: str


def validate(schema: str, submitted: Mapping[str, Any], seen: Mapping[str, Any]) -> list[FieldError]:
    """The errors of a submission; none if it fits. `schema` is the form's text, `seen` the variables that the form
    shows and its conditions read. Raises InvalidArgument if an expression of the form cannot be finished."""
    fields = read(schema)
    shown = {**seen, **submitted}
    for field in fields:
        if isinstance(field, Field) and field.type == "checkbox" and _at(shown, field.path) is None:
            shown = _with(shown, field.path, value=False)  # a box that nobody touched is not ticked
    return list(_check(fields, submitted, _Seen(shown, seen), ""))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What conditions read, and what was there before."""

    variables: Mapping[str, Any]
    before: Mapping[str, Any]

    def evaluate(self, expression: str) -> Any:
        """A result as a JSON value. Raises InvalidArgument if it cannot be finished: nothing would be checked."""
        scope = {name: feel.from_json(value) for name, value in self.variables.items()}
        warnings: list[feel.Diagnostic] = []
        result = feel.compile(expression.removeprefix("=")).evaluate(scope, warnings)
        if fatal := [warning.message for warning in warnings if warning.fatal]:
            raise InvalidArgument(fatal[0])
        return feel.to_json(result)

    def hides(self, field: Field | FieldList) -> bool:
        return any(self.evaluate(condition) is True for condition in field.hidden_by)

    def within(self, item: Mapping[str, Any]) -> "_Seen":
        return _Seen({**self.variables, **item}, {})


def _check(
    fields: Sequence[Field | FieldList], submitted: Mapping[str, Any], seen: _Seen, prefix: str
) -> Iterator[FieldError]:
    yield from _unknown({field.path: field for field in fields}, submitted, (), prefix)
    for field in fields:
        value = _at(submitted, field.path)
        name = prefix + ".".join(field.path)
        if seen.hides(field):
            if value not in (None, "", [], False):
                yield FieldError(name, f"Expected nothing for {field.label}, which the form hides. Leave it out.")
        elif isinstance(field, FieldList):
            yield from _check_list(field, value, seen, name)
        else:
            yield from _check_field(field, value, seen, name)


def _check_field(field: Field, value: Any, seen: _Seen, name: str) -> Iterator[FieldError]:
    if field.component.get("disabled") or field.component.get("readonly"):
        if value is not None and value != _at(seen.before, field.path):
            yield FieldError(name, f"Expected {field.label} as it is, for it is read-only. Leave it out.")
        return
    rules = field.component.get("validate") or {}

    def setting(rule: str) -> Any:
        wanted = rules.get(rule)
        return seen.evaluate(wanted) if isinstance(wanted, str) and wanted.startswith("=") else wanted

    if wrong := problem(field, value, setting, _options(field, seen)):
        yield FieldError(name, f"{field.label}: expected {wrong}.")


def _check_list(field: FieldList, value: Any, seen: _Seen, name: str) -> Iterator[FieldError]:
    if value is None:
        return
    if not isinstance(value, list) or len(value) > _LONGEST_LIST:
        yield FieldError(name, f"{field.label}: expected a list of at most {_LONGEST_LIST} items, but it is none.")
        return
    for index, item in enumerate(value):
        if isinstance(item, Mapping):
            yield from _check(field.fields, item, seen.within(item), f"{name}[{index}].")
        else:
            yield FieldError(f"{name}[{index}]", f"{field.label}: expected an object, but it is none.")


def _unknown(
    known: Mapping[tuple[str, ...], Any], submitted: Mapping[str, Any], path: tuple[str, ...], prefix: str
) -> Iterator[FieldError]:
    """What was submitted and is no field of the form: nobody may write other variables through it."""
    for name, value in submitted.items():
        place = (*path, name)
        if place in known:
            continue
        inside = any(field[: len(place)] == place for field in known)
        if inside and isinstance(value, Mapping):
            yield from _unknown(known, value, place, prefix)
        elif inside and value is not None:
            yield FieldError(
                prefix + ".".join(place), "Expected an object with the fields of the form, but it is none."
            )
        elif not inside:
            yield FieldError(prefix + ".".join(place), "Expected fields of the form, but this is none. Leave it out.")


def _with(values: Any, path: Sequence[str], *, value: Any) -> dict[str, Any]:
    """The values with another one at a path; what is there already is not changed in place."""
    name, *rest = path
    kept = dict(values) if isinstance(values, Mapping) else {}
    return {**kept, name: _with(kept.get(name), rest, value=value) if rest else value}


def _at(value: Any, path: Sequence[str]) -> Any:
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def _options(field: Field, seen: _Seen) -> list[Any] | None:
    """The values that a choice offers; None if it offers none of its own."""
    component = field.component
    offered = component.get("values")
    if key := component.get("valuesKey"):
        offered = _at(seen.variables, key.split("."))
    elif expression := component.get("valuesExpression"):
        offered = seen.evaluate(expression)
    if not isinstance(offered, list):
        return None
    return [option["value"] if isinstance(option, Mapping) and "value" in option else option for option in offered]
