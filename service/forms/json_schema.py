"""A form as JSON Schema (2020-12), for systems that draw or check it without form-js.

What depends on other variables (conditions, computed options and bounds) cannot be said in it: such fields are not
required here, and the service checks them at the submission."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from service.forms.model import Field, FieldList, read

Schema = dict[str, Any]

_TEXT_RULES = {"minLength": "minLength", "maxLength": "maxLength", "pattern": "pattern"}
_NUMBER_RULES = {"min": "minimum", "max": "maximum"}
_MOMENTS = {"date": "date", "time": "time", "datetime": "date-time"}


def json_schema(form_id: str, schema: str) -> Schema:
    """The JSON Schema of a form, by the text of its form-js schema."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "title": form_id, **_object(read(schema))}


def _object(fields: Sequence[Field | FieldList]) -> Schema:
    whole: Schema = {"type": "object", "properties": {}, "additionalProperties": False}
    for field in fields:
        place = whole
        for name in field.path[:-1]:
            inner = {"type": "object", "properties": {}, "additionalProperties": False}
            if _is_required(field):
                _require(place, name)
            place = place["properties"].setdefault(name, inner)
        place["properties"][field.path[-1]] = _schema(field)
        if _is_required(field):
            _require(place, field.path[-1])
    return whole


def _require(place: Schema, name: str) -> None:
    required: list[str] = place.setdefault("required", [])
    if name not in required:
        required.append(name)


def _is_required(field: Field | FieldList) -> bool:
    if isinstance(field, FieldList) or field.hidden_by:
        return False
    rules = field.component.get("validate") or {}
    return rules.get("required") is True and not field.component.get("disabled")


def _schema(field: Field | FieldList) -> Schema:
    if isinstance(field, FieldList):
        return {"title": field.label, "type": "array", "items": _object(field.fields)}
    schema = {"title": field.label, **_type(field)}
    if description := field.component.get("description"):
        schema["description"] = description
    if field.component.get("readonly") or field.component.get("disabled"):
        schema["readOnly"] = True
    return schema if _is_required(field) or "type" not in schema else _nullable(schema)


def _nullable(schema: Schema) -> Schema:
    nullable = {**schema, "type": [schema["type"], "null"]}
    return {**nullable, "enum": [*schema["enum"], None]} if "enum" in schema else nullable


def _type(field: Field) -> Schema:
    rules = field.component.get("validate") or {}
    return _TYPES[field.type](field, rules)


def _text(field: Field, rules: Mapping[str, Any]) -> Schema:  # noqa: ARG001 - all types take the same
    least = {"minLength": 1} if rules.get("required") is True else {}
    email = {"format": "email"} if rules.get("validationType") == "email" else {}
    return {"type": "string", **least, **_rules(rules, _TEXT_RULES), **email}


def _number(field: Field, rules: Mapping[str, Any]) -> Schema:
    whole = field.component.get("decimalDigits") == 0
    return {"type": "integer" if whole else "number", **_rules(rules, _NUMBER_RULES)}


def _flag(field: Field, rules: Mapping[str, Any]) -> Schema:  # noqa: ARG001 - all types take the same
    return {"type": "boolean", **({"const": True} if rules.get("required") is True else {})}


def _choices(field: Field, rules: Mapping[str, Any]) -> Schema:
    least = {"minItems": 1} if rules.get("required") is True else {}
    return {"type": "array", "uniqueItems": True, "items": _choice(field, rules), **least}


def _choice(field: Field, rules: Mapping[str, Any]) -> Schema:  # noqa: ARG001 - all types take the same
    offered = field.component.get("values")
    if not isinstance(offered, list):
        return {}
    values = [option["value"] for option in offered]
    texts = {"type": "string"} if all(isinstance(value, str) for value in values) else {}
    return {**texts, "enum": values}


def _moment(field: Field, rules: Mapping[str, Any]) -> Schema:  # noqa: ARG001 - all types take the same
    return {"type": "string", "format": _MOMENTS[field.component.get("subtype", "date")]}


def _anything(field: Field, rules: Mapping[str, Any]) -> Schema:  # noqa: ARG001 - all types take the same
    return {}


def _rules(rules: Mapping[str, Any], names: Mapping[str, str]) -> Schema:
    """The rules that are constants; those in FEEL are checked at the submission."""
    return {
        keyword: rules[name]
        for name, keyword in names.items()
        if rules.get(name) is not None and not str(rules[name]).startswith("=")
    }


_TYPES: Mapping[str, Callable[[Field, Mapping[str, Any]], Schema]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "checkbox": _flag,
    "checklist": _choices,
    "taglist": _choices,
    "radio": _choice,
    "select": _choice,
    "datetime": _moment,
    "filepicker": _anything,
    "expression": _anything,
}
