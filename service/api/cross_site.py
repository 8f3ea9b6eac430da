"""Web pages of others may not use the service through a visitor's browser, which may know its password or, on
loopback, need none."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.api import problems

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class CrossSiteGuard:
    """Refuses changes that a browser sends for another site's page and, on loopback, other names for this machine
    (which a page's own domain may be made to mean). Clients that are no browsers notice nothing."""

    def __init__(self, app: ASGIApp, *, loopback: bool) -> None:
        self.app = app
        self.loopback = loopback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        reason = self._reason(scope["method"], Headers(scope=scope)) if scope["type"] == "http" else None
        if reason is None:
            await self.app(scope, receive, send)
        else:
            await problems.answer(Request(scope), 403, "FORBIDDEN", reason)(scope, receive, send)

    def _reason(self, method: str, headers: Headers) -> str | None:
        site = headers.get("sec-fetch-site", "none")
        if method not in _READING and site not in _OURS:
            return f"Expected a change to come from this service's own pages, but it is {site}. Use a client instead."
        host = headers.get("host", "localhost").lower()
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        if self.loopback and name not in _LOOPBACK:
            return f"Expected the service to be called as localhost or 127.0.0.1, but it was as {name}."
        return None
