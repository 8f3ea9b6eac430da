"""The database that the settings name: a server of somebody's, or the embedded one, started if need be."""

from collections.abc import Iterator
from contextlib import contextmanager

from service.persistence.database import Database
from service.persistence.embedded.failure import NoDatabaseError
from service.persistence.embedded.server import EmbeddedPostgres
from service.settings import Settings


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The URL of the database, usable as long as the block runs.

    Raises NoDatabaseError if the settings name none, EmbeddedPostgresError if the embedded one does not start."""
    if settings.database_url is not None:
        yield settings.database_url
    elif settings.embedded:
        with EmbeddedPostgres(settings.data_dir, user=settings.embedded_user) as server:
            yield server.url
    else:
        raise NoDatabaseError(
            "Expected DATABASE_URL, but it is not set. Set it to postgresql://user:password@host/name, "
            "or pass --embedded to keep the data in a PostgreSQL of the service's own, in the data folder."
        )


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database, with connections closed when the block ends. Raises as `database_url` does."""
    with database_url(settings) as url:
        database = Database(
            url,
            pool_size=settings.threads,
            lock_timeout=settings.lock_timeout,
            pinnable_clock=settings.pinnable_clock,
        )
        try:
            yield database
        finally:
            database.dispose()
