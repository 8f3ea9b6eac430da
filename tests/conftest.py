"""Databases for the tests: one PostgreSQL for the whole run, one template, migrated once, a clone of it per test."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import psycopg
import pytest
from sqlalchemy import make_url

from service.persistence import schema
from service.persistence.database import Database
from service.persistence.embedded.server import EmbeddedPostgres

# how long an example takes depends on the machine's other work
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")

#: names the run's folder to the processes of pytest-xdist
_FOLDER = "PRESALES_TEST_FOLDER"
_VOLATILE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fail-on-skip", action="store_true", help="A test that was skipped is a failure.")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--fail-on-skip") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_configure(config: pytest.Config) -> None:
    """The process that was started first makes the folder."""
    if _FOLDER not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="presales-tests-"))
        folder.chmod(0o755)  # the account that runs the server must get there
        os.environ[_FOLDER] = str(folder)
        os.environ["PRESALES_SIGNING_KEY_FILE"] = str(folder / "signing-key.pem")  # and not the project's data folder
        config.add_cleanup(lambda: _remove(folder))


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.environ.pop(_FOLDER, None)
    os.environ.pop("PRESALES_SIGNING_KEY_FILE", None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(Path(os.environ[_FOLDER]), settings=_VOLATILE) as server:
        yield server


@pytest.fixture(scope="session")
def template(postgres: EmbeddedPostgres) -> str:
    """The name of a database that the migrations have been run on."""
    name = "template_migrated"
    with (Path(os.environ[_FOLDER]) / "template.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if not found:
                connection.execute("DROP DATABASE IF EXISTS template_unfinished")
                connection.execute("CREATE DATABASE template_unfinished")
                database = Database(_url_of(postgres, "template_unfinished"))
                with database.begin() as inside:
                    schema.migrate(inside)
                database.dispose()
                connection.execute(f"ALTER DATABASE template_unfinished RENAME TO {name}")
    return name


@pytest.fixture
def empty_database_url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """The URL of a database without tables."""
    yield from _clone(postgres, "template0")


@pytest.fixture
def database_url(postgres: EmbeddedPostgres, template: str) -> Iterator[str]:
    """The URL of a fresh, migrated database."""
    yield from _clone(postgres, template)


@pytest.fixture(scope="module")
def module_database_url(postgres: EmbeddedPostgres, template: str) -> Iterator[str]:
    """The URL of a fresh, migrated database for all tests of a file."""
    yield from _clone(postgres, template)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated database, with the clock as in test mode."""
    fresh = Database(database_url, pinnable_clock=True)
    yield fresh
    fresh.dispose()


def _clone(postgres: EmbeddedPostgres, template: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield _url_of(postgres, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _url_of(postgres: EmbeddedPostgres, name: str) -> str:
    return make_url(postgres.url).set(database=name).render_as_string(hide_password=False)
