"""How Alembic reaches the database: over the connection it is given, else over DATABASE_URL, else the embedded
PostgreSQL of the data folder."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection

from service.persistence.database import Database
from service.persistence.embedded.server import EmbeddedPostgres
from service.persistence.tables import metadata
from service.settings import get_settings


@contextmanager
def _connection() -> Iterator[Connection]:
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        yield given
        return
    settings = get_settings()
    if settings.database_url:
        with Database(settings.database_url).begin() as connection:
            yield connection
        return
    with (
        EmbeddedPostgres(settings.data_dir, user=settings.embedded_user) as server,
        Database(server.url).begin() as connection,
    ):
        yield connection


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """procrastinate brings its own tables, in a migration of its own."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


with _connection() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=_is_ours,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
