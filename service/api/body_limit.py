"""Requests have a largest size, whoever reads them."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: bytes of one request: a deployment or document with what surrounds it
LARGEST_REQUEST = 32 * 2**20
#: so much more of a too large body is read away, since most clients listen only once they have sent everything
_PATIENCE = 8 * LARGEST_REQUEST


class BodyLimit:
    """Ends the reading of a request that is too large with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its size watched."""
        size = 0

        async def receive_counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size <= LARGEST_REQUEST:
                return message
            while message.get("more_body") and size <= _PATIENCE:
                message = await receive()
                size += len(message.get("body", b""))
            raise HTTPException(413, f"Expected a request of at most {LARGEST_REQUEST} bytes, but it is larger.")

        await self.app(scope, receive_counted, send)
