import asyncio

import psycopg
import pytest

from service.api.wakeups import Wakeups, woken

CHANNEL = "test_channel"


@pytest.fixture
def notify(database_url):
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield lambda payload: connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, payload))


async def listening(url):
    """Wakeups that have begun to listen: the first thing they do is wake everybody."""
    wakeups = Wakeups(url, (CHANNEL,))
    async with wakeups.waiting(CHANNEL, "begun") as event:
        await wakeups.start()
        await asyncio.wait_for(event.wait(), 10)
    return wakeups


def test_who_waits_for_a_payload_is_woken_by_it_alone(database_url, notify):
    async def scenario():
        wakeups = await listening(database_url)
        async with wakeups.waiting(CHANNEL, "mine") as mine, wakeups.waiting(CHANNEL, "other") as other:
            await asyncio.to_thread(notify, "mine")
            await asyncio.wait_for(mine.wait(), 10)
            assert not other.is_set()
        await wakeups.stop()

    asyncio.run(scenario())


def test_everybody_is_woken_when_the_service_stops(database_url):
    async def scenario():
        wakeups = await listening(database_url)
        async with wakeups.waiting(CHANNEL, "mine") as mine:
            await wakeups.stop()
            assert mine.is_set()
            assert wakeups.stopping

    asyncio.run(scenario())


def test_a_lost_connection_is_made_again_and_wakes_everybody(database_url, notify):
    def cut():
        with psycopg.connect(database_url, autocommit=True) as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
            connection.execute(others)

    async def scenario():
        wakeups = await listening(database_url)
        async with wakeups.waiting(CHANNEL, "mine") as mine:
            await asyncio.to_thread(cut)
            await asyncio.wait_for(mine.wait(), 10)  # woken: something may have happened meanwhile
            mine.clear()
            await asyncio.to_thread(notify, "mine")
            await asyncio.wait_for(mine.wait(), 10)
        await wakeups.stop()

    asyncio.run(scenario())


def test_a_wait_ends_in_time_whether_notified_or_not():
    async def scenario():
        event = asyncio.Event()
        await woken(event, 0.01)
        event.set()
        await woken(event, 60)
        assert not event.is_set()

    asyncio.run(scenario())
