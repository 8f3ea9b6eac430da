"""Answers: JSON with exact numbers, or nothing."""

import hashlib
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from service import exact_json
from service.errors import PreconditionFailed


class JsonAnswer(Response):
    """A JSON value."""

    media_type = "application/json"

    def __init__(self, value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(exact_json.encode(value), status, headers)


def nothing() -> Response:
    """204: done, and nothing to say."""
    return Response(status_code=204)


def etag(value: Any) -> str:
    """The entity tag of a resource as it is answered."""
    return f'"{hashlib.blake2b(exact_json.encode(value), digest_size=16).hexdigest()}"'


def require_match(wanted: str, value: Any) -> None:
    """Raise PreconditionFailed unless the resource still is what the If-Match of a request wants."""
    if wanted.strip() != "*" and etag(value) not in (tag.strip() for tag in wanted.split(",")):
        raise PreconditionFailed
