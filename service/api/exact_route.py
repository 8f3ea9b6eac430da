"""Routes whose JSON bodies keep their numbers exact."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from service import exact_json

#: levels of a JSON value: beyond, expressions on it would exhaust the interpreter's stack
_DEEPEST = 200


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(_DEEPEST + 1):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(level)


class ExactRequest(Request):
    """A request whose JSON fractions are read as Decimal."""

    async def json(self) -> Any:
        """The body. Raises json.JSONDecodeError, which FastAPI answers."""
        body = await self.body()
        if b"\\u0000" in body:
            raise json.JSONDecodeError("a text has the character U+0000, which cannot be stored", "", 0)
        try:
            value = exact_json.decode(body)
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError(str(error), "", 0) from error
        if body.count(b"[") + body.count(b"{") > _DEEPEST and _is_deep(value):
            raise json.JSONDecodeError(f"it is nested more than {_DEEPEST} deep", "", 0)
        return value


class ExactRoute(APIRoute):
    """A route that takes such requests."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of FastAPI, given the request in our form; body read first if its answer may be repeated."""
        handle = super().get_route_handler()

        async def handle_exactly(request: Request) -> Response:
            exact = ExactRequest(request.scope, request.receive)
            if "idempotency-key" in request.headers:
                await exact.body()  # a form's parts are read from it again, and its digest is that of the request
            return await handle(exact)

        return handle_exactly
