"""Every request has an id and belongs to a trace; both are in its log lines, and the id is in its answer."""

import re
import secrets
import time
from collections.abc import Callable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api import problems

_log = structlog.get_logger("service.access")
_REQUEST_ID = re.compile(r"[\x21-\x7e]{1,128}")
_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})")

#: told of each request: method, route, status, seconds
Observer = Callable[[str, str, int, float], None]


class Tracing:
    """Names the request, continues the W3C trace, writes one line of access log, tells the metrics.

    Whatever the application raises is answered here: what passes further out would cost the client its connection."""

    def __init__(self, app: ASGIApp, observe: Observer) -> None:
        self.app = app
        self.observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _request_id(headers.get("x-request-id"))
        trace_id, flags = _trace(headers.get("traceparent"))
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id, trace_id=trace_id)
        started = time.perf_counter()
        status = 0

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                named = MutableHeaders(scope=message)
                named["x-request-id"] = request_id
                named["traceparent"] = f"00-{trace_id}-{secrets.token_hex(8)}-{flags}"
            await send(message)

        try:
            await self.app(scope, receive, send_named)
        except Exception:
            _log.exception("request_failed")
            if status:
                raise  # an answer has begun: all that is left is to break it off
            await problems.defect(Request(scope))(scope, receive, send_named)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        self.observe(scope["method"], route, status, seconds)
        fields = dict(scope.get("path_params", {}))
        if instances := scope["state"].get("instances"):
            fields["process_instance_key"] = ",".join(str(key) for key in sorted(instances))
        _log.info(
            "request",
            method=scope["method"],
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 1),
            **fields,
        )


def _request_id(given: str | None) -> str:
    return given if given is not None and _REQUEST_ID.fullmatch(given) else secrets.token_hex(16)


def _trace(given: str | None) -> tuple[str, str]:
    found = _TRACEPARENT.fullmatch(given or "")
    return (found[1], found[2]) if found else (secrets.token_hex(16), "01")
