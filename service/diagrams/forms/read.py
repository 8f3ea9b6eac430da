"""Forms of form-js: JSON files named .form."""

from collections.abc import Iterator, Mapping
from typing import Any

from service import exact_json
from service.diagrams.forms.components import FIELDS, Component, components
from service.diagrams.forms.rules import RULES
from service.diagrams.model import Form, Problem
from service.diagrams.problems import UnreadableError, problem

MAX_BYTES = 1024 * 1024
MAX_COMPONENTS = 2000


def read_form(file: str, data: bytes) -> tuple[Form, list[Problem]]:
    """A form and its problems. Raises `UnreadableError` if the file holds no form schema."""
    schema = _schema(file, data)
    tag = schema.get("versionTag")
    form = Form(id=schema["id"], file=file, version_tag=tag if isinstance(tag, str) else None, schema=schema)
    found = list(components(schema))
    if len(found) > MAX_COMPONENTS:
        raise _unreadable(file, "form-size", f"at most {MAX_COMPONENTS} components, but it has {len(found)}")
    text = data.decode()
    return form, [*_component_problems(file, found, text), *_twice(file, found, text)]


def _schema(file: str, data: bytes) -> Mapping[str, Any]:
    if len(data) > MAX_BYTES:
        raise _unreadable(file, "form-size", f"a form of at most {MAX_BYTES} bytes, but it has {len(data)}")
    try:
        schema = exact_json.decode(data)
    except (ValueError, RecursionError) as error:
        raise _unreadable(file, "json-syntax", f"JSON, but {error}") from error
    if not isinstance(schema, dict) or not isinstance(schema.get("id"), str) or not schema["id"]:
        raise _unreadable(file, "form-id", "a form with an id, but found none")
    if not isinstance(schema.get("components"), list):
        raise _unreadable(file, "form-components", "a list of components, but found none")
    return schema


def _unreadable(file: str, rule: str, expected: str) -> UnreadableError:
    return UnreadableError(
        problem(file, rule=rule, message=f"Expected {expected}.", remedy="Save the form again in the form editor.")
    )


def _component_problems(file: str, found: list[Component], text: str) -> Iterator[Problem]:
    for component in found:
        for check in RULES:
            for rule, message, remedy in check(component):
                yield problem(
                    file,
                    rule=rule,
                    message=message,
                    remedy=remedy,
                    element_id=component.id,
                    line=_line(text, component),
                )


def _twice(file: str, found: list[Component], text: str) -> Iterator[Problem]:
    """Two fields may share a key only if conditions decide which of them is shown."""
    seen: dict[tuple[str, ...], Component] = {}
    for component in found:
        if component.type not in FIELDS or component.values.get("conditional"):
            continue
        first = seen.setdefault(component.name, component)
        if first is not component:
            yield problem(
                file,
                rule="form-key",
                message=f"Expected one field for {'.'.join(component.name)}, but {first.id} is another.",
                remedy="Give one of them another key, or conditions that exclude each other.",
                element_id=component.id,
                line=_line(text, component),
            )


def _line(text: str, component: Component) -> int | None:
    """The line on which the component's id (or key) stands: JSON as the editor writes it."""
    for name in ("id", "key"):
        at = text.find(f'"{name}": "{component.values.get(name)}"')
        if at >= 0:
            return text.count("\n", 0, at) + 1
    return None
