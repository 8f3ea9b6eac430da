"""Wakes requests that wait (long polls, awaited completions): one LISTEN for each process of the service.

Whoever waits holds neither a thread nor a connection. A notification may be lost with its connection, so waits look
again at intervals in any case."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator

import psycopg
import structlog

_log = structlog.get_logger(__name__)

#: seconds after which a wait looks again, notified or not
LOOK_AGAIN = 5.0
_RECONNECT = 1.0


class Wakeups:
    """Waits for notifications of channels, each with a payload such as a job type or an instance key."""

    def __init__(self, url: str, channels: tuple[str, ...]) -> None:
        self._url = url
        self._channels = channels
        self._waiting: dict[tuple[str, str], set[asyncio.Event]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None
        self.stopping = False

    async def start(self) -> None:
        """Begin to listen."""
        self._listening = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """Stop listening and wake everybody, so that they answer before the service ends."""
        self.stopping = True
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        self._wake_all()

    @contextlib.asynccontextmanager
    async def waiting(self, channel: str, payload: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set by each notification from now on; look at the tables after entering, then wait."""
        event = asyncio.Event()
        waiters = self._waiting[channel, payload]
        waiters.add(event)
        try:
            yield event
        finally:
            waiters.discard(event)
            if not waiters:
                self._waiting.pop((channel, payload), None)

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except psycopg.OperationalError as error:
                _log.warning("listening_interrupted", error=str(error))
                await asyncio.sleep(_RECONNECT)

    async def _listen_once(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        async with connection:
            for channel in self._channels:
                await connection.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))
            self._wake_all()  # something may have happened while nobody listened
            async for notification in connection.notifies():
                self._wake(notification.channel, notification.payload)

    def _wake(self, channel: str, payload: str) -> None:
        for event in self._waiting.get((channel, payload), ()):
            event.set()

    def _wake_all(self) -> None:
        for events in self._waiting.values():
            for event in events:
                event.set()


async def woken(event: asyncio.Event, seconds: float) -> None:
    """Wait until the event is set, at most so long and at most until it is time to look again; then clear it."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), min(seconds, LOOK_AGAIN))
    event.clear()
