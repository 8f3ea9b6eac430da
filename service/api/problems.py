"""What the service says when it refuses or fails: problem details of RFC 9457."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from service import exact_json
from service.errors import Rejection, ResourceExhausted, Unauthorized

MEDIA_TYPE = "application/problem+json"

_log = structlog.get_logger(__name__)
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="presales", charset="UTF-8"'}

#: administration of identities: not offered (the answer says where they come from)
_IDENTITY = ("users", "groups", "roles", "tenants", "authorizations", "mapping-rules")


class ProblemEntry(BaseModel):
    """One thing wrong: with a field of the request, or with a place in a deployed file."""

    model_config = ConfigDict(extra="allow")

    field: str | None = Field(default=None, examples=["variables.age"])
    message: str = Field(examples=["Expected a number of at least 18, but it is 17."])
    file: str | None = None
    elementId: str | None = None  # noqa: N815 - the contract's spelling
    line: int | None = None
    rule: str | None = None
    remedy: str | None = None


class Problem(BaseModel):
    """A problem detail (RFC 9457)."""

    type: str = "about:blank"
    title: str = Field(examples=["NOT_FOUND"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["Expected a user task with key '1', but there is none."])
    instance: str = Field(examples=["/v2/user-tasks/1"])
    errors: list[ProblemEntry] = Field(default_factory=list)


def answer(
    request: Request,
    status: int,
    title: str,
    detail: str,
    *,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer with a problem."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
    }
    if errors:
        body["errors"] = list(errors)
    return Response(exact_json.encode(body), status, headers, MEDIA_TYPE)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems of a call for its documentation, with those that every call may answer."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in sorted({400, 401, 403, 500, 503, *statuses})
    }


def install(app: FastAPI) -> None:
    """Let the application answer problems for whatever is raised."""
    app.add_exception_handler(Rejection, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DataError, _unstorable)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Rejection)  # noqa: S101 - registered for it
    headers: Mapping[str, str] = {}
    if isinstance(error, Unauthorized):
        headers = _CHALLENGE
    elif isinstance(error, ResourceExhausted):
        headers = {"Retry-After": "1"}
    return answer(request, error.status, error.title, error.message, errors=error.errors, headers=headers)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    entries = [_entry(entry) for entry in error.errors()]
    detail = " ".join(entry["message"] for entry in entries)
    return answer(request, 400, "INVALID_ARGUMENT", detail, errors=entries)


def _entry(error: Mapping[str, Any]) -> dict[str, Any]:
    where, *path = [str(part) for part in error["loc"]]
    field = ".".join(path) or where
    match error["type"]:
        case "missing":
            message = f"No {field} provided."
        case "extra_forbidden":
            message = f"Request property [{field}] cannot be parsed: it is unknown."
        case "json_invalid":
            return {"field": "body", "message": f"Expected JSON, but {error['ctx']['error']}."}
        case "value_error":  # raised by our own schemas
            message = f"The value for {field} is not valid: {error['ctx']['error']}."
        case _:
            message = f"The value for {field} is not valid: {error['msg']}."
    return {"field": field, "message": message}


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    phrase = HTTPStatus(error.status_code).phrase
    detail = str(error.detail)
    if error.status_code == HTTPStatus.NOT_FOUND:
        phrase, detail = "NOT_FOUND", _unknown(request.url.path)
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        detail = f"{request.url.path} does not take {request.method}. See /docs for what it takes."
    return answer(request, error.status_code, phrase, detail, headers=error.headers)


def _unknown(path: str) -> str:
    parts = path.split("/")
    if len(parts) > 2 and parts[1] == "v2" and parts[2] in _IDENTITY:  # noqa: PLR2004 - /v2/users
        return (
            "The administration of identities is not offered: users and their roles come from the users file "
            "(`presales users`) or the company's identity provider."
        )
    return f"The service has no {path}. See /docs for what it has."


def _unstorable(request: Request, error: Exception) -> Response:
    _log.warning("unstorable_values", error=type(error).__name__)
    return answer(
        request, 400, "INVALID_ARGUMENT", "Expected values that can be stored, but one is out of the range of its type."
    )


def defect(request: Request) -> Response:
    """The answer when the service itself is at fault."""
    return answer(
        request,
        500,
        "INTERNAL",
        "The request failed because of a defect of the service; nothing of it was kept. "
        "Tell the operators the request id of this answer.",
    )
