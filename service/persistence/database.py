"""The database: connections, transactions, and the only commit of the service.

Commands and queries take a connection and never commit; the edge (a request, a worker's step, a command line) opens
`begin()`, which commits once, when everything has succeeded."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from service import clock, exact_json, metrics
from service.errors import ResourceExhausted

#: seconds a transaction waits for a free connection before it is refused
_POOL_TIMEOUT = 5.0


class Database:
    """One PostgreSQL database: `pool_size` connections, each with a lock timeout in seconds.

    `pinnable_clock`: every transaction first reads the time that the clock is pinned to."""

    def __init__(
        self, url: str, *, pool_size: int = 10, lock_timeout: float = 5.0, pinnable_clock: bool = False
    ) -> None:
        self.url = url
        self._pinnable_clock = pinnable_clock
        self.engine: Engine = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=_POOL_TIMEOUT,
            pool_use_lifo=True,
            json_serializer=exact_json.encode_text,
            json_deserializer=exact_json.decode,
            use_native_hstore=False,
            hide_parameters=True,  # exceptions are logged, people's data are not
            connect_args={
                "options": f"-c lock_timeout={int(lock_timeout * 1000)} -c timezone=UTC",
                "application_name": "presales",
            },
        )
        self._autocommit = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._one_moment = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A connection in a transaction, committed when the block ends well and rolled back when it raises.

        Raises ResourceExhausted if a lock could not be had in time or the database does not answer."""
        with (
            _refusals(),
            metrics.counted_if_committed(),
            self.engine.connect() as connection,
            connection.begin(),
        ):
            if self._pinnable_clock:
                _read_clock(connection)
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for queries: every statement stands alone, nothing begins and nothing is committed.

        Raises ResourceExhausted if the database does not answer."""
        with _refusals(), self._autocommit.connect() as connection:
            if self._pinnable_clock:
                _read_clock(connection)
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection for queries that must agree with each other: all of them see the same moment.

        Raises ResourceExhausted if the database does not answer."""
        with _refusals(), self._one_moment.connect() as connection, connection.begin():
            if self._pinnable_clock:
                _read_clock(connection)
            yield connection

    def dispose(self) -> None:
        """Close the idle connections."""
        self.engine.dispose()


def _read_clock(connection: Connection) -> None:
    migrated = connection.exec_driver_sql("SELECT to_regclass('clock_pin') IS NOT NULL").scalar()
    clock.pin(connection.exec_driver_sql("SELECT pinned_at FROM clock_pin").scalar() if migrated else None)


@contextmanager
def _refusals() -> Iterator[None]:
    """Translate what a client may simply try again: locked, no connection free, database away."""
    try:
        yield
    except PoolTimeout as error:
        raise ResourceExhausted(
            "Expected a free database connection, but all are busy. Try again in a moment."
        ) from error
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected):
            raise ResourceExhausted(
                "Expected to change the process instance, but others are changing it. Try again in a moment."
            ) from error
        if error.connection_invalidated or isinstance(error.orig, psycopg.OperationalError):
            raise ResourceExhausted(
                "Expected the database to answer, but it is away. Try again in a moment."
            ) from error
        raise
