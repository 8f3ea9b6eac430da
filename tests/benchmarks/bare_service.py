"""The yardstick: a FastAPI service that does nothing but the statements of a start, a task list and a completion."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool

STATE = {"tokens": [[key, key - 1, f"task_{key}", 8, {}] for key in range(90)]}  # about 4 KB as JSON
pool = ConnectionPool(os.environ.get("DATABASE_URL", ""), min_size=4, max_size=10, open=False)


@asynccontextmanager
async def _connected(_: FastAPI) -> AsyncIterator[None]:
    pool.open(wait=True)
    yield
    pool.close()


app = FastAPI(lifespan=_connected)

SCHEMA = """
CREATE TABLE IF NOT EXISTS bare_instance
  (id bigserial PRIMARY KEY, version int NOT NULL DEFAULT 0, state jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS bare_event
  (id bigserial PRIMARY KEY, instance bigint NOT NULL, kind text NOT NULL, data jsonb);
CREATE INDEX IF NOT EXISTS ix_bare_event ON bare_event (instance);
"""
EVENTS = "INSERT INTO bare_event (instance, kind, data) VALUES " + ", ".join(["(%s, %s, %s)"] * 5)


def events_of(instance: int) -> list[Any]:
    """Parameters of five small rows."""
    return [value for number in range(5) for value in (instance, "completed", Jsonb({"number": number}))]


@app.post("/start")
def start() -> dict[str, int]:
    """Insert the instance and its rows."""
    with pool.connection() as connection:
        row = connection.execute(
            "INSERT INTO bare_instance (state) VALUES (%s) RETURNING id", [Jsonb(STATE)]
        ).fetchone()
        assert row is not None
        connection.execute(EVENTS, events_of(row[0]))
    return {"id": row[0]}


@app.get("/tasks/{instance}")
def tasks(instance: int) -> list[Any]:
    """Read the rows of one instance."""
    with pool.connection() as connection:
        return connection.execute("SELECT id, kind, data FROM bare_event WHERE instance = %s", [instance]).fetchall()


@app.post("/complete/{instance}")
def complete(instance: int) -> dict[str, int]:
    """Lock the instance, update 4 KB, insert five rows."""
    with pool.connection() as connection:
        connection.execute("SELECT version, state FROM bare_instance WHERE id = %s FOR UPDATE", [instance]).fetchone()
        update = "UPDATE bare_instance SET state = %s, version = version + 1 WHERE id = %s"
        connection.execute(update, [Jsonb(STATE), instance])
        connection.execute(EVENTS, events_of(instance))
    return {"id": instance}
