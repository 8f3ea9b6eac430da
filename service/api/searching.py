"""Search calls: how their requests are read, and their documentation, drawn from the field table of the noun."""

from typing import Annotated, Any

from fastapi import Depends, Request
from msgspec import DecodeError

from service import exact_json
from service.api.problems import documented
from service.api.schemas import KEY_SCHEMA
from service.errors import InvalidArgument
from service.queries.search.fields import EXACT, Field, Filter, Kind, Labels, NamedValues, Noun
from service.queries.search.page import DEFAULT_LIMIT, GREATEST_LIMIT

Schema = dict[str, Any]


async def _read_search(request: Request) -> dict[str, Any]:
    body = await request.body()
    if not body.strip():
        return {}
    try:
        wanted = exact_json.decode(body)
    except (DecodeError, RecursionError) as error:
        raise InvalidArgument(f"Expected JSON, but {error}.") from error
    if not isinstance(wanted, dict):
        raise InvalidArgument("Expected a JSON object with filter, sort and page.")
    return wanted


#: the body of a search: filter, sort, page; none is as good as empty
SearchRequest = Annotated[dict[str, Any], Depends(_read_search)]

_VALUES: dict[Kind, Schema] = {
    Kind.TEXT: {"type": "string"},
    Kind.JSON: {"type": "string", "description": 'JSON text, such as `"a"` or `12`', "examples": ["12"]},
    Kind.KEY: KEY_SCHEMA,
    Kind.INTEGER: {"type": "integer"},
    Kind.MOMENT: {"type": "string", "format": "date-time", "examples": ["2026-11-23T08:00:00.000Z"]},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.STATE: {"type": "string"},
    Kind.TEXTS: {"type": "array", "items": {"type": "string"}},
    Kind.OBJECT: {"type": "object", "additionalProperties": True},
    Kind.OBJECTS: {"type": "array", "items": {"type": "object", "additionalProperties": True}},
}
PAGE: Schema = {
    "type": "object",
    "required": ["totalItems", "hasMoreTotalItems", "startCursor", "endCursor"],
    "properties": {
        "totalItems": {"type": "integer", "description": "Counted up to 10 000."},
        "hasMoreTotalItems": {"type": "boolean"},
        "startCursor": {"type": ["string", "null"], "description": "For `before`."},
        "endCursor": {"type": ["string", "null"], "description": "For `after`."},
    },
}
PAGE_REQUEST: Schema = {
    "type": "object",
    "additionalProperties": False,
    "description": "At most one of from, after, before.",
    "properties": {
        "limit": {"type": "integer", "minimum": 0, "maximum": GREATEST_LIMIT, "default": DEFAULT_LIMIT},
        "from": {"type": "integer", "minimum": 0, "default": 0},
        "after": {"type": "string", "description": "The endCursor of the page before."},
        "before": {"type": "string", "description": "The startCursor of the page behind."},
    },
}


