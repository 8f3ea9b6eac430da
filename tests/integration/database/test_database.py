import threading
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError

from service import clock
from service.errors import ResourceExhausted
from service.persistence.database import Database


def test_what_a_block_wrote_is_committed_when_it_ends(database):
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE kept (n int)"))
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM kept")).scalar_one() == 0


def test_a_block_that_raises_leaves_nothing(database):
    with pytest.raises(RuntimeError, match="no"), database.begin() as connection:
        connection.execute(text("CREATE TABLE kept (n int)"))
        raise RuntimeError("no")
    with database.read() as connection:
        assert connection.execute(text("SELECT to_regclass('kept')")).scalar() is None


def test_the_queries_of_a_snapshot_see_one_moment_and_change_nothing(database):
    count = text("SELECT count(*) FROM case_number")
    with database.snapshot() as connection:
        assert connection.execute(count).scalar() == 0
        with database.begin() as other:
            other.execute(text("INSERT INTO case_number (day, last) VALUES ('2026-11-23', 1)"))
        assert connection.execute(count).scalar() == 0
        with pytest.raises(DBAPIError, match="read-only"):
            connection.execute(text("DELETE FROM case_number"))
    with database.read() as connection:
        assert connection.execute(count).scalar() == 1


@pytest.mark.parametrize("number", ["0.1", "1.10", "123456789012345678901234567890.123456789", "1E+2", "-7"])
def test_numbers_in_json_columns_come_back_exactly(database, number):
    with database.read() as connection:
        value = connection.execute(
            text("SELECT CAST(:value AS jsonb)").columns(value=JSONB), {"value": f'{{"n": {number}}}'}
        ).scalar_one()
    assert Decimal(value["n"]) == Decimal(number)
    assert not isinstance(value["n"], float)


def test_a_lock_that_is_not_free_in_time_refuses_for_now(database_url):
    holder, waiter = Database(database_url), Database(database_url, lock_timeout=0.05)
    with holder.begin() as connection:
        connection.execute(text("CREATE TABLE instance (n int)"))
        connection.execute(text("INSERT INTO instance VALUES (1)"))
    with holder.begin() as connection:
        connection.execute(text("SELECT n FROM instance FOR UPDATE"))
        with pytest.raises(ResourceExhausted, match="others are changing it"), waiter.begin() as other:
            other.execute(text("SELECT n FROM instance FOR UPDATE"))
    holder.dispose()
    waiter.dispose()


def test_a_deadlock_refuses_one_of_the_two_for_now(database_url):
    database = Database(database_url)
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE instance (n int)"))
        connection.execute(text("INSERT INTO instance VALUES (1), (2)"))
    barrier, refused = threading.Barrier(2), []

    def lock(first, second):
        try:
            with database.begin() as connection:
                connection.execute(text("SELECT n FROM instance WHERE n = :n FOR UPDATE"), {"n": first})
                barrier.wait()
                connection.execute(text("SELECT n FROM instance WHERE n = :n FOR UPDATE"), {"n": second})
        except ResourceExhausted as error:
            refused.append(error)

    threads = [threading.Thread(target=lock, args=order) for order in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    database.dispose()


def test_a_connection_that_the_server_ended_refuses_for_now_and_the_next_one_works(database):
    with (
        pytest.raises(ResourceExhausted, match="Try again"),
        database.begin() as connection,
        database.read() as other,
    ):
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
        connection.execute(text("SELECT 1"))
    with database.begin() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_the_clock_is_pinned_in_every_process_that_begins_a_transaction(database):
    with database.begin() as connection:
        connection.execute(text("INSERT INTO clock_pin (pinned_at) VALUES ('2026-03-01T09:00:00+08:00')"))
    with database.begin():
        assert clock.now().isoformat() == "2026-03-01T01:00:00+00:00"
    with database.begin() as connection:
        connection.execute(text("DELETE FROM clock_pin"))
    with database.read():
        assert clock.now().isoformat() != "2026-03-01T01:00:00+00:00"
