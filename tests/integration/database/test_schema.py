import pytest
from alembic import command
from sqlalchemy import inspect, text

from service.persistence import schema
from service.persistence.database import Database
from service.persistence.tables import metadata


@pytest.fixture
def empty(empty_database_url):
    database = Database(empty_database_url)
    yield database
    database.dispose()


def test_the_migrations_lead_from_nothing_to_the_newest_revision(empty):
    with empty.begin() as connection:
        assert schema.current(connection) is None
        applied = schema.migrate(connection)
        assert schema.current(connection) == schema.head()
    assert len(applied) == len(set(applied)) >= 4
    with empty.begin() as connection:
        assert schema.migrate(connection) == []


def test_they_are_applied_in_test_mode_too(empty_database_url):
    empty = Database(empty_database_url, pinnable_clock=True)
    with empty.begin() as connection:
        assert schema.migrate(connection)
    empty.dispose()


def test_they_make_what_the_tables_say_and_nothing_else(database):
    with database.begin() as connection:
        config = schema.alembic_config()
        config.attributes["connection"] = connection
        command.check(config)
        made = {name for name in inspect(connection).get_table_names() if not name.startswith("procrastinate_")}
    assert made == {table.name for table in metadata.sorted_tables} | {"alembic_version"}


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty):
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE process_instance (in_the_way int)"))
    with pytest.raises(Exception, match="already exists"), empty.begin() as connection:
        schema.migrate(connection)
    with empty.read() as connection:
        assert inspect(connection).get_table_names() == ["process_instance"]


def test_the_template_of_migrations_sets_a_lock_timeout():
    assert "SET LOCAL lock_timeout" in (schema.folder() / "script.py.mako").read_text("utf-8")


def test_every_migration_sets_a_lock_timeout():
    revisions = [path for path in (schema.folder() / "versions").glob("*.py") if path.name != "__init__.py"]
    assert len(revisions) >= 4
    assert [path.name for path in revisions if "SET LOCAL lock_timeout" not in path.read_text("utf-8")] == []