def reference(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def _value(kind: Kind, values: tuple[str, ...] = ()) -> Schema:
    return {**_VALUES[kind], "enum": list(values)} if values else _VALUES[kind]


def _nullable(field: Field) -> Schema:
    schema = _value(field.kind, field.values)
    if not field.nullable:
        return schema
    return {**schema, "type": [schema["type"], "null"]} | (
        {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    )


def item(noun: Noun) -> Schema:
    """The schema of one item."""
    return {
        "type": "object",
        "required": [field.name for field in noun.fields],
        "properties": {field.name: _nullable(field) for field in noun.fields},
    }


def _filter(known: Filter | NamedValues | Labels) -> Schema:
    match known:
        case Labels():
            return _VALUES[Kind.TEXTS]
        case NamedValues():
            text = _comparison(Kind.JSON, ("$eq", "$neq", "$exists", "$in", "$notIn", "$like"), ())
            named = {"name": {"type": "string"}, "value": {"anyOf": [_VALUES[Kind.JSON], text]}}
            return {"type": "array", "items": {"type": "object", "required": ["name", "value"], "properties": named}}
    plain = _value(known.kind, known.values)
    if known.operators == EXACT:
        return plain
    return {"anyOf": [plain, _comparison(known.kind, tuple(sorted(known.operators)), known.values)]}


def _comparison(kind: Kind, operators: tuple[str, ...], values: tuple[str, ...]) -> Schema:
    value = _value(kind, values)
    shapes: dict[str, Schema] = {
        "$exists": {"type": "boolean"},
        "$in": {"type": "array", "items": value},
        "$notIn": {"type": "array", "items": value},
        "$like": {"type": "string", "description": "`*` any text, `?` any character."},
    }
    properties = {operator: shapes.get(operator, value) for operator in operators}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def request(noun: Noun) -> Schema:
    """The schema of a search request."""
    filters: Schema = {name: _filter(known) for name, known in noun.filters.items()}
    if noun.alternatives:
        choice = {"type": "object", "additionalProperties": False, "properties": dict(filters)}
        filters["$or"] = {"type": "array", "items": choice}
    sort = {
        "type": "object",
        "required": ["field"],
        "properties": {
            "field": {"type": "string", "enum": list(noun.sortable)},
            "order": {"type": "string", "enum": ["ASC", "DESC"], "default": "ASC"},
        },
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "filter": {"type": "object", "additionalProperties": False, "properties": filters},
            "sort": {"type": "array", "items": sort},
            "page": reference("PageRequest"),
        },
    }


def found(noun: Noun) -> Schema:
    """The schema of a search answer."""
    return {
        "type": "object",
        "required": ["items", "page"],
        "properties": {"items": {"type": "array", "items": reference(noun.name)}, "page": reference("Page")},
    }


def components(*nouns: Noun) -> dict[str, Schema]:
    """The schemas of these nouns: item, search request, search answer."""
    schemas: dict[str, Schema] = {"Page": PAGE, "PageRequest": PAGE_REQUEST}
    for noun in nouns:
        schemas[noun.name] = item(noun)
        schemas[f"{noun.name}Search"] = request(noun)
        schemas[f"{noun.name}Found"] = found(noun)
    return schemas


def searches(noun: Noun, *statuses: int) -> dict[str, Any]:
    """What a search route of a noun says about itself."""
    content = {"schema": reference(f"{noun.name}Search"), "example": _example(noun)}
    body = {"required": False, "content": {"application/json": content}}
    return {
        "responses": {200: _ok(f"{noun.name}Found", "What was found."), **documented(*statuses)},
        "openapi_extra": {"requestBody": body},
    }


def _example(noun: Noun) -> Schema:
    """A request that makes sense: the newest of what is given."""
    example: Schema = {"page": {"limit": 20}}
    if noun.sortable:
        example["sort"] = [{"field": next(iter(noun.sortable)), "order": "DESC"}]
    named = [name for name, known in noun.filters.items() if isinstance(known, Filter) and "$like" in known.operators]
    return {"filter": {named[0]: {"$like": "pre*"}}, **example} if named else example


def lists(noun: Noun, *statuses: int) -> dict[str, Any]:
    """What a route that lists a noun without a search body says about itself."""
    return {"responses": {200: _ok(f"{noun.name}Found", "What was found."), **documented(*statuses)}}


def gets(noun: Noun) -> dict[str, Any]:
    """What a route that answers one item of a noun says about itself."""
    return {"responses": {200: _ok(noun.name, "It."), **documented(404)}}


def _ok(name: str, description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": reference(name)}}}


def answers(model: type[Any], *statuses: int, status: int = 200, description: str = "Done.") -> dict[str, Any]:
    """What a route that answers a model, and these problems, says about itself."""
    return {
        "status_code": status,
        "responses": {status: {"model": model, "description": description}, **documented(*statuses)},
    }


def answers_nothing(*statuses: int) -> dict[str, Any]:
    """What a route that answers 204, and these problems, says about itself."""
    return {"status_code": 204, "responses": {204: {"description": "Done."}, **documented(*statuses)}}
