"""Answers: JSON with exact numbers, or nothing."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from service import exact_json


class JsonAnswer(Response):
    """A JSON value."""

    media_type = "application/json"

    def __init__(self, value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(exact_json.encode(value), status, headers)


def nothing() -> Response:
    """204: done, and nothing to say."""
    return Response(status_code=204)
