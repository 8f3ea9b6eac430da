import os
import signal
import stat
import threading
import time

import psutil
import psycopg
import pytest

from service.persistence.embedded.failure import EmbeddedPostgresError
from service.persistence.embedded.server import EmbeddedPostgres


def execute(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def assert_ended(pid):
    """The server removes its pid file just before it ends; nobody may have collected its exit status yet."""
    try:
        psutil.Process(pid).wait(10)
    except psutil.NoSuchProcess:
        return
    except psutil.TimeoutExpired:
        assert psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_the_first_start_makes_a_server_that_does_not_run_as_root(host):
    process = host.use()
    assert execute(process.url, "SELECT 1") == [(1,)]
    assert psutil.Process(host.cluster().pid()).uids().effective != 0


def test_only_the_servers_account_can_enter_the_data(host):
    host.use()
    for folder in (host.folder / "postgres", host.cluster().folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_restart_finds_what_was_written(host):
    first = host.use()
    execute(first.url, "CREATE TABLE kept AS SELECT 7 AS n")
    first.leave()
    assert host.cluster().pid() is None
    assert execute(host.use().url, "SELECT n FROM kept") == [(7,)]


def test_two_commands_on_one_folder_share_a_server_that_the_last_one_stops(host):
    first, second = host.use(), host.use()
    server = host.cluster().pid()
    first.leave()
    assert execute(second.url, "SELECT 1") == [(1,)]
    assert host.cluster().pid() == server
    second.leave()
    assert host.cluster().pid() is None
    assert_ended(server)


def test_a_server_whose_service_was_killed_is_taken_over(host):
    host.use().kill()
    server = host.cluster().pid()
    assert psutil.pid_exists(server)
    successor = host.use()
    assert execute(successor.url, "SELECT 1") == [(1,)]
    assert host.cluster().pid() == server
    successor.leave()
    assert_ended(server)


@pytest.mark.parametrize("victims", ["postmaster", "all"])
def test_a_server_killed_in_mid_commit_comes_back_with_every_acknowledged_commit(host, victims):
    url = host.use().url
    execute(url, "CREATE TABLE written (n int PRIMARY KEY)")
    acknowledged, enough = [], threading.Event()

    def write():
        try:
            with psycopg.connect(url) as connection:
                for n in range(1_000_000):
                    connection.execute("INSERT INTO written VALUES (%s)", [n])
                    connection.commit()
                    acknowledged.append(n)
                    if n == 200:
                        enough.set()
        except psycopg.OperationalError:
            pass

    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(60)
    postmaster = psutil.Process(host.cluster().pid())
    family = [postmaster, *(postmaster.children() if victims == "all" else [])]
    for process in family:
        process.send_signal(signal.SIGKILL)
    writer.join(60)
    found = {n for (n,) in until_it_answers(url, "SELECT n FROM written")}
    assert found >= set(acknowledged)
    assert len(found) <= len(acknowledged) + 1  # one may have been committed without the answer arriving


def until_it_answers(url, statement):
    deadline = time.monotonic() + 60
    while True:
        try:
            return execute(url, statement)
        except psycopg.OperationalError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_path_too_long_for_a_socket_is_no_obstacle(host):
    host.folder = host.folder / ("long" * 25)
    host.folder.mkdir(mode=0o755)
    if os.geteuid() == 0:
        os.chown(host.folder, host.account.uid, host.account.gid)
    assert execute(host.use().url, "SELECT 1") == [(1,)]


def test_data_of_another_account_is_refused(tmp_path):
    (tmp_path / "postgres").symlink_to("/usr")
    with pytest.raises(EmbeddedPostgresError, match=r"Start the service as the user who started it before"):
        EmbeddedPostgres(tmp_path).__enter__()


def test_a_server_that_cannot_start_says_what_its_log_says(host):
    with EmbeddedPostgres(host.folder):
        pass
    broken = EmbeddedPostgres(host.folder, settings={"shared_buffers": "nonsense"})
    with pytest.raises(EmbeddedPostgresError, match="shared_buffers"):
        broken.__enter__()
