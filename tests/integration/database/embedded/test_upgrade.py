import psycopg
import pytest

from service.persistence.embedded.binaries import MAJOR
from service.persistence.embedded.failure import EmbeddedPostgresError
from service.persistence.embedded.server import EmbeddedPostgres

OLDER = 16


def make_older_data(host):
    older = host.cluster(OLDER)
    older.initialise("--locale=C")
    older.start()
    with psycopg.connect(older.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n, '{\"a\": 1.10}'::jsonb AS value")
    return older


def versions(host):
    return sorted(path.name for path in (host.folder / "postgres").iterdir() if path.is_dir())


def assert_upgraded(host):
    process = host.use()
    with psycopg.connect(process.url) as connection:
        assert connection.execute("SELECT n, value::text FROM kept").fetchone() == (7, '{"a": 1.10}')
        assert connection.info.server_version // 10000 == MAJOR
    assert versions(host) == [str(MAJOR)]


def test_data_of_an_older_major_version_is_upgraded(host):
    make_older_data(host).stop()
    assert_upgraded(host)


def test_data_of_an_older_version_left_by_a_killed_server_is_recovered_and_upgraded(host):
    older = make_older_data(host)
    older.account.run([older.binaries.program("pg_ctl"), f"--pgdata={older.folder}", "stop", "--mode=immediate"])
    assert_upgraded(host)


def test_what_an_interrupted_upgrade_left_does_not_hinder_the_next(host):
    make_older_data(host).stop()
    leftover = host.cluster(OLDER).folder.with_name("upgrade")
    host.account.make_private(leftover)
    (leftover / "PG_VERSION").write_text("18\n")
    assert_upgraded(host)


def test_data_of_a_newer_major_version_is_refused_and_left_alone(host):
    newer = host.cluster().folder.with_name("19")
    host.account.make_private(newer)
    (newer / "PG_VERSION").write_text("19\n")
    with pytest.raises(EmbeddedPostgresError, match=r"19 was written by 19\. Start the newer release"):
        EmbeddedPostgres(host.folder).__enter__()
    assert versions(host) == ["19"]


def test_data_of_a_version_whose_programs_are_not_at_hand_is_refused_with_a_way_out(host):
    ancient = host.cluster().folder.with_name("9")
    host.account.make_private(ancient)
    (ancient / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedPostgresError, match="Dump it with the PostgreSQL that wrote it"):
        EmbeddedPostgres(host.folder).__enter__()
