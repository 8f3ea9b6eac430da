"""Routes whose JSON bodies keep their numbers exact."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from service import exact_json


class ExactRequest(Request):
    """A request whose JSON fractions are read as Decimal."""

    async def json(self) -> Any:
        """The body. Raises json.JSONDecodeError, which FastAPI answers."""
        body = await self.body()
        if b"\\u0000" in body:
            raise json.JSONDecodeError("a text has the character U+0000, which cannot be stored", "", 0)
        try:
            return exact_json.decode(body)
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError(str(error), "", 0) from error


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
