"""The documentation of the contract: what FastAPI knows of the routes, with the schemas of the field tables."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.api.problems import Problem, ProblemEntry
from service.api.searching import components
from service.presales import cases, notices, timeline
from service.presales.catalogue import products
from service.queries import (
    decision_definitions,
    decision_instances,
    decision_requirements,
    element_instances,
    incidents,
    jobs,
    message_subscriptions,
    process_definitions,
    process_instances,
    resources,
    user_tasks,
    variables,
)
from service.queries.search.fields import Noun

NOUNS: tuple[Noun, ...] = (
    decision_definitions.NOUN,
    decision_instances.NOUN,
    decision_instances.WHOLE,
    decision_requirements.NOUN,
    element_instances.NOUN,
    incidents.NOUN,
    jobs.NOUN,
    message_subscriptions.NOUN,
    process_definitions.NOUN,
    process_instances.NOUN,
    resources.NOUN,
    user_tasks.NOUN,
    variables.CUT,
    variables.NOUN,
    cases.NOUN,
    notices.NOUN,
    products.NOUN,
    timeline.noun(0),
)
DESCRIPTION = """
The workflow service an insurer runs its presales process on.

`/v2` is the Camunda 8 Orchestration Cluster API for the resources listed here: official clients work unchanged.
`/presales` is ours: cases, their timelines and documents, the product catalogue, calculations, forms as JSON
Schema.

Keys are texts of digits, times ISO 8601 in UTC, numbers exact decimals. Send `Idempotency-Key` with a POST to repeat
it safely. Errors are problem details (RFC 9457). What was answered is visible to the next read.
"""


def install(app: FastAPI) -> None:
    """Let the application answer /openapi.json with everything."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the schema


def _complete(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)  # we answer 400 with a problem instead
    entry, problem = (
        ProblemEntry.model_json_schema(),
        Problem.model_json_schema(ref_template="#/components/schemas/{model}"),
    )
    problem.pop("$defs", None)
    schemas |= {"Problem": problem, "ProblemEntry": entry, **components(*NOUNS)}
    document["components"]["securitySchemes"] = {"basic": {"type": "http", "scheme": "basic"}}
    document["security"] = [{"basic": []}]
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation.setdefault("parameters", []).extend(_headers(operation))
    return document


def _headers(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The headers that every call takes, and those of a change."""
    changes = operation["operationId"].endswith("_post") and "search" not in operation["operationId"]
    headers = {
        "X-Request-Id": "By this id the request is found in the log; without it the service chooses one.",
        "X-Actor": "Who acts, if the service runs without users file.",
    }
    if changes:
        headers["Idempotency-Key"] = "The same request again gets the first answer."
    if "412" in operation["responses"]:
        headers["If-Match"] = "The ETag that the resource had when it was got; 412 if it has changed since."
    return [
        {"name": name, "in": "header", "schema": {"type": "string"}, "required": False, "description": meaning}
        for name, meaning in headers.items()
    ]
