"""The schema: migrated to the newest revision by Alembic, with the migrations that are installed with the service."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

#: two processes that start at once must not migrate at once: an advisory lock of this number serialises them
_LOCK = 7_237_001


def folder() -> Path:
    """Where the migrations are, in a checkout as in an installed service."""
    spec = find_spec("migrations")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("Expected the package `migrations`, but it is not installed. Install the service again.")
    return Path(spec.submodule_search_locations[0])


def alembic_config() -> Config:
    """Alembic's configuration for these migrations."""
    config = Config()
    config.set_main_option("script_location", str(folder()).replace("%", "%%"))
    return config


def migrate(connection: Connection) -> list[str]:
    """Apply what is missing, all of it or nothing, and answer the titles of the revisions applied, oldest first."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    config = alembic_config()
    before = current(connection)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    script = ScriptDirectory.from_config(config)
    applied = script.iterate_revisions("head", before or "base")
    return [revision.doc for revision in applied if revision.revision != before][::-1]


def current(connection: Connection) -> str | None:
    """The revision of the database; None if it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def head() -> str | None:
    """The newest revision that this service knows."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()
